"""Sessions live in a table: ending one ends it, whatever cookie somebody kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from backend.database import db, new_id
from backend.domain.errors import NotFound
from backend.models import User, UserSession

TOUCH_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from, as far as the person may be shown."""

    ip: str = ""
    user_agent: str = ""


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long a session lives unused, and at most."""

    idle: timedelta
    absolute: timedelta


def new_token() -> str:
    """Return 256 bits of chance, as text for a cookie or a link."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is stored of a token: a thief of the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(user_id: UUID, origin: Origin, lifetimes: Lifetimes, *, now: datetime) -> str:
    """Start a session and return its token, which is stored nowhere."""
    token = new_token()
    db.session.add(
        UserSession(
            id=new_id(),
            token_sha256=digest(token),
            user_id=user_id,
            created_at=now,
            last_seen_at=now,
            fresh_at=now,
            expires_at=now + lifetimes.absolute,
            ip=origin.ip[:60],
            user_agent=origin.user_agent[:300],
        )
    )
    db.session.flush()
    return token


def find_session(token: str, idle: timedelta, *, now: datetime) -> tuple[User, UserSession] | None:
    """Return the person behind `token`, or None: unknown, ended, too old, unused, or she left."""
    statement = (
        select(User, UserSession)
        .join(UserSession, UserSession.user_id == User.id)
        .where(
            UserSession.token_sha256 == digest(token),
            UserSession.ended_at.is_(None),
            UserSession.expires_at > now,
            UserSession.last_seen_at > now - idle,
            User.left_at.is_(None),
        )
    )
    found = db.session.execute(statement).one_or_none()
    return None if found is None else (found[0], found[1])


def needs_touch(session: UserSession, *, now: datetime) -> bool:
    """Say whether the last use noted is old enough to be worth a write."""
    return now - session.last_seen_at >= TOUCH_AFTER


def touch(session_id: UUID, *, now: datetime) -> None:
    """Note that a session was used."""
    db.session.execute(
        update(UserSession).where(UserSession.id == session_id).values(last_seen_at=now)
    )


def list_sessions(user_id: UUID, idle: timedelta, *, now: datetime) -> Sequence[UserSession]:
    """Return the living sessions of a person, the one used last first."""
    statement = (
        select(UserSession)
        .where(
            UserSession.user_id == user_id,
            UserSession.ended_at.is_(None),
            UserSession.expires_at > now,
            UserSession.last_seen_at > now - idle,
        )
        .order_by(UserSession.last_seen_at.desc())
    )
    return db.session.scalars(statement).all()


def end_session(user_id: UUID, session_id: UUID, *, now: datetime) -> None:
    """End one session of a person; NotFound when she has no such living session."""
    ended = db.session.scalars(
        update(UserSession)
        .where(
            UserSession.id == session_id,
            UserSession.user_id == user_id,
            UserSession.ended_at.is_(None),
        )
        .values(ended_at=now)
        .returning(UserSession.id)
    ).one_or_none()
    if ended is None:
        raise NotFound


def end_all(user_id: UUID, *, now: datetime, but: UUID | None = None) -> None:
    """End every session of a person, except the session `but`."""
    statement = update(UserSession).where(
        UserSession.user_id == user_id, UserSession.ended_at.is_(None)
    )
    if but is not None:
        statement = statement.where(UserSession.id != but)
    db.session.execute(statement.values(ended_at=now))
