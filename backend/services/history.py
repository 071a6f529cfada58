"""What was done at a client before (A-33, A-36)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from backend.domain.actors import Actor
from backend.models import HistoryEntry, Report, Ticket


def client_history(
    actor: Actor, client_id: UUID, *, limit: int = 50, now: datetime | None = None
) -> list[HistoryEntry]:
    """Return the past interventions, newest first, or raise NotFound."""
    raise NotImplementedError


def add_visit(report: Report, *, by_name: str, now: datetime) -> HistoryEntry:
    """Add a closed report to the client's history."""
    raise NotImplementedError


def add_phone_call(ticket: Ticket, *, by_name: str, now: datetime) -> HistoryEntry:
    """Add a ticket that was solved by phone."""
    raise NotImplementedError
