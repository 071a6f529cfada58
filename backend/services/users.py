"""People with an account, as an administrator keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, update

from backend.database import db, new_id
from backend.domain.actors import Actor, Role
from backend.domain.errors import (
    AlreadyExists,
    Forbidden,
    InvalidValue,
    LastAdmin,
    MissingValue,
    NotFound,
)
from backend.models import Device, Technician, User
from backend.services import agenda, audit, grants, invitations, sessions
from backend.services.accounts import normalize_email

KEEPERS = (Role.ADMIN,)
READERS = (Role.ADMIN, Role.DIRECTOR, Role.HR)
CAUSE = "account"
LANGUAGES = ("fr", "en", "de")


@dataclass(frozen=True, slots=True)
class Profile:
    """What an administrator says of a person. The last three count for technicians only."""

    email: str
    first_name: str
    last_name: str
    roles: tuple[Role, ...]
    phone: str = ""
    language: str = "fr"
    client_id: UUID | None = None
    home_city: str = ""
    skills: Mapping[str, int] = field(default_factory=dict)
    clearances: tuple[str, ...] = ()


def create_user(actor: Actor | None, profile: Profile, *, now: datetime) -> User:
    """Add a person, without a password: she chooses it through an invitation.

    `actor` is None for the command line alone.
    """
    _require_keeper(actor)
    user = User(id=new_id(), created_at=now, password_hash=None)
    _write(user, profile)
    db.session.add(user)
    db.session.flush()
    _write_technician(user, profile, now=now)
    audit.record(actor, "user.created", "user", user.id, _roles_of(user), now=now)
    return user


def update_user(actor: Actor, user_id: UUID, profile: Profile, *, now: datetime) -> User:
    """Change a person. Roles taken away count from the next request.

    Who is no technician any more leaves his missions to the desk, and his rights with them.
    """
    _require_keeper(actor)
    user = access_user(actor, user_id)
    if Role.ADMIN not in profile.roles:
        _require_another_admin(user)
    if Role.TECHNICIAN.value in user.roles and Role.TECHNICIAN not in profile.roles:
        agenda.give_back_all(actor, user.id, now=now)
        grants.revoke_all(user.id, now=now)
    _write(user, profile)
    _write_technician(user, profile, now=now)
    audit.record(actor, "user.changed", "user", user.id, _roles_of(user), now=now)
    return user


def leave(actor: Actor, user_id: UUID, *, now: datetime) -> User:
    """Switch a leaver off at once: sessions, phones, rights, invitations.

    The missions he had return to the desk.
    """
    _require_keeper(actor)
    user = access_user(actor, user_id)
    _require_another_admin(user)
    user.left_at = user.left_at or now
    sessions.end_all(user.id, now=now)
    invitations.withdraw_all(user.id, now=now)
    agenda.give_back_all(actor, user.id, now=now)
    devices = update(Device).where(Device.user_id == user.id, Device.revoked_at.is_(None))
    db.session.execute(devices.values(revoked_at=now, wipe_at=now))
    grants.revoke_all(user.id, now=now)
    technician = db.session.get(Technician, user.id)
    if technician is not None:
        technician.active = False
    audit.record(actor, "user.left", "user", user.id, now=now)
    return user


def access_user(actor: Actor, user_id: UUID) -> User:
    """Return a person, or raise NotFound when there is none or `actor` may not know."""
    user = db.session.get(User, user_id)
    if user is None or not (actor.has(*READERS) or actor.user_id == user_id):
        raise NotFound
    return user


def visible_users(actor: Actor, text: str = "", *, with_leavers: bool = False) -> Sequence[User]:
    """Return the people whose name or address holds `text`, by name."""
    if not actor.has(*READERS):
        return []
    query = select(User).order_by(User.last_name, User.first_name, User.id)
    if not with_leavers:
        query = query.where(User.left_at.is_(None))
    for word in text.lower().split():
        parts = (User.first_name, User.last_name, User.email)
        query = query.where(or_(*(func.lower(p).contains(word, autoescape=True) for p in parts)))
    return db.session.scalars(query).all()


def profile_of(user: User) -> Profile:
    """Return what a form starts from."""
    technician = db.session.get(Technician, user.id)
    return Profile(
        email=user.email,
        first_name=user.first_name,
        last_name=user.last_name,
        roles=tuple(Role(role) for role in user.roles),
        phone=user.phone,
        language=user.language,
        client_id=user.client_id,
        home_city=technician.home_city if technician else "",
        skills=technician.skills if technician else {},
        clearances=tuple(technician.clearances) if technician else (),
    )


def _require_keeper(actor: Actor | None) -> None:
    if actor is not None and not actor.has(*KEEPERS):
        raise Forbidden if actor.has(*READERS) else NotFound


def _require_another_admin(user: User) -> None:
    """Refuse to lose the last administrator: nobody could let another in."""
    if Role.ADMIN.value not in user.roles or user.left_at is not None:
        return
    others = db.session.scalars(select(User).where(User.id != user.id, User.left_at.is_(None)))
    if not any(Role.ADMIN.value in other.roles for other in others):
        raise LastAdmin(field="roles")


def _write(user: User, profile: Profile) -> None:
    user.email = _free_email(profile.email, user.id)
    user.first_name = _filled("first_name", profile.first_name)
    user.last_name = _filled("last_name", profile.last_name)
    user.phone = profile.phone.strip()
    user.roles = _roles(profile)
    user.language = _one_of("language", profile.language, LANGUAGES)
    user.client_id = profile.client_id


def _roles(profile: Profile) -> list[str]:
    if not profile.roles:
        raise MissingValue("A person needs a role.", field="roles")
    if Role.REFERENT in profile.roles and (profile.client_id is None or len(profile.roles) > 1):
        raise InvalidValue("A referent belongs to a client and has no other role.", field="roles")
    return [role.value for role in Role if role in profile.roles]


def _free_email(email: str, user_id: UUID) -> str:
    address = normalize_email(_filled("email", email))
    if address.count("@") != 1 or any(c.isspace() for c in address) or address[0] == "@":
        raise InvalidValue("That is no e-mail address.", field="email")
    taken = select(User.id).where(User.email == address, User.id != user_id)
    if db.session.scalar(taken) is not None:
        raise AlreadyExists("Somebody has this address.", field="email")
    return address


def _filled(name: str, value: str) -> str:
    if not value.strip():
        raise MissingValue(field=name)
    return value.strip()


def _one_of(name: str, value: str, choices: Iterable[str]) -> str:
    if value not in choices:
        raise InvalidValue(field=name)
    return value


def _write_technician(user: User, profile: Profile, *, now: datetime) -> None:
    row = db.session.get(Technician, user.id)
    is_technician = Role.TECHNICIAN in profile.roles
    if row is None and not is_technician:
        return
    scope = f"technician:{user.id}"
    values: dict[str, Any] = {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "phone": user.phone,
        "home_city": profile.home_city.strip(),
        "skills": dict(profile.skills),
        "clearances": list(profile.clearances),
        "active": is_technician and user.left_at is None,
    }
    if row is None:
        db.session.add(Technician(id=user.id, scope_id=scope, **values))
    else:
        for name, value in values.items():
            setattr(row, name, value)
    for granted in ("global", scope):
        if is_technician:
            grants.grant(user.id, granted, CAUSE, now=now)
        else:
            grants.revoke(user.id, granted, CAUSE, now=now)


def _roles_of(user: User) -> str:
    return ", ".join(user.roles)
