"""Tickets: what a client asked for, from the call to the definitive end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.domain.actors import Actor
from backend.domain.missions import MissionStatus
from backend.domain.tickets import TicketKind, TicketStatus
from backend.models import Ticket, TicketEvent


@dataclass(frozen=True, slots=True)
class Intake:
    """What the dispatcher writes down during the call (A-02…A-05)."""

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


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which tickets. `status` is one status or `live`; `after` is the last id of the page before."""

    status: TicketStatus | str | None = None
    text: str = ""
    client_id: UUID | None = None
    limit: int = 100
    after: UUID | None = None


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One ticket in a list, with its latest mission."""

    id: UUID
    number: str
    title: str
    kind: TicketKind
    status: TicketStatus
    blocking: bool
    client_id: UUID
    client_name: str
    city: str
    opened_at: datetime
    due_at: datetime | None
    restore_due_at: datetime | None
    mission_id: UUID | None = None
    mission_number: str = ""
    mission_status: MissionStatus | None = None
    mission_starts_at: datetime | None = None
    technician_name: str = ""


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One line of the whole story. `source`: ticket, mission, report, billing.

    `kind` is a value of TicketEventKind, EventKind, or `closed`, `to_validate`, `validated`,
    `paid` for reports and billing items.
    """

    at: datetime
    kind: str
    by_name: str
    text: str
    source: str


def open_ticket(actor: Actor, intake: Intake, *, now: datetime) -> Ticket:
    """Open a ticket, with its number and its deadlines."""
    raise NotImplementedError


def access_ticket(actor: Actor, ticket_id: UUID) -> Ticket:
    """Return the ticket, or raise NotFound if there is none or the actor may not see it."""
    raise NotImplementedError


def visible_tickets(actor: Actor, wanted: TicketFilter) -> list[TicketRow]:
    """Return a page of tickets, the nearest deadline first."""
    raise NotImplementedError


def resolve_by_phone(
    actor: Actor, ticket_id: UUID, solution: str, minutes: int, *, now: datetime
) -> Ticket:
    """Record the solution given by phone; the back office gets its billing item (A-07…A-09)."""
    raise NotImplementedError


def add_call(actor: Actor, ticket_id: UUID, call: Call, *, now: datetime) -> TicketEvent:
    """Write a call into the timeline."""
    raise NotImplementedError


def add_note(actor: Actor, ticket_id: UUID, text: str, *, now: datetime) -> TicketEvent:
    """Write a note into the timeline."""
    raise NotImplementedError


def cancel_ticket(actor: Actor, ticket_id: UUID, reason: str, *, now: datetime) -> Ticket:
    """Give the ticket up, and its missions with it."""
    raise NotImplementedError


def reopen_ticket(actor: Actor, ticket_id: UUID, reason: str, *, now: datetime) -> Ticket:
    """Take a resolved ticket up again."""
    raise NotImplementedError


def timeline(actor: Actor, ticket_id: UUID) -> list[TimelineLine]:
    """Return everything that happened, oldest first."""
    raise NotImplementedError
