"""The list of tickets: the nearest deadline first, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, or_, select, tuple_

from backend.database import db
from backend.domain.actors import Actor
from backend.domain.door import DESK
from backend.domain.folding import search_words, ticket_number
from backend.domain.missions import MissionStatus
from backend.domain.tickets import LIVE, TicketKind, TicketStatus
from backend.models import Client, Mission, Site, Technician, Ticket

ANY_LIVE = "live"
_Found = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which tickets. `status` is one status or `live`; `after` the last id of the page before."""

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


def visible_tickets(actor: Actor, wanted: TicketFilter) -> list[TicketRow]:
    """Return a page of tickets, the nearest deadline first and those without one last.

    Both halves are read along an index: a page costs the same however many tickets there are.
    """
    if not actor.has(*DESK):
        return []
    last = db.session.get(Ticket, wanted.after) if wanted.after else None
    rows: list[_Found] = []
    if last is None or last.due_at is not None:
        rows = _with_deadline(wanted, last)
    if len(rows) < wanted.limit:
        rows += _without_deadline(wanted, last, wanted.limit - len(rows))
    missions = _latest_missions([row[0].id for row in rows])
    return [_row(row, missions.get(row[0].id)) for row in rows]


def _with_deadline(wanted: TicketFilter, last: Ticket | None) -> list[_Found]:
    query = _query(wanted).where(Ticket.due_at.is_not(None))
    if last is not None:
        query = query.where(tuple_(Ticket.due_at, Ticket.id) > (last.due_at, last.id))
    query = query.order_by(Ticket.due_at, Ticket.id).limit(wanted.limit)
    return list(db.session.execute(query))


def _without_deadline(wanted: TicketFilter, last: Ticket | None, limit: int) -> list[_Found]:
    query = _query(wanted).where(Ticket.due_at.is_(None))
    if last is not None and last.due_at is None:
        query = query.where(Ticket.id > last.id)
    return list(db.session.execute(query.order_by(Ticket.id).limit(limit)))


def _query(wanted: TicketFilter) -> Select[*tuple[Any, ...]]:
    return (
        select(Ticket, Client.name, Site.city)
        .join(Client, Client.id == Ticket.client_id)
        .outerjoin(Site, Site.id == Ticket.site_id)
        .where(*_conditions(wanted))
    )


def _conditions(wanted: TicketFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.status == ANY_LIVE:
        conditions.append(Ticket.status.in_(LIVE))
    elif wanted.status is not None:
        conditions.append(Ticket.status == TicketStatus(wanted.status))
    if wanted.client_id is not None:
        conditions.append(Ticket.client_id == wanted.client_id)
    if wanted.text.strip():
        conditions.append(_mentions(wanted.text))
    return conditions


def _mentions(text: str) -> ColumnElement[bool]:
    number = ticket_number(text)
    if number is not None:
        return Ticket.number == number
    words = [Client.search.contains(word, autoescape=True) for word in search_words(text)]
    in_title = Ticket.title.icontains(text.strip(), autoescape=True)
    of_client = Ticket.client_id.in_(select(Client.id).where(*words))
    return or_(in_title, of_client) if words else in_title


def _latest_missions(ticket_ids: Sequence[UUID]) -> dict[UUID | None, _Found]:
    query = (
        select(Mission, Technician)
        .outerjoin(Technician, Technician.id == Mission.technician_id)
        .where(Mission.ticket_id.in_(ticket_ids))
        .order_by(Mission.created_at, Mission.id)
    )
    return {row[0].ticket_id: row for row in db.session.execute(query)}


def _row(found: _Found, latest: _Found | None) -> TicketRow:
    ticket, client_name, city = found
    mission, technician = latest or (None, None)
    return TicketRow(
        id=ticket.id,
        number=ticket.number,
        title=ticket.title,
        kind=ticket.kind,
        status=ticket.status,
        blocking=ticket.blocking,
        client_id=ticket.client_id,
        client_name=client_name,
        city=city or "",
        opened_at=ticket.opened_at,
        due_at=ticket.due_at,
        restore_due_at=ticket.restore_due_at,
        mission_id=mission.id if mission else None,
        mission_number=mission.number if mission else "",
        mission_status=mission.status if mission else None,
        mission_starts_at=mission.starts_at if mission else None,
        technician_name=technician.name if technician else "",
    )
