"""Waking the worker after a commit. What is due stays in the database: this is only a hint."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, has_app_context
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy import event
from sqlalchemy.orm import Session

from backend.config import Settings
from backend.domain.reports import PdfState
from backend.models import Notice, Report

log = logging.getLogger(__name__)
PRINT, MAIL = "print", "mail"
DUE = "nomade_due"
SIGNATURE = hashlib.sha256().digest_size
Hints = set[tuple[str, str]]


class SignedJson(Serializer):  # type: ignore[misc] # Huey carries no types.
    """Tasks as JSON with an HMAC: whoever can write into the queue still cannot give us orders."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self._key = hashlib.sha256(b"nomade.queue\0" + secret.encode()).digest()

    def _serialize(self, data: Any) -> bytes:
        body = json.dumps(data._asdict() if isinstance(data, Message) else data).encode()
        return self._sign(body) + body

    def _deserialize(self, data: bytes) -> Any:
        signature, body = bytes(data[:SIGNATURE]), bytes(data[SIGNATURE:])
        if not hmac.compare_digest(signature, self._sign(body)):
            raise ValueError("A task in the queue is not ours.")
        plain = json.loads(body)
        return Message(**plain) if isinstance(plain, dict) and "name" in plain else plain

    def _sign(self, body: bytes) -> bytes:
        return hmac.new(self._key, body, hashlib.sha256).digest()


def open_huey(settings: Settings) -> Huey:
    """Return Huey on the storage that the settings name; it keeps no results."""
    url = settings.huey_url
    options = {
        "name": "nomade",
        "results": False,
        "serializer": SignedJson(settings.keys.secret_key),
    }
    scheme = urlsplit(url).scheme.partition("+")[0]
    if scheme == "sqlite":
        # A lost hint costs one sweep: the file need not reach the disk at once.
        return SqliteHuey(filename=url.removeprefix("sqlite:///"), fsync=False, **options)
    if scheme == "postgresql":
        return PostgresHuey(dsn=url, **options)
    return RedisHuey(url=url, **options)


class Queue:
    """The tasks by name. The web process only enqueues; the worker says what they do."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._work: dict[str, Any] = {}

    def does(self, name: str, work: Any) -> None:
        """Say what the task `name` does; before the first use of the queue."""
        self._work[name] = work

    @cached_property
    def huey(self) -> Huey:
        """Open the storage at the first use."""
        return open_huey(self._settings)

    @cached_property
    def _tasks(self) -> dict[str, Any]:
        return {
            name: self.huey.task(name=name)(_ours(self._work.get(name, _elsewhere)))
            for name in (PRINT, MAIL)
        }

    def ready(self) -> Huey:
        """Return Huey with its tasks, for the consumer."""
        return self._tasks and self.huey

    def wake(self, name: str, row_id: str) -> None:
        """Tell the worker that the row is due. Never fails: the sweep finds what got lost."""
        try:
            self._tasks[name](row_id)
        except Exception:  # Any storage, any reason; the commit has succeeded all the same.
            log.exception("The worker could not be woken; its sweep will find what is due.")

    def waiting(self) -> int:
        """Return how many tasks wait."""
        return int(self.huey.pending_count())


def _ours(work: Callable[[str], None]) -> Callable[[str], None]:
    """Return the task as a function of this module.

    Huey names a task by where it was defined; web process and worker must mean the same one.
    """

    def task(row_id: str) -> None:
        work(row_id)

    return task


def _elsewhere(row_id: str) -> None:
    raise RuntimeError(f"{row_id}: tasks run in the worker only.")


def init_app(app: Flask) -> None:
    """Give the application its queue."""
    app.extensions["queue"] = Queue(app.config["SETTINGS"])


def queue_of(app: Flask) -> Queue:
    """Return the queue of the application."""
    queue: Queue = app.extensions["queue"]
    return queue


@event.listens_for(Session, "after_flush")
def _note(session: Session, _context: object) -> None:
    hints: Hints = session.info.setdefault(DUE, set())
    for row in [*session.new, *session.dirty]:
        if isinstance(row, Report) and row.pdf_state is PdfState.DUE:
            hints.add((PRINT, str(row.id)))
        elif isinstance(row, Notice) and row.mail_due and row.leased_until is None:
            hints.add((MAIL, str(row.id)))


@event.listens_for(Session, "after_commit")
def _wake(session: Session) -> None:
    if session.in_nested_transaction():
        return
    hints: Hints = session.info.pop(DUE, set())
    if not hints or not has_app_context():
        return
    queue = queue_of(current_app)
    for name, row_id in sorted(hints):
        queue.wake(name, row_id)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, previous: Any) -> None:
    if previous.parent is None:
        session.info.pop(DUE, None)
