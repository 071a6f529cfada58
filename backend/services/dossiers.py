"""Dossiers: who sees them, who asks, who decides, what a visit changes in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from backend.clock import utcnow
from backend.database import db, hold
from backend.domain.actors import Actor, Role
from backend.domain.door import DOSSIER_READERS, absent, require_role
from backend.domain.errors import IllegalTransition, InvalidValue, MissingValue
from backend.models import (
    AccessRequest,
    Client,
    Dossier,
    DossierItem,
    Mission,
    User,
)
from backend.services import audit, grants, mission_rights, notices
from backend.services.inventory import apply_changes
from backend.services.mission_lists import access_mission

__all__ = [
    "DossierPage",
    "RequestRow",
    "Wish",
    "access_dossier",
    "access_requests",
    "apply_changes",
    "consult",
    "decide",
    "request_access",
    "visible_dossiers",
]
MODES = frozenset({"read", "write"})
READERS_OF_REQUESTS = (Role.DIRECTOR, Role.HR, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class DossierPage:
    """A dossier with its inventory, in the order of the template."""

    dossier: Dossier
    items: tuple[DossierItem, ...]


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request for access, as the director reads it."""

    id: UUID
    state: str
    mode: str
    reason: str
    created_at: datetime
    user_id: UUID
    user_name: str
    dossier_id: UUID
    dossier_title: str
    client_name: str
    mission_id: UUID | None
    mission_number: str
    ends_at: datetime | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a technician asks for; with a mission, the right ends when the mission is taken."""

    mode: str = "read"
    reason: str = ""
    mission_id: UUID | None = None


def access_dossier(actor: Actor, dossier_id: UUID, *, now: datetime | None = None) -> Dossier:
    """Return the dossier, or raise NotFound if there is none or the actor may not see it."""
    dossier = db.session.get(Dossier, dossier_id)
    if dossier is None or dossier.deleted_at is not None:
        raise absent()
    if actor.has(*DOSSIER_READERS):
        return dossier
    if not grants.has_grant(actor.user_id, dossier.scope_id, now=now or utcnow()):
        raise absent()
    return dossier


def visible_dossiers(actor: Actor, *, now: datetime | None = None) -> list[Dossier]:
    """Return the dossiers that the actor may see, by title."""
    query = select(Dossier).where(Dossier.deleted_at.is_(None)).order_by(Dossier.title)
    if not actor.has(*DOSSIER_READERS):
        query = query.where(
            Dossier.scope_id.in_(grants.live_scopes(actor.user_id, now=now or utcnow()))
        )
    return list(db.session.scalars(query))


def consult(actor: Actor, dossier_id: UUID, *, now: datetime) -> DossierPage:
    """Return the dossier with its inventory, and write down that it was read."""
    dossier = access_dossier(actor, dossier_id, now=now)
    query = select(DossierItem).where(
        DossierItem.dossier_id == dossier.id, DossierItem.deleted_at.is_(None)
    )
    items = db.session.scalars(query.order_by(DossierItem.position, DossierItem.id)).all()
    audit.record(actor, "dossier.read", "dossier", dossier.id, now=now)
    return DossierPage(dossier, tuple(items))


def request_access(actor: Actor, dossier_id: UUID, wish: Wish, *, now: datetime) -> AccessRequest:
    """Ask the director for a dossier (A-53).

    A technician may ask for the dossiers of clients that he has a right to see; of others he does
    not even learn that they exist.
    """
    require_role(actor, Role.TECHNICIAN)
    dossier = db.session.get(Dossier, dossier_id)
    if dossier is None or not grants.has_grant(
        actor.user_id, f"client:{dossier.client_id}", now=now
    ):
        raise absent()
    if wish.mode not in MODES:
        raise InvalidValue("A right is to read or to write.", field="mode")
    if not wish.reason.strip():
        raise MissingValue("A request has a reason.", field="reason")
    if wish.mission_id is not None:
        access_mission(actor, wish.mission_id, now=now)
    request = mission_rights.open_request(
        actor.user_id, dossier, mission_id=wish.mission_id, mode=wish.mode, now=now
    )
    request.mode, request.reason = wish.mode, wish.reason.strip()
    return request


def decide(
    actor: Actor,
    request_id: UUID,
    approve: bool,  # noqa: FBT001 -- the answer itself
    ends_at: datetime | None = None,
    *,
    now: datetime,
) -> AccessRequest:
    """Approve or refuse a request (A-54); the technician is told."""
    require_role(actor, Role.DIRECTOR)
    request = hold(AccessRequest, request_id)
    if request is None:
        raise absent()
    if request.state != "open":
        raise IllegalTransition("access_request", request.state, "decide")
    if ends_at is not None and ends_at <= now:
        raise InvalidValue("A right ends after it begins.", field="ends_at")
    request.state = "approved" if approve else "refused"
    request.decided_by, request.decided_at = actor.user_id, now
    request.ends_at = ends_at
    if approve:
        _open(actor, request, now=now)
    action = f"access.{request.state}"
    audit.record(actor, action, "access_request", request.id, request.mode, now=now)
    event = f"access_{request.state}"
    notices.tell(request.user_id, event, f"{event}:{request.id}", {}, request.mission_id, now=now)
    return request


def access_requests(actor: Actor, state: str | None = "open") -> list[RequestRow]:
    """Return the requests, oldest first, for the director, HR and the administrator."""
    if not actor.has(*READERS_OF_REQUESTS):
        raise absent()
    query = (
        select(AccessRequest, User, Dossier.title, Client.name, Mission.number)
        .join(User, User.id == AccessRequest.user_id)
        .join(Dossier, Dossier.id == AccessRequest.dossier_id)
        .join(Client, Client.id == Dossier.client_id)
        .outerjoin(Mission, Mission.id == AccessRequest.mission_id)
        .order_by(AccessRequest.created_at, AccessRequest.id)
    )
    if state is not None:
        query = query.where(AccessRequest.state == state)
    return [
        RequestRow(
            id=request.id,
            state=request.state,
            mode=request.mode,
            reason=request.reason,
            created_at=request.created_at,
            user_id=user.id,
            user_name=user.name,
            dossier_id=request.dossier_id,
            dossier_title=title,
            client_name=client_name,
            mission_id=request.mission_id,
            mission_number=number or "",
            ends_at=request.ends_at,
            decided_at=request.decided_at,
        )
        for request, user, title, client_name, number in db.session.execute(query)
    ]


def _open(actor: Actor, request: AccessRequest, *, now: datetime) -> None:
    grants.grant(
        request.user_id,
        f"dossier:{request.dossier_id}",
        f"request:{request.id}",
        mode=request.mode,
        by=actor.user_id,
        ends_at=request.ends_at,
        now=now,
    )
