"""How often something may be tried: counted in the database, so that every process counts alike."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from backend.database import db
from backend.domain.errors import TooManyAttempts
from backend.models import Throttle


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries within such a span."""

    tries: int
    window: timedelta


def key_of(kind: str, value: str) -> str:
    """Return the key of a counter; the value itself (an address) is not stored."""
    return f"{kind}:{hashlib.sha256(value.lower().encode()).hexdigest()}"


def count_try(key: str, limit: Limit, *, now: datetime) -> None:
    """Count one try, or raise TooManyAttempts with the seconds to wait.

    The caller commits before what follows can be refused; the try that is refused here is not
    counted. A window that ended starts anew.
    """
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    ended = Throttle.window_start <= now - limit.window
    statement = (
        insert(Throttle)
        .values(key=key, window_start=now, count=1)
        .on_conflict_do_update(
            index_elements=[Throttle.key],
            set_={
                "count": case((ended, 1), else_=Throttle.count + 1),
                "window_start": case((ended, now), else_=Throttle.window_start),
            },
        )
        .returning(Throttle.count, Throttle.window_start)
    )
    count, started = db.session.execute(statement).one()
    if count > limit.tries:
        wait = started + limit.window - now
        raise TooManyAttempts(retry_after=max(1, int(wait.total_seconds())))


def give_back(key: str) -> None:
    """Take one try back: it was a good one."""
    db.session.execute(
        update(Throttle)
        .where(Throttle.key == key, Throttle.count > 0)
        .values(count=Throttle.count - 1)
    )


def forget(key: str) -> None:
    """Start counting anew."""
    db.session.execute(delete(Throttle).where(Throttle.key == key))
