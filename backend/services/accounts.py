"""Signing in.

Its three steps are apart because hashing takes half a second:

with transaction(): count_sign_in(...)
user = check_credentials(...)               # slow, outside of any transaction
with transaction(): token = sign_in(...)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from backend.database import db
from backend.domain.actors import Actor, Role
from backend.domain.errors import SignInRefused
from backend.models import User
from backend.services import sessions, throttle
from backend.services.passwords import Hasher, check_password_rule

WIDER = 10  # How many times more tries an account or an address has as a whole.


@dataclass(frozen=True, slots=True)
class Verdict:
    """A person whose password was right, and a new hash when the stored one is outdated."""

    user_id: UUID
    new_hash: str | None


def normalize_email(email: str) -> str:
    """Return the address as it is stored and compared."""
    return email.strip().lower()


def actor_of(user: User) -> Actor:
    """Return the person as the rules see her. Roles that are no longer known give no right."""
    known = set(Role)
    roles = frozenset(Role(role) for role in user.roles if role in known)
    return Actor(user.id, user.name, roles, user.language)


def count_sign_in(email: str, ip: str, limit: throttle.Limit, *, now: datetime) -> None:
    """Count one try, or raise TooManyAttempts.

    `limit` is for one account from one address: nobody locks a person out from elsewhere. An
    account and an address as a whole, from wherever and at whomever, may be tried more often.
    """
    wide = replace(limit, tries=limit.tries * WIDER)
    pair, *whole = _counters(email, ip)
    throttle.count_try(pair, limit, now=now)
    for key in whole:
        throttle.count_try(key, wide, now=now)


def _counters(email: str, ip: str) -> tuple[str, str, str]:
    account = normalize_email(email)
    return (
        throttle.key_of("account at address", f"{account} {ip}"),
        throttle.key_of("account", account),
        throttle.key_of("address", ip),
    )


def check_credentials(hasher: Hasher, email: str, password: str) -> Verdict:
    """Return who it is, or raise SignInRefused: for no account as for a wrong password."""
    statement = select(User.id, User.password_hash).where(
        User.email == normalize_email(email), User.left_at.is_(None)
    )
    found = db.session.execute(statement).one_or_none()
    db.session.rollback()  # Nothing of the database is held while hashing.
    user_id, stored = found or (None, None)
    if not hasher.verify(stored, password) or user_id is None or stored is None:
        raise SignInRefused
    return Verdict(user_id, hasher.hash(password) if hasher.is_outdated(stored) else None)


def sign_in(
    verdict: Verdict, origin: sessions.Origin, lifetimes: sessions.Lifetimes, *, now: datetime
) -> tuple[User, str]:
    """Open a session; return the person and the token of the cookie."""
    user = db.session.get_one(User, verdict.user_id)
    if verdict.new_hash:
        user.password_hash = verdict.new_hash
    pair, *whole = _counters(user.email, origin.ip)
    throttle.forget(pair)
    for key in whole:
        throttle.give_back(key)
    return user, sessions.open_session(user.id, origin, lifetimes, now=now)


def change_password(
    hasher: Hasher, user_id: UUID, password: str, *, keep: UUID | None, now: datetime
) -> None:
    """Set a new password and end every session but `keep`. The caller has checked the old one."""
    user = db.session.get_one(User, user_id)
    check_password_rule(password, user.email)
    user.password_hash = hasher.hash(password)
    sessions.end_all(user.id, now=now, but=keep)


def choose_language(actor: Actor, language: str) -> None:
    """Remember in which language a person reads, from the next request on."""
    db.session.get_one(User, actor.user_id).language = language
