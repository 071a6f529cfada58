"""Finding missions: the door, lists, and a day of everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.domain.actors import Actor
from backend.domain.missions import MissionStatus
from backend.models import Mission


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


def access_mission(actor: Actor, mission_id: UUID, *, now: datetime | None = None) -> Mission:
    """Return the mission, or raise NotFound if there is none or the actor may not see it."""
    raise NotImplementedError


def visible_missions(
    actor: Actor, wanted: MissionFilter = MissionFilter(), *, now: datetime | None = None
) -> list[MissionRow]:
    """Return what the actor may see, newest slot first."""
    raise NotImplementedError


def board(actor: Actor, day: date) -> Board:
    """Return a day of all technicians and the missions that wait for a slot."""
    raise NotImplementedError
