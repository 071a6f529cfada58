"""What lies before the back office: one row for every ticket that was solved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from backend.database import db
from backend.domain.actors import Actor
from backend.domain.door import REPORT_READERS
from backend.domain.folding import search_words
from backend.domain.reports import PdfState, SigningOutcome
from backend.domain.settlement import BillingOutcome, BillingStatus
from backend.models import BillingItem, Client, Mission, Report, Ticket, User


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One billing item, with the report it comes from, if any."""

    billing_id: UUID
    billing_number: str
    billing_outcome: BillingOutcome
    billing_status: BillingStatus
    total_cents: int
    debit_minutes: int
    differs: bool
    created_at: datetime
    client_id: UUID
    client_name: str
    title: str
    ticket_id: UUID | None
    ticket_number: str
    report_id: UUID | None
    report_number: str
    mission_number: str
    technician_name: str
    closed_at: datetime | None
    outcome: SigningOutcome | None
    pdf_state: PdfState | None
    pdf_sha256: str | None


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """Which rows; empty means all. `limit` None stands for every one."""

    state: BillingStatus | None = None
    text: str = ""
    limit: int | None = 200


def inbox(actor: Actor, wanted: InboxFilter | None = None) -> list[InboxRow]:
    """Return what lies before the back office, the newest first; one query."""
    if not actor.has(*REPORT_READERS):
        return []
    wanted = wanted or InboxFilter()
    query = (
        select(BillingItem, Client.name, Ticket, Report, Mission, User)
        .join(Client, Client.id == BillingItem.client_id)
        .outerjoin(Ticket, Ticket.id == BillingItem.ticket_id)
        .outerjoin(Report, Report.id == BillingItem.report_id)
        .outerjoin(Mission, Mission.id == Report.mission_id)
        .outerjoin(User, User.id == Report.technician_id)
        .order_by(BillingItem.created_at.desc(), BillingItem.id.desc())
        .limit(wanted.limit)
    )
    if wanted.state is not None:
        query = query.where(BillingItem.status == wanted.state)
    if wanted.text.strip():
        query = query.where(_holds(wanted.text.strip()))
    return [_row(row) for row in db.session.execute(query)]


def _holds(text: str) -> ColumnElement[bool]:
    """Return the condition that a number, the title or a name holds what was typed."""
    told = (
        BillingItem.number,
        Report.number,
        Ticket.number,
        func.coalesce(Mission.title, Ticket.title),
        User.first_name + " " + User.last_name,
    )
    words = [Client.search.contains(word, autoescape=True) for word in search_words(text)]
    by_client = [and_(*words)] if words else []
    return or_(*(one.icontains(text, autoescape=True) for one in told), *by_client)


def _row(found: Row[*tuple[Any, ...]]) -> InboxRow:
    item, client_name, ticket, report, mission, technician = found
    return InboxRow(
        billing_id=item.id,
        billing_number=item.number,
        billing_outcome=item.outcome,
        billing_status=item.status,
        total_cents=item.total_cents,
        debit_minutes=item.debit_minutes,
        differs=item.differs,
        created_at=item.created_at,
        client_id=item.client_id,
        client_name=client_name,
        title=_title(ticket, mission),
        ticket_id=item.ticket_id,
        ticket_number=ticket.number if ticket else "",
        technician_name=technician.name if technician else "",
        mission_number=mission.number if mission else "",
        **_of_report(report),
    )


def _title(ticket: Ticket | None, mission: Mission | None) -> str:
    thing = mission or ticket
    return thing.title if thing is not None else ""


def _of_report(report: Report | None) -> dict[str, Any]:
    return {
        "report_id": report.id if report else None,
        "report_number": report.number if report else "",
        "closed_at": report.closed_at if report else None,
        "outcome": report.outcome if report else None,
        "pdf_state": report.pdf_state if report else None,
        "pdf_sha256": report.pdf_sha256 if report else None,
    }
