"""Dossiers: who sees them, who asks, who decides, what a visit changes in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.domain.actors import Actor
from backend.models import AccessRequest, Dossier, DossierItem, Report


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
    """What a technician asks for."""

    mode: str = "read"
    reason: str = ""
    mission_id: UUID | None = None


def access_dossier(actor: Actor, dossier_id: UUID, *, now: datetime | None = None) -> Dossier:
    """Return the dossier, or raise NotFound if there is none or the actor may not see it."""
    raise NotImplementedError


def visible_dossiers(actor: Actor, *, now: datetime | None = None) -> list[Dossier]:
    """Return the dossiers that the actor may see, by title."""
    raise NotImplementedError


def consult(actor: Actor, dossier_id: UUID, *, now: datetime) -> DossierPage:
    """Return the dossier with its inventory, and write down that it was read."""
    raise NotImplementedError


def request_access(actor: Actor, dossier_id: UUID, wish: Wish, *, now: datetime) -> AccessRequest:
    """Ask the director for a dossier (A-53)."""
    raise NotImplementedError


def decide(
    actor: Actor,
    request_id: UUID,
    approve: bool,  # noqa: FBT001 -- the answer itself
    ends_at: datetime | None = None,
    *,
    now: datetime,
) -> AccessRequest:
    """Approve or refuse a request (A-54)."""
    raise NotImplementedError


def access_requests(actor: Actor, state: str | None = "open") -> list[RequestRow]:
    """Return the requests, oldest first, for the director, HR and the administrator."""
    raise NotImplementedError


def apply_changes(report: Report, *, now: datetime) -> int:
    """Put what the report says into the inventory; return how many lines changed."""
    raise NotImplementedError
