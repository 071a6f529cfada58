"""Finding missions: the door, lists, and a day of everybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, or_, select, tuple_

from backend.clock import utcnow
from backend.database import db, hold
from backend.domain.actors import Actor
from backend.domain.door import DESK, absent, require_desk
from backend.domain.folding import search_words
from backend.domain.missions import MissionStatus
from backend.models import AccessGrant, Booking, Client, Mission, Site, Technician
from backend.services.grants import has_grant, live_scopes
from backend.services.numbers import PARIS

WAITING = (MissionStatus.TO_PLAN, MissionStatus.INTERRUPTED)


@dataclass(frozen=True, slots=True)
class MissionRow:
    """One mission in a list."""

    id: UUID
    number: str
    title: str
    status: MissionStatus
    urgent: bool
    client_id: UUID
    client_name: str
    city: str
    ticket_id: UUID | None
    ticket_number: str
    technician_id: UUID | None
    technician_name: str
    starts_at: datetime | None
    ends_at: datetime | None
    due_at: datetime | None
    estimated_minutes: int
    skill: str


@dataclass(frozen=True, slots=True)
class MissionFilter:
    """Which missions; empty means all. `after` is the id of the last row of the page before."""

    statuses: tuple[MissionStatus, ...] = ()
    technician_id: UUID | None = None
    client_id: UUID | None = None
    text: str = ""
    limit: int = 100
    after: UUID | None = None


@dataclass(frozen=True, slots=True)
class BoardSlot:
    """One booking in a lane; `mission` is None for an absence, which has a `label`."""

    booking_id: UUID
    kind: str
    label: str
    starts_at: datetime
    ends_at: datetime
    mission: MissionRow | None


@dataclass(frozen=True, slots=True)
class Lane:
    """One technician's day."""

    technician_id: UUID
    name: str
    home_city: str
    slots: tuple[BoardSlot, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Everybody's day, and what waits for a slot."""

    day: date
    lanes: tuple[Lane, ...]
    unplanned: tuple[MissionRow, ...]


def access_mission(
    actor: Actor, mission_id: UUID, *, mode: str = "read", now: datetime | None = None
) -> Mission:
    """Return the mission, or raise NotFound if there is none or the actor may not see it.

    `mode` is what a technician's grant must allow: read or write.
    """
    mission = db.session.get(Mission, mission_id)
    if mission is None:
        raise absent()
    if actor.has(*DESK):
        return mission
    if not has_grant(actor.user_id, mission.scope_id, mode=mode, now=now or utcnow()):
        raise absent()
    return mission


def held_mission(actor: Actor, mission_id: UUID) -> Mission:
    """Return a mission that the desk is about to change, held until the transaction ends.

    The rights to it are held first, in the order in which a phone's push takes both.
    """
    scope = f"mission:{mission_id}"
    rights = select(AccessGrant.id).where(AccessGrant.scope_id == scope)
    db.session.scalars(rights.order_by(AccessGrant.id).with_for_update()).all()
    hold(Mission, mission_id)
    return access_mission(actor, mission_id)


def visible_missions(
    actor: Actor, wanted: MissionFilter | None = None, *, now: datetime | None = None
) -> list[MissionRow]:
    """Return a page of what the actor may see, the newest mission first."""
    wanted = wanted or MissionFilter()
    query = (
        _rows().where(*_conditions(wanted)).order_by(Mission.created_at.desc(), Mission.id.desc())
    )
    if wanted.after is not None:
        last = select(Mission.created_at, Mission.id).where(Mission.id == wanted.after)
        query = query.where(tuple_(Mission.created_at, Mission.id) < last.scalar_subquery())
    if not actor.has(*DESK):
        query = query.where(Mission.scope_id.in_(live_scopes(actor.user_id, now=now or utcnow())))
    return [_row(row) for row in db.session.execute(query.limit(wanted.limit))]


def board(actor: Actor, day: date) -> Board:
    """Return a day of all technicians and the missions that wait for a slot; for the desk."""
    require_desk(actor)
    slots = _slots_of(day)
    technicians = db.session.scalars(
        select(Technician)
        .where(Technician.active.is_(True), Technician.deleted_at.is_(None))
        .order_by(Technician.position, Technician.last_name)
    )
    waiting = (
        _rows()
        .where(Mission.status.in_(WAITING))
        .order_by(Mission.urgent.desc(), Mission.due_at, Mission.id)
    )
    return Board(
        day=day,
        lanes=tuple(Lane(t.id, t.name, t.home_city, tuple(slots[t.id])) for t in technicians),
        unplanned=tuple(_row(row) for row in db.session.execute(waiting)),
    )


def _slots_of(day: date) -> dict[UUID, list[BoardSlot]]:
    start = datetime.combine(day, time(), tzinfo=PARIS).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=PARIS).astimezone(UTC)
    bookings = db.session.scalars(
        select(Booking)
        .where(Booking.cancelled_at.is_(None), Booking.starts_at < end, Booking.ends_at > start)
        .order_by(Booking.starts_at)
    ).all()
    rows = _rows_by_id([booking.mission_id for booking in bookings if booking.mission_id])
    lanes: dict[UUID, list[BoardSlot]] = defaultdict(list)
    for b in bookings:
        mission = rows.get(b.mission_id) if b.mission_id else None
        lanes[b.technician_id].append(
            BoardSlot(b.id, b.kind, b.label, b.starts_at, b.ends_at, mission)
        )
    return lanes


def _rows_by_id(ids: Sequence[UUID]) -> dict[UUID, MissionRow]:
    found = db.session.execute(_rows().where(Mission.id.in_(ids)))
    return {row.id: row for row in map(_row, found)}


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(Mission, Client.name, Site.city, Technician)
        .join(Client, Client.id == Mission.client_id)
        .join(Site, Site.id == Mission.site_id)
        .outerjoin(Technician, Technician.id == Mission.technician_id)
    )


def _conditions(wanted: MissionFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Mission.deleted_at.is_(None)]
    if wanted.statuses:
        conditions.append(Mission.status.in_(wanted.statuses))
    if wanted.technician_id:
        conditions.append(Mission.technician_id == wanted.technician_id)
    if wanted.client_id:
        conditions.append(Mission.client_id == wanted.client_id)
    if wanted.text.strip():
        words = search_words(wanted.text)
        by_client = [Client.search.contains(word, autoescape=True) for word in words]
        typed = wanted.text.strip()
        by_mission = (Mission.number.icontains(typed), Mission.title.icontains(typed))
        conditions.append(or_(*by_mission, *([_all(by_client)] if by_client else [])))
    return conditions


def _all(conditions: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    first, *rest = conditions
    for condition in rest:
        first = first & condition
    return first


def _row(found: Row[*tuple[Any, ...]]) -> MissionRow:
    mission, client_name, city, technician = found
    return MissionRow(
        id=mission.id,
        number=mission.number,
        title=mission.title,
        status=mission.status,
        urgent=mission.urgent,
        client_id=mission.client_id,
        client_name=client_name,
        city=city,
        ticket_id=mission.ticket_id,
        ticket_number=mission.ticket_number,
        technician_id=mission.technician_id,
        technician_name=technician.name if technician else "",
        starts_at=mission.starts_at,
        ends_at=mission.ends_at,
        due_at=mission.due_at,
        estimated_minutes=mission.estimated_minutes,
        skill=mission.skill,
    )
