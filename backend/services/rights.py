"""The list of who may see which dossier, for the director who answers for it (A-52)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from backend.database import db
from backend.domain.actors import Actor, Role
from backend.domain.door import absent, require_role
from backend.models import AccessGrant, Client, Dossier, User
from backend.services import audit, grants

PREFIX = "dossier:"


@dataclass(frozen=True, slots=True)
class HeldRight:
    """One living right to one dossier."""

    id: UUID
    user_name: str
    client_name: str
    dossier_title: str
    mode: str
    granted_at: datetime
    ends_at: datetime | None


def held(actor: Actor, *, now: datetime) -> list[HeldRight]:
    """Return the living rights to dossiers, by client and person."""
    require_role(actor, Role.DIRECTOR, Role.HR)
    found = db.session.execute(
        select(AccessGrant, User, Dossier.title, Client.name)
        .join(User, User.id == AccessGrant.user_id)
        .join(Dossier, Dossier.scope_id == AccessGrant.scope_id)
        .join(Client, Client.id == Dossier.client_id)
        .where(grants.live(now))
        .order_by(Client.name, User.last_name, User.first_name)
    )
    return [
        HeldRight(
            grant.id, user.name, client_name, title, grant.mode, grant.granted_at, grant.ends_at
        )
        for grant, user, title, client_name in found
    ]


def withdraw(actor: Actor, grant_id: UUID, *, now: datetime) -> None:
    """End one right to a dossier at once; phones forget it at their next contact."""
    require_role(actor, Role.DIRECTOR)
    grant = db.session.get(AccessGrant, grant_id)
    if grant is None or not grant.scope_id.startswith(PREFIX):
        raise absent()
    grants.revoke(grant.user_id, grant.scope_id, grant.cause, now=now)
    audit.record(actor, "grant.withdrawn", "user", grant.user_id, grant.scope_id, now=now)
