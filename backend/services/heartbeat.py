"""Whether the worker lives, for those who run the server."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from backend.database import db
from backend.models import Heartbeat

QUIET = timedelta(seconds=60)
FORGOTTEN = timedelta(days=1)


def beat(name: str, *, now: datetime) -> None:
    """Note that the process `name` lives."""
    db.session.merge(Heartbeat(name=name, at=now))
    db.session.execute(delete(Heartbeat).where(Heartbeat.at < now - FORGOTTEN))


def worker_seen_at() -> datetime | None:
    """Return the last sign of life of any worker."""
    return db.session.scalar(select(func.max(Heartbeat.at)))


def worker_is_alive(*, now: datetime) -> bool:
    """Say whether a worker gave a sign of life within the last minute."""
    seen = worker_seen_at()
    return seen is not None and now - seen < QUIET
