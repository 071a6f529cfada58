"""The door to a ticket and the lines of its timeline."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from backend.database import db, hold
from backend.domain.actors import Actor
from backend.domain.door import DESK, absent
from backend.domain.tickets import TicketEventKind
from backend.models import Ticket, TicketEvent


def access_ticket(actor: Actor, ticket_id: UUID) -> Ticket:
    """Return the ticket, or raise NotFound if there is none or the actor may not see it."""
    ticket = db.session.get(Ticket, ticket_id) if actor.has(*DESK) else None
    if ticket is None:
        raise absent()
    return ticket


def held_ticket(actor: Actor, ticket_id: UUID) -> Ticket:
    """Return a ticket that is about to change, held until the transaction ends."""
    hold(Ticket, ticket_id)
    return access_ticket(actor, ticket_id)


def write_ticket(
    actor: Actor,
    ticket: Ticket,
    kind: TicketEventKind,
    text: str = "",
    *,
    data: dict[str, Any] | None = None,
    now: datetime,
) -> TicketEvent:
    """Add one line to the ticket's timeline."""
    event = TicketEvent(
        ticket_id=ticket.id,
        kind=kind,
        at=now,
        by_id=actor.user_id,
        by_name=actor.name,
        text=text.strip(),
        data=data or {},
    )
    db.session.add(event)
    return event
