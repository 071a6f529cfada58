"""The whole story of a ticket, from everything that wrote a line about it (A-49)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from backend.database import db
from backend.domain.actors import Actor
from backend.models import BillingItem, Mission, MissionEvent, Report, TicketEvent, User
from backend.services.ticket_events import access_ticket


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One line of the whole story. `source`: ticket, mission, report, billing.

    `kind` is a value of TicketEventKind or EventKind; for a report `frozen` or `closed`, for a
    billing item a BillingStatus. `text` is what was written, or the number of the thing.
    """

    at: datetime
    kind: str
    by_name: str
    text: str
    source: str


def timeline(actor: Actor, ticket_id: UUID) -> list[TimelineLine]:
    """Return everything that happened, oldest first."""
    ticket = access_ticket(actor, ticket_id)
    lines = [
        *_ticket_lines(ticket.id),
        *_mission_lines(ticket.id),
        *_report_lines(ticket.id),
        *_billing_lines(ticket.id),
    ]
    return sorted(lines, key=lambda line: line.at)


def _ticket_lines(ticket_id: UUID) -> Iterator[TimelineLine]:
    query = select(TicketEvent).where(TicketEvent.ticket_id == ticket_id).order_by(TicketEvent.id)
    for event in db.session.scalars(query):
        yield TimelineLine(event.at, event.kind.value, event.by_name, event.text, "ticket")


def _mission_lines(ticket_id: UUID) -> Iterator[TimelineLine]:
    query = (
        select(MissionEvent)
        .join(Mission, Mission.id == MissionEvent.mission_id)
        .where(Mission.ticket_id == ticket_id, MissionEvent.deleted_at.is_(None))
        .order_by(MissionEvent.id)
    )
    for event in db.session.scalars(query):
        yield TimelineLine(event.at, event.kind.value, event.by_name, event.text, "mission")


def _report_lines(ticket_id: UUID) -> Iterator[TimelineLine]:
    query = (
        select(Report, User)
        .join(User, User.id == Report.technician_id)
        .where(Report.ticket_id == ticket_id, Report.deleted_at.is_(None))
    )
    for report, technician in db.session.execute(query):
        if report.frozen_at is not None:
            yield TimelineLine(report.frozen_at, "frozen", technician.name, "", "report")
        if report.closed_at is not None:
            at = report.closed_at
            yield TimelineLine(at, "closed", technician.name, report.number, "report")


def _billing_lines(ticket_id: UUID) -> Iterator[TimelineLine]:
    for item in db.session.scalars(select(BillingItem).where(BillingItem.ticket_id == ticket_id)):
        steps = (
            (item.created_at, "to_validate"),
            (item.validated_at, "validated"),
            (item.paid_at, "paid"),
        )
        for at, kind in steps:
            if at is not None:
                yield TimelineLine(at, kind, "", item.number, "billing")
