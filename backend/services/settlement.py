"""From a closed ticket to what the back office validates: exactly one billing item."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.database import db, hold
from backend.domain.actors import Actor, Role
from backend.domain.contracts import CommercialStatus
from backend.domain.door import DESK, absent, require_role
from backend.domain.errors import IllegalTransition
from backend.domain.reports import TimeKind
from backend.domain.settlement import (
    NO_CONTRACT,
    BillingStatus,
    Line,
    Part,
    Settlement,
    Terms,
    Work,
    by_phone,
    settle,
)
from backend.domain.tickets import TicketEventKind, TicketStatus, next_status
from backend.models import (
    BillingItem,
    Client,
    Contract,
    HourBankEntry,
    Mission,
    PartLine,
    Report,
    Ticket,
    TimeEntry,
)
from backend.services.history import summary_of
from backend.services.numbers import next_number
from backend.services.ticket_events import write_ticket

UNITS = {"labour": "min", "travel": "trip", "part": "piece"}
PAY_WITHIN = timedelta(days=30)


def terms_of(contract: Contract | None) -> Terms:
    """Return what the contract says; without one, the firm's own prices."""
    if contract is None:
        return NO_CONTRACT
    return Terms(
        labour_covered=contract.labour_covered,
        travel_covered=contract.travel_covered,
        parts_covered=contract.parts_covered,
        travel_counts=contract.travel_counts,
        hourly_cents=contract.hourly_cents,
        travel_cents=contract.travel_cents,
        bank_minutes=contract.bank_minutes,
    )


def preview(contract: Contract | None, work: Work) -> Settlement:
    """Say what would follow, without writing anything."""
    return settle(terms_of(contract), work)


def work_of(report_id: UUID) -> Work:
    """Return the minutes and parts that a report holds."""
    times = db.session.scalars(
        select(TimeEntry).where(TimeEntry.report_id == report_id, TimeEntry.deleted_at.is_(None))
    ).all()
    parts = db.session.scalars(
        select(PartLine)
        .where(PartLine.report_id == report_id, PartLine.deleted_at.is_(None))
        .order_by(PartLine.id)
    )
    return Work(
        work_minutes=_minutes(times, TimeKind.WORK),
        travel_minutes=_minutes(times, TimeKind.TRAVEL),
        parts=tuple(Part(line.label, line.quantity, line.unit_cents) for line in parts),
    )


def make_billing_item(report: Report, *, now: datetime) -> BillingItem:
    """Debit the hour bank and make the billing item of a report, also at 0 €.

    The bank's own balance counts, not the one the client saw: where they differ, the item says so.
    """
    mission = db.session.get_one(Mission, report.mission_id)
    contract = _locked(mission.contract_id)
    settlement = preview(contract, work_of(report.id))
    if contract is not None and settlement.debit_minutes:
        contract.bank_minutes = settlement.bank_after
        db.session.add(
            HourBankEntry(
                contract_id=contract.id,
                report_id=report.id,
                minutes=-settlement.debit_minutes,
                reason=report.number,
                at=now,
            )
        )
    item = _item(settlement, now=now)
    item.client_id, item.ticket_id, item.report_id = report.client_id, report.ticket_id, report.id
    item.contract_id = contract.id if contract else None
    item.summary = summary_of(report)
    item.differs = _differs(settlement, report.frozen)
    db.session.add(item)
    return item


def bill_phone_call(ticket: Ticket, minutes: int, *, now: datetime) -> BillingItem:
    """Make the billing item of a ticket solved by phone; the hour bank is not touched."""
    contract = db.session.get(Contract, ticket.contract_id) if ticket.contract_id else None
    item = _item(settle(by_phone(terms_of(contract)), Work(minutes, 0, ())), now=now)
    item.client_id, item.ticket_id = ticket.client_id, ticket.id
    item.contract_id, item.summary = ticket.contract_id, ticket.solution
    db.session.add(item)
    return item


def access_billing_item(actor: Actor, billing_id: UUID) -> BillingItem:
    """Return the billing item, or raise NotFound if there is none or the actor may not see it."""
    item = db.session.get(BillingItem, billing_id) if actor.has(*DESK) else None
    if item is None:
        raise absent()
    return item


def validate(actor: Actor, billing_id: UUID, *, now: datetime) -> BillingItem:
    """Validate a billing item; the ticket closes for good with its last one (A-43)."""
    item = _step(actor, billing_id, "validate", BillingStatus.TO_VALIDATE)
    item.status, item.validated_at = BillingStatus.VALIDATED, now
    db.session.flush()
    _close_ticket(actor, item, now=now)
    return item


def mark_paid(actor: Actor, billing_id: UUID, *, now: datetime) -> BillingItem:
    """Record a payment; the client's commercial status follows (A-40)."""
    item = _step(actor, billing_id, "mark_paid", BillingStatus.VALIDATED)
    item.status, item.paid_at = BillingStatus.PAID, now
    db.session.flush()
    client = db.session.get_one(Client, item.client_id)
    late = _owes_for_long(client.id, now=now)
    client.commercial_status = CommercialStatus.LATE if late else CommercialStatus.UP_TO_DATE
    return item


def _step(actor: Actor, billing_id: UUID, command: str, source: BillingStatus) -> BillingItem:
    hold(BillingItem, billing_id)
    item = access_billing_item(actor, billing_id)
    require_role(actor, Role.BACK_OFFICE)
    if item.status is not source:
        raise IllegalTransition("billing_item", item.status.value, command)
    return item


def _close_ticket(actor: Actor, item: BillingItem, *, now: datetime) -> None:
    ticket = hold(Ticket, item.ticket_id) if item.ticket_id else None
    if ticket is None or ticket.status is not TicketStatus.RESOLVED:
        return
    open_items = select(BillingItem.id).where(
        BillingItem.ticket_id == ticket.id, BillingItem.status == BillingStatus.TO_VALIDATE
    )
    if db.session.scalar(open_items.limit(1)) is None:
        ticket.status = next_status(ticket.status, "settle")
        ticket.closed_at = now
        write_ticket(actor, ticket, TicketEventKind.CLOSED, item.number, now=now)


def _owes_for_long(client_id: UUID, *, now: datetime) -> bool:
    query = select(BillingItem.id).where(
        BillingItem.client_id == client_id,
        BillingItem.status == BillingStatus.VALIDATED,
        BillingItem.total_cents > 0,
        BillingItem.validated_at < now - PAY_WITHIN,
    )
    return db.session.scalar(query.limit(1)) is not None


def _locked(contract_id: UUID | None) -> Contract | None:
    """Return the contract as it stands now; nobody else debits it until the transaction ends."""
    if contract_id is None:
        return None
    query = select(Contract).where(Contract.id == contract_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _minutes(times: Iterable[TimeEntry], kind: TimeKind) -> int:
    return sum(entry.minutes for entry in times if entry.kind is kind)


def _item(settlement: Settlement, *, now: datetime) -> BillingItem:
    return BillingItem(
        number=next_number("F", now=now),
        outcome=settlement.outcome,
        lines=[_line(line) for line in settlement.lines],
        total_cents=settlement.total_cents,
        debit_minutes=settlement.debit_minutes,
        created_at=now,
    )


def _line(line: Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "label": line.label,
        "quantity": line.quantity,
        "unit": UNITS[line.code],
        "unit_cents": line.unit_cents,
        "total_cents": line.total_cents,
    }


def _differs(settlement: Settlement, frozen: dict[str, Any] | None) -> bool:
    """Say whether this is not what the client signed: hours were debited elsewhere meanwhile."""
    signed = (frozen or {}).get("settlement")
    if not signed:
        return False
    seen = (signed["debit_minutes"], signed["total_cents"])
    return seen != (settlement.debit_minutes, settlement.total_cents)
