"""Commands: `flask --app backend.app:create_app <command>`."""

from __future__ import annotations

from importlib.util import find_spec

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the commands."""
    del app
    find_spec("backend.demo")
