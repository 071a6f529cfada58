"""A mailed link by which a person chooses her password. It works once, and for some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from backend.database import db
from backend.domain.actors import Actor, Role
from backend.domain.errors import Forbidden, LinkExpired, NotFound
from backend.models import Invitation, User
from backend.services import audit, sessions
from backend.services.passwords import Hasher, check_password_rule


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom a link is for, as the page shows it."""

    user_id: UUID
    email: str
    name: str
    language: str


def invite(actor: Actor | None, user_id: UUID, life: timedelta, *, now: datetime) -> str:
    """Return the token of a new link; links sent before end. The edge mails it after the commit.

    It serves for a forgotten password too. `actor` is None for the command line alone.
    """
    user = db.session.get(User, user_id)
    if user is None or not (actor is None or actor.has(Role.ADMIN)):
        raise NotFound
    if user.left_at is not None:
        raise Forbidden("She has left.")
    withdraw_all(user_id, now=now)
    token = sessions.new_token()
    db.session.add(
        Invitation(
            token_sha256=sessions.digest(token),
            user_id=user_id,
            created_by=actor.user_id if actor else None,
            created_at=now,
            expires_at=now + life,
        )
    )
    audit.record(actor, "user.invited", "user", user_id, now=now)
    return token


def look(token: str, *, now: datetime) -> Invited:
    """Return whom the link is for, or raise LinkExpired: unknown, used, withdrawn or too old."""
    query = (
        select(User)
        .join(Invitation, Invitation.user_id == User.id)
        .where(
            Invitation.token_sha256 == sessions.digest(token),
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
            User.left_at.is_(None),
        )
    )
    user = db.session.scalars(query).one_or_none()
    if user is None:
        raise LinkExpired
    return Invited(user.id, user.email, user.name, user.language)


def hash_choice(hasher: Hasher, invited: Invited, password: str) -> str:
    """Return the hash of the chosen password, or raise WeakPassword. Slow: call it before."""
    check_password_rule(password, invited.email)
    return hasher.hash(password)


def accept(token: str, password_hash: str, *, now: datetime) -> User:
    """Use the link: set the password and end every session opened with another."""
    invited = look(token, now=now)
    used = db.session.scalars(
        update(Invitation)
        .where(Invitation.token_sha256 == sessions.digest(token), Invitation.used_at.is_(None))
        .values(used_at=now)
        .returning(Invitation.user_id)
    ).one_or_none()
    if used is None:  # Somebody was faster.
        raise LinkExpired
    user = db.session.get_one(User, invited.user_id)
    user.password_hash = password_hash
    sessions.end_all(user.id, now=now)
    audit.record(None, "user.chose_password", "user", user.id, now=now)
    return user


def withdraw_all(user_id: UUID, *, now: datetime) -> None:
    """End every link of a person that still works."""
    db.session.execute(
        update(Invitation)
        .where(Invitation.user_id == user_id, Invitation.used_at.is_(None))
        .values(used_at=now)
    )
