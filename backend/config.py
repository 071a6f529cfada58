"""Settings from the environment: read once at start, checked together, never changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import current_app

from backend.keys import Keys, ensure_keys

ROOT = Path(__file__).parent.parent
LANGUAGES = ("fr", "en", "de")
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
DATABASES = ("sqlite", "postgresql")
QUEUES = ("sqlite", "redis", "rediss", "postgresql")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
T = TypeVar("T")


class SettingsError(Exception):
    """The environment cannot be used; `problems` has one sentence for each wrong value."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Settings:
    """Everything that differs between two installations."""

    instance: Path
    database_url: str = field(repr=False)
    base_url: str
    keys: Keys = field(repr=False)
    huey_url: str = field(repr=False)
    redis_url: str | None = field(default=None, repr=False)
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str = "Nomade <nomade@localhost>"
    vapid_subject: str = "mailto:nomade@localhost"
    blobs: Path = Path("blobs")
    trusted_hosts: tuple[str, ...] = ()
    proxies: int = 0
    web_concurrency: int = 2
    session_idle: timedelta = timedelta(days=14)
    session_absolute: timedelta = timedelta(days=60)
    session_fresh: timedelta = timedelta(minutes=10)
    invitation_life: timedelta = timedelta(days=7)
    sign_in_tries: int = 10
    sign_in_window: timedelta = timedelta(minutes=15)
    argon2_memory_kib: int = 64 * 1024
    argon2_passes: int = 3
    argon2_lanes: int = 4
    argon2_at_once: int = 4
    metrics_token: str | None = field(default=None, repr=False)
    max_body_bytes: int = 2 * 1024 * 1024
    default_language: str = "fr"
    timezone: str = "Europe/Paris"
    log_level: str = "INFO"

    @property
    def https(self) -> bool:
        """Say whether people reach us by https."""
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        """Return the name under which people reach us, without the port."""
        return urlsplit(self.base_url).hostname or "localhost"

    @property
    def mail_folder(self) -> Path:
        """Return where mails are written as long as no SMTP server is named."""
        return self.instance / "mail"


def current_settings() -> Settings:
    """Return the settings of the running application."""
    found: Settings = current_app.config["SETTINGS"]
    return found


class _Reader:
    """Takes values out of the environment and remembers every problem."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[str] = []

    def text(self, *names: str, default: str = "") -> str:
        """Return the first of `names` that is set."""
        found = (self.environ[name].strip() for name in names if self.environ.get(name, "").strip())
        return next(found, default)

    def checked(self, name: str, read: Callable[[str], T], default: T, wanted: str) -> T:
        """Return `read(value)`; note `name` and what is `wanted` when that fails."""
        value = self.text(name)
        if not value:
            return default
        try:
            return read(value)
        except ValueError:
            self.problems.append(f"{name} is {value!r}; it must be {wanted}.")
            return default

    def number(self, name: str, default: int, *, low: int = 0, high: int = 10**9) -> int:
        """Return a whole number from `low` to `high`."""

        def read(value: str) -> int:
            number = int(value)
            if not low <= number <= high:
                raise ValueError
            return number

        return self.checked(name, read, default, f"a whole number from {low} to {high}")

    def minutes(self, name: str, default: timedelta) -> timedelta:
        """Return a span given in minutes."""
        return timedelta(minutes=self.number(name, int(default.total_seconds() // 60), low=1))

    def url(self, name: str, default: str, schemes: tuple[str, ...]) -> str:
        """Return a URL with one of `schemes`. Its value may hold a password: it is not shown."""
        value = self.text(name, default=default)
        if urlsplit(value).scheme.partition("+")[0] not in schemes:
            self.problems.append(
                f"{name} must start with {' or '.join(f'{s}://' for s in schemes)}."
            )
            return default
        return value

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        """Return one of `choices`."""
        value = self.text(name, default=default)
        if value not in choices:
            self.problems.append(f"{name} is {value!r}; it must be one of {', '.join(choices)}.")
            return default
        return value


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings, or raise SettingsError naming every wrong value at once.

    Makes the instance folder, and in it the keys that the environment does not give.
    """
    reader = _Reader(os.environ if environ is None else environ)
    instance = Path(reader.text("NOMADE_INSTANCE", "INSTANCE", default=str(ROOT / "instance")))
    instance = instance.absolute()
    values = {**_places(reader, instance), **_mail(reader), **_limits(reader)}
    keys = _keys(reader, instance)
    if reader.problems:
        raise SettingsError(reader.problems)
    return Settings(instance=instance, keys=keys, **values)


def _places(reader: _Reader, instance: Path) -> dict[str, Any]:
    scheme = "https" if reader.text("HTTPS") else "http"
    local = f"{scheme}://localhost:{reader.number('PORT', 8000, low=1, high=65535)}"
    file = f"sqlite:///{instance / 'nomade.db'}"
    hosts = reader.text("NOMADE_TRUSTED_HOSTS")
    return {
        "database_url": with_driver(reader.url("DATABASE_URL", file, (*DATABASES, "postgres"))),
        "base_url": reader.url("NOMADE_BASE_URL", local, ("http", "https")).rstrip("/"),
        "huey_url": reader.url("HUEY_URL", f"sqlite:///{instance / 'huey.db'}", QUEUES),
        "redis_url": reader.text("REDIS_URL") or None,
        "blobs": Path(reader.text("NOMADE_BLOBS", default=str(instance / "blobs"))),
        "trusted_hosts": tuple(host.strip() for host in hosts.split(",") if host.strip()),
        "proxies": reader.number("NOMADE_PROXIES", 0, high=5),
        "web_concurrency": reader.number("WEB_CONCURRENCY", 2, low=1, high=64),
    }


def with_driver(url: str) -> str:
    """Return the URL as SQLAlchemy wants it: PostgreSQL is spoken to by psycopg 3."""
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else url


def _mail(reader: _Reader) -> dict[str, Any]:
    smtp = reader.text("SMTP_URL")
    sender = reader.text("MAIL_FROM", default=Settings.mail_from)
    if "@" not in sender:
        reader.problems.append(f"MAIL_FROM is {sender!r}; it must hold an e-mail address.")
    return {
        "smtp_url": reader.url("SMTP_URL", "smtp://", ("smtp", "smtps")) if smtp else None,
        "mail_from": sender,
        "vapid_subject": reader.text("VAPID_SUBJECT", default=Settings.vapid_subject),
    }


def _limits(reader: _Reader) -> dict[str, Any]:
    return {
        "session_idle": reader.minutes("NOMADE_SESSION_IDLE", Settings.session_idle),
        "session_absolute": reader.minutes("NOMADE_SESSION_ABSOLUTE", Settings.session_absolute),
        "sign_in_tries": reader.number("NOMADE_SIGN_IN_TRIES", Settings.sign_in_tries, low=1),
        "argon2_at_once": reader.number("NOMADE_ARGON2_AT_ONCE", 4, low=1, high=64),
        "metrics_token": reader.text("METRICS_TOKEN") or None,
        "max_body_bytes": reader.number("NOMADE_MAX_BODY", Settings.max_body_bytes, low=65536),
        "default_language": reader.choice("NOMADE_LANGUAGE", "fr", LANGUAGES),
        "timezone": reader.checked("NOMADE_TIMEZONE", _zone, "Europe/Paris", "a known time zone"),
        "log_level": reader.choice("LOG_LEVEL", "INFO", LOG_LEVELS),
    }


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(name) from error


def _keys(reader: _Reader, instance: Path) -> Keys:
    given = {
        "secret_key": reader.text("SECRET_KEY"),
        "vapid": reader.text("VAPID_PRIVATE_KEY"),
        "seal": reader.text("SEAL_KEY"),
        "seal_code": reader.text("SEAL_CODE_KEY"),
    }
    try:
        return ensure_keys(instance, given)
    except OSError as error:
        reader.problems.append(f"NOMADE_INSTANCE: {instance} cannot be written ({error.strerror}).")
    except ValueError as error:
        reader.problems.append(str(error))
    return Keys("", "", "", "")
