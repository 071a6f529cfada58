"""What comes and goes with a mission: the rights to it, and the news about it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from backend.database import db
from backend.domain.actors import Role
from backend.models import AccessRequest, Dossier, Mission, MissionEvent
from backend.services import grants, notices


def give(user_id: UUID, mission: Mission, *, by: UUID | None, now: datetime) -> None:
    """Let a technician work on the mission and read about its client."""
    cause = cause_of(mission)
    grants.grant(user_id, mission.scope_id, cause, mode="write", by=by, now=now)
    grants.grant(user_id, f"client:{mission.client_id}", cause, by=by, now=now)
    _ask_for_dossier(user_id, mission, now=now)


def take_away(user_id: UUID, mission: Mission, *, now: datetime) -> None:
    """End every right that came with the mission, that to the dossier included."""
    grants.revoke_cause(user_id, cause_of(mission), now=now)
    requests = select(AccessRequest).where(
        AccessRequest.mission_id == mission.id, AccessRequest.user_id == user_id
    )
    for request in db.session.scalars(requests):
        grants.revoke_cause(user_id, f"request:{request.id}", now=now)
        if request.state == "open":
            request.state = "withdrawn"


def cause_of(mission: Mission) -> str:
    """Return the cause under which rights are given for this mission."""
    return f"mission:{mission.id}"


def announce(user_id: UUID | None, event: str, mission: Mission, cause: MissionEvent) -> None:
    """Tell a person of what happened to a mission; nobody is told of his own doing."""
    if user_id is None or user_id == cause.by_id:
        return
    params = {"number": mission.number}
    unique = f"{event}:{cause.id}"
    notices.tell(user_id, event, unique, params, mission.id, now=cause.received_at)


def _ask_for_dossier(user_id: UUID, mission: Mission, *, now: datetime) -> None:
    """Ask the director, unless the technician may see the dossier or has asked already."""
    dossiers = select(Dossier).where(
        Dossier.client_id == mission.client_id, Dossier.deleted_at.is_(None)
    )
    for dossier in db.session.scalars(dossiers).all():
        if not grants.has_grant(user_id, dossier.scope_id, now=now):
            open_request(user_id, dossier, mission_id=mission.id, now=now)


def open_request(
    user_id: UUID,
    dossier: Dossier,
    *,
    mission_id: UUID | None,
    mode: str = "read",
    reason: str = "",
    now: datetime,
) -> AccessRequest:
    """Put a request before the director, or return the one that lies there already."""
    known = db.session.scalar(
        select(AccessRequest).where(
            AccessRequest.user_id == user_id,
            AccessRequest.dossier_id == dossier.id,
            AccessRequest.state == "open",
        )
    )
    if known is not None:
        return known
    request = AccessRequest(
        user_id=user_id,
        dossier_id=dossier.id,
        mission_id=mission_id,
        mode=mode,
        reason=reason,
        created_at=now,
    )
    db.session.add(request)
    db.session.flush()
    news = notices.News("access_requested", f"access_requested:{request.id}")
    notices.tell_role(Role.DIRECTOR, news, now=now)
    return request
