"""Tickets: what a client asked for, from the call to the definitive end.

Everything others need of tickets is imported here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.database import db, new_id
from backend.domain.actors import Actor, Role
from backend.domain.clocks import calendar_of, due
from backend.domain.contracts import DurationUnit
from backend.domain.door import require_desk, require_role
from backend.domain.errors import InvalidValue, MissingValue
from backend.domain.states import require_may
from backend.domain.tickets import STEPS, TicketEventKind, TicketKind, next_status
from backend.models import Client, Contract, Site, Ticket, TicketEvent
from backend.services import history, missions, settlement
from backend.services.contracts import STANDING, access_client, best_contract, status_of
from backend.services.numbers import next_number, today_in_paris
from backend.services.ticket_events import access_ticket, held_ticket, write_ticket
from backend.services.ticket_lists import TicketFilter, TicketRow, visible_tickets
from backend.services.timeline import TimelineLine, timeline

__all__ = [
    "Call",
    "Intake",
    "TicketFilter",
    "TicketRow",
    "TimelineLine",
    "access_ticket",
    "add_call",
    "add_note",
    "cancel_ticket",
    "open_ticket",
    "reopen_ticket",
    "resolve_by_phone",
    "timeline",
    "visible_tickets",
]


@dataclass(frozen=True, slots=True)
class Intake:
    """What the dispatcher writes down during the call (A-02…A-05).

    Without a contract, the one of the client that stands best is taken.
    """

    client_id: UUID
    kind: TicketKind
    title: str
    problem: str
    caller_last_name: str
    caller_first_name: str = ""
    caller_phone: str = ""
    caller_verified: str = ""
    site_id: UUID | None = None
    contract_id: UUID | None = None
    contract_number: str = ""
    channel: str = "phone"
    last_actions: str = ""
    error_messages: str = ""
    blocking: bool = False
    skill: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One call about a ticket, never its sound. `direction`: in, out."""

    direction: str
    with_whom: str
    minutes: int
    summary: str


MANDATORY = ("title", "problem", "caller_last_name")
DIRECTIONS = frozenset({"in", "out"})


def open_ticket(actor: Actor, intake: Intake, *, now: datetime) -> Ticket:
    """Open a ticket, with its number and the deadlines that its contract gives."""
    require_role(actor, Role.DISPATCHER, Role.BACK_OFFICE)
    client = access_client(actor, intake.client_id)
    for field in MANDATORY:
        if not getattr(intake, field).strip():
            raise MissingValue(f"A ticket has a {field}.", field=field)
    contract = _contract(client, intake, now=now)
    ticket = Ticket(
        id=new_id(),
        number=next_number("T", now=now),
        client_id=client.id,
        site_id=_site(client, intake),
        contract_id=contract.id if contract else None,
        contract_number=contract.number if contract else intake.contract_number,
        opened_by=actor.user_id,
        opened_at=now,
        **{field: getattr(intake, field) for field in _COPIED},
    )
    if contract and status_of(contract, today=today_in_paris(now)) in STANDING:
        _set_deadlines(ticket, contract)
    db.session.add(ticket)
    write_ticket(actor, ticket, TicketEventKind.OPENED, intake.title, now=now)
    db.session.flush()
    return ticket


def resolve_by_phone(
    actor: Actor, ticket_id: UUID, solution: str, minutes: int, *, now: datetime
) -> Ticket:
    """Record the solution given by phone; the back office gets its billing item (A-07…A-09)."""
    ticket = _step(actor, ticket_id, "resolve_by_phone")
    if not solution.strip():
        raise MissingValue("A solved ticket says how.", field="solution")
    if minutes < 0:
        raise InvalidValue("Minutes are counted from zero.", field="minutes")
    ticket.solution = solution.strip()
    ticket.resolved_at, ticket.resolved_by = now, actor.user_id
    data = {"minutes": minutes}
    write_ticket(actor, ticket, TicketEventKind.RESOLVED, solution, data=data, now=now)
    settlement.bill_phone_call(ticket, minutes, now=now)
    history.add_phone_call(ticket, by_name=actor.name, now=now)
    return ticket


def add_call(actor: Actor, ticket_id: UUID, call: Call, *, now: datetime) -> TicketEvent:
    """Write a call into the timeline: who, when, which way, how long, what was said (A-11)."""
    ticket = access_ticket(actor, ticket_id)
    if call.direction not in DIRECTIONS:
        raise InvalidValue("A call goes in or out.", field="direction")
    if call.minutes < 0:
        raise InvalidValue("Minutes are counted from zero.", field="minutes")
    data = {"direction": call.direction, "with": call.with_whom, "minutes": call.minutes}
    return write_ticket(actor, ticket, TicketEventKind.CALL, call.summary, data=data, now=now)


def add_note(actor: Actor, ticket_id: UUID, text: str, *, now: datetime) -> TicketEvent:
    """Write a note into the timeline."""
    ticket = access_ticket(actor, ticket_id)
    if not text.strip():
        raise MissingValue("A note says something.", field="text")
    return write_ticket(actor, ticket, TicketEventKind.NOTE, text, now=now)


def cancel_ticket(actor: Actor, ticket_id: UUID, reason: str, *, now: datetime) -> Ticket:
    """Give the ticket up, and its open missions with it."""
    require_desk(actor)
    missions.cancel_all_of(actor, ticket_id, _required(reason), now=now)
    ticket = _step(actor, ticket_id, "cancel")
    write_ticket(actor, ticket, TicketEventKind.CANCELLED, reason, now=now)
    return ticket


def reopen_ticket(actor: Actor, ticket_id: UUID, reason: str, *, now: datetime) -> Ticket:
    """Take a resolved ticket up again."""
    ticket = _step(actor, ticket_id, "reopen")
    ticket.resolved_at = ticket.resolved_by = None
    write_ticket(actor, ticket, TicketEventKind.REOPENED, _required(reason), now=now)
    return ticket


_COPIED = (
    "kind",
    "channel",
    "title",
    "problem",
    "last_actions",
    "error_messages",
    "blocking",
    "caller_first_name",
    "caller_last_name",
    "caller_phone",
    "caller_verified",
    "skill",
)


def _step(actor: Actor, ticket_id: UUID, command: str) -> Ticket:
    ticket = held_ticket(actor, ticket_id)
    require_may(STEPS, command, actor)
    ticket.status = next_status(ticket.status, command)
    return ticket


def _required(reason: str) -> str:
    if not reason.strip():
        raise MissingValue("This is done for a reason.", field="reason")
    return reason.strip()


def _contract(client: Client, intake: Intake, *, now: datetime) -> Contract | None:
    if intake.contract_id is None:
        return best_contract(client.id, today=today_in_paris(now))
    contract = db.session.get(Contract, intake.contract_id)
    if contract is None or contract.client_id != client.id:
        raise InvalidValue("This is no contract of the client.", field="contract_id")
    return contract


def _site(client: Client, intake: Intake) -> UUID | None:
    if intake.site_id is None:
        return None
    site = db.session.get(Site, intake.site_id)
    if site is None or site.client_id != client.id:
        raise InvalidValue("This is no site of the client.", field="site_id")
    return site.id


def _set_deadlines(ticket: Ticket, contract: Contract) -> None:
    """Count GTI and GTR from the opening, in the contract's hours (D-08, D-09)."""
    calendar = calendar_of(contract.service_hours)

    def promised(value: int | None, unit: DurationUnit | None) -> datetime | None:
        return due(calendar, ticket.opened_at, value, unit) if value and unit else None

    ticket.due_at = promised(contract.gti_value, contract.gti_unit)
    ticket.restore_due_at = promised(contract.gtr_value, contract.gtr_unit)
