"""What the desk sees at a glance: tickets that nobody deals with yet, phones that speak."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from backend.database import db
from backend.domain.actors import Actor
from backend.domain.door import require_desk
from backend.domain.tickets import TicketStatus
from backend.models import Client, Device, Ticket


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    """One ticket without a mission."""

    id: UUID
    number: str
    title: str
    client_name: str
    blocking: bool
    due_at: datetime | None


def waiting_tickets(actor: Actor, *, limit: int) -> list[WaitingTicket]:
    """Return the tickets that wait: blocking ones first, then by deadline."""
    require_desk(actor)
    query = (
        select(Ticket, Client.name)
        .join(Client, Client.id == Ticket.client_id)
        .where(Ticket.status == TicketStatus.OPEN)
        .order_by(Ticket.blocking.desc(), Ticket.due_at.is_(None), Ticket.due_at, Ticket.id)
        .limit(limit)
    )
    return [
        WaitingTicket(
            id=ticket.id,
            number=ticket.number,
            title=ticket.title,
            client_name=client_name,
            blocking=ticket.blocking,
            due_at=ticket.due_at,
        )
        for ticket, client_name in db.session.execute(query)
    ]


def last_heard(actor: Actor) -> dict[UUID, datetime]:
    """Return when a phone of each person last spoke to the server."""
    require_desk(actor)
    found = db.session.execute(
        select(Device.user_id, func.max(Device.last_seen))
        .where(Device.revoked_at.is_(None), Device.last_seen.is_not(None))
        .group_by(Device.user_id)
    )
    return {user_id: at for user_id, at in found if at is not None}
