"""What the operator's page says is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from backend.app import create_app
from backend.keys import file_names

PAGE = Path("docs/operations.md").read_text(encoding="utf-8")
READ = re.compile(
    r"(?:reader\.\w+|environ\.get|environ\[)\(?\s*((?:\"[A-Z][A-Z0-9_]+\"(?:,\s*)?)+)"
)
SOURCES = ("backend/config.py", "gunicorn.conf.py")
HANDED_OVER = {"HTTPS"}


def test_every_variable_of_the_environment_is_explained() -> None:
    read = {
        name
        for source in SOURCES
        for names in READ.findall(Path(source).read_text(encoding="utf-8"))
        for name in re.findall(r"[A-Z][A-Z0-9_]+", names)
    }
    assert len(read) > 20
    assert not {name for name in read if f"`{name}`" not in PAGE}


def test_every_key_is_explained() -> None:
    assert not {name for name in file_names().values() if f"`{name}`" not in PAGE}


def test_every_command_that_is_shown_exists(app) -> None:
    shown = set(re.findall(r"(?:create_app|`flask|^flask) ([a-z][a-z-]+)", PAGE, re.MULTILINE))
    assert {"backup", "restore", "copy-to", "create-admin"} <= shown
    assert shown <= set(create_app(app.config["SETTINGS"]).cli.commands) | {"db"}
