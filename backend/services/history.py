"""What was done at a client before (A-33, A-36)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from backend.database import db
from backend.domain.actors import Actor
from backend.models import HistoryEntry, Mission, Report, Ticket
from backend.services.contracts import access_client


def client_history(actor: Actor, client_id: UUID, *, limit: int = 50) -> list[HistoryEntry]:
    """Return the past interventions, newest first, or raise NotFound."""
    client = access_client(actor, client_id)
    query = select(HistoryEntry).where(
        HistoryEntry.client_id == client.id, HistoryEntry.deleted_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(HistoryEntry.at.desc()).limit(limit)))


def add_visit(report: Report, mission: Mission, *, by_name: str, at: datetime) -> HistoryEntry:
    """Add a closed report to the client's history."""
    entry = HistoryEntry(
        scope_id=f"client:{report.client_id}",
        client_id=report.client_id,
        site_id=mission.site_id,
        ticket_id=report.ticket_id,
        mission_id=mission.id,
        report_id=report.id,
        number=report.number,
        at=at,
        title=mission.title,
        summary=summary_of(report),
        by_name=by_name,
    )
    db.session.add(entry)
    return entry


def add_phone_call(ticket: Ticket, *, by_name: str, now: datetime) -> HistoryEntry:
    """Add a ticket that was solved by phone."""
    entry = HistoryEntry(
        scope_id=f"client:{ticket.client_id}",
        client_id=ticket.client_id,
        site_id=ticket.site_id,
        ticket_id=ticket.id,
        number=ticket.number,
        at=now,
        title=ticket.title,
        summary=ticket.solution,
        by_name=by_name,
    )
    db.session.add(entry)
    return entry


def summary_of(report: Report) -> str:
    """Return what was done and what was met, in the technician's own words."""
    parts = (report.actions_done, report.problems_met)
    return "\n\n".join(part.strip() for part in parts if part.strip())
