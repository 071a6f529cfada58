"""Settings: complete, checked together, and their keys kept to themselves."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from backend.config import ROOT, SettingsError, load_settings
from backend.keys import ensure_keys


def load(folder, **environ):
    return load_settings({"NOMADE_INSTANCE": str(folder), **environ})


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_nothing_needs_to_be_said(tmp_path):
    settings = load(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/nomade.db"
    assert settings.base_url == "http://localhost:8000"
    assert not settings.https


def test_every_wrong_value_is_named_at_once(tmp_path):
    wrong = {
        "DATABASE_URL": "mysql://nomade:hunter2@db/nomade",
        "HUEY_URL": "amqp://queue",
        "LOG_LEVEL": "LOUD",
        "MAIL_FROM": "nobody",
        "NOMADE_BASE_URL": "nomade.test",
        "NOMADE_LANGUAGE": "it",
        "NOMADE_MAX_BODY": "12",
        "NOMADE_PROXIES": "-1",
        "NOMADE_SESSION_IDLE": "soon",
        "NOMADE_TIMEZONE": "Europe/Nowhere",
        "PORT": "70000",
        "SMTP_URL": "http://mail",
        "WEB_CONCURRENCY": "0",
    }
    with pytest.raises(SettingsError) as refused:
        load(tmp_path, **wrong)
    problems = refused.value.problems
    assert len(problems) == len(wrong)
    for name in wrong:
        assert sum(line.startswith(f"{name} ") for line in problems) == 1
    assert "hunter2" not in str(refused.value)


def test_a_short_secret_and_a_broken_key_are_named(tmp_path):
    for name, field in (("SECRET_KEY", "secret_key"), ("SEAL_KEY", "seal")):
        with pytest.raises(SettingsError, match=f"key {field} "):
            load(tmp_path, **{name: "short"})


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="NOMADE_INSTANCE"):
        load(tmp_path / "file")


def test_postgresql_is_spoken_to_by_one_driver(tmp_path):
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        settings = load(tmp_path, DATABASE_URL=f"{scheme}://db/nomade")
        assert settings.database_url == "postgresql+psycopg://db/nomade"


def test_what_is_said_counts(tmp_path):
    settings = load(
        tmp_path,
        NOMADE_BASE_URL="https://nomade.test/",
        NOMADE_SESSION_IDLE="30",
        NOMADE_TRUSTED_HOSTS="nomade.test, www.nomade.test",
    )
    assert settings.https
    assert settings.base_url == "https://nomade.test"
    assert settings.session_idle == timedelta(minutes=30)
    assert settings.trusted_hosts == ("nomade.test", "www.nomade.test")


def test_settings_show_no_secret(tmp_path):
    settings = load(tmp_path, DATABASE_URL="postgresql://nomade:hunter2@db/nomade")
    shown = f"{settings!r} {settings.keys!r}"
    assert "hunter2" not in shown
    assert settings.keys.secret_key not in shown
    assert "PRIVATE KEY" not in shown


def test_keys_are_made_once_and_for_their_owner_alone(tmp_path):
    folder = tmp_path / "instance"
    first = load(folder).keys
    again = load(folder).keys
    for name in Keys:
        assert getattr(first, name) == getattr(again, name)
    assert mode_of(folder) == 0o700
    assert {mode_of(path) for path in folder.iterdir()} == {0o600}
    assert len(first.vapid_public) == 87
    for pem in (first.vapid, first.seal, first.seal_code):
        load_pem_private_key(pem.encode(), password=None)


Keys = ("secret_key", "vapid", "seal", "seal_code")


def _secret(folder):
    return ensure_keys(folder, {}).secret_key


def test_processes_that_start_at_once_end_with_the_same_keys(tmp_path):
    with ProcessPoolExecutor(4) as pool:
        found = set(pool.map(_secret, [tmp_path / "instance"] * 8))
    assert len(found) == 1
    assert len(list((tmp_path / "instance").iterdir())) == len(Keys)


def test_a_key_that_is_given_is_not_written_down(tmp_path):
    load(tmp_path, SECRET_KEY="s" * 40)
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.parametrize(
    "command",
    [
        ["-m", "flask", "--app", "backend.app:create_app", "check-settings"],
        ["-m", "gunicorn", "-c", "gunicorn.conf.py", "backend.app:create_app()"],
    ],
    ids=["flask", "gunicorn"],
)
def test_a_wrong_value_stops_the_program_with_one_clear_line(tmp_path, command):
    environ = {**os.environ, "NOMADE_INSTANCE": str(tmp_path), "NOMADE_PROXIES": "many"}
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stderr == "NOMADE_PROXIES is 'many'; it must be a whole number from 0 to 5.\n"
