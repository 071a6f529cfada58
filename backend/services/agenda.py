"""When a mission takes place and who goes: booked, moved, given to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.database import db
from backend.domain.actors import Actor
from backend.domain.errors import InvalidValue, MissingValue
from backend.domain.missions import ASSIGNED, STEPS, EventKind, MissionStatus, next_status
from backend.domain.states import require_may
from backend.models import Booking, Mission, MissionEvent, Technician, User
from backend.services import bookings, mission_rights
from backend.services.bookings import Slot
from backend.services.mission_events import Happening, write
from backend.services.mission_lists import held_mission

__all__ = ["Appointment", "Slot", "give_back_all", "move", "plan", "reassign"]


@dataclass(frozen=True, slots=True)
class Appointment:
    """Who of the firm agreed the date with whom, when and how (A-19, A-21)."""

    by_id: UUID
    with_whom: str
    at: datetime
    channel: str = "phone"
    text: str = ""


def plan(
    actor: Actor, mission_id: UUID, slot: Slot, appointment: Appointment | None, *, now: datetime
) -> Mission:
    """Book the slot, grant the rights, tell the technician; SlotTaken on an overlap.

    After an interruption it books the next visit, for the same technician or another.
    """
    mission, status = _may(actor, mission_id, "plan")
    _require_technician(slot.technician_id)
    before = mission.technician_id
    bookings.take(Booking(mission_id=mission.id), slot)
    _put(mission, slot, status)
    if appointment is not None:
        mission.appointment = _recorded(appointment)
    data = {**_told(slot), "appointment": mission.appointment}
    event = write(actor, mission, Happening(EventKind.PLANNED, now, data=data), now=now)
    _hand_over(mission, before, event)
    mission_rights.announce(slot.technician_id, "mission_planned", mission, event)
    return mission


def move(actor: Actor, mission_id: UUID, slot: Slot, *, now: datetime) -> Mission:
    """Move the visit to another slot; with another technician, it is reassigned."""
    mission, status = _may(actor, mission_id, "move")
    if slot.technician_id != mission.technician_id:
        return reassign(actor, mission_id, slot, now=now)
    data = {**_told(slot), "from_starts_at": iso(mission.starts_at)}
    booking = bookings.booking_of(mission.id) or Booking(mission_id=mission.id)
    bookings.take(booking, slot)
    _put(mission, slot, status)
    event = write(actor, mission, Happening(EventKind.MOVED, now, data=data), now=now)
    mission_rights.announce(slot.technician_id, "mission_moved", mission, event)
    return mission


def reassign(actor: Actor, mission_id: UUID, slot: Slot, *, now: datetime) -> Mission:
    """Give the mission to another technician, also after departure.

    The first is told and loses his rights at once; what he recorded stays on the mission.
    """
    mission, status = _may(actor, mission_id, "reassign")
    _require_technician(slot.technician_id)
    first = mission.technician_id
    if first == slot.technician_id:
        raise InvalidValue("The mission is his already.", field="technician_id")
    first_booking = bookings.booking_of(mission.id)
    bookings.take(Booking(mission_id=mission.id), slot)
    bookings.end(first_booking, now, now=now)
    _put(mission, slot, status)
    data = {**_told(slot), "from_technician_id": str(first)}
    event = write(actor, mission, Happening(EventKind.REASSIGNED, now, data=data), now=now)
    _hand_over(mission, first, event)
    mission_rights.announce(slot.technician_id, "mission_planned", mission, event)
    return mission


def give_back_all(actor: Actor, user_id: UUID, *, now: datetime) -> None:
    """Bring every open mission of somebody who goes nowhere any more back to the desk."""
    own = select(Mission.id).where(
        Mission.technician_id == user_id, Mission.status.in_(ASSIGNED), Mission.deleted_at.is_(None)
    )
    for mission_id in db.session.scalars(own.order_by(Mission.id)).all():
        mission = held_mission(actor, mission_id)
        if mission.technician_id == user_id and mission.status in ASSIGNED:
            _give_back(actor, mission, now=now)


def _give_back(actor: Actor, mission: Mission, *, now: datetime) -> None:
    require_may(STEPS, "give_back", actor)
    before, mission.technician_id = mission.technician_id, None
    mission.status = next_status(mission.status, "give_back")
    bookings.end(bookings.booking_of(mission.id), now, now=now)
    data = {"from_technician_id": str(before)}
    event = write(actor, mission, Happening(EventKind.RETURNED, now, data=data), now=now)
    db.session.flush()
    if before is not None:
        mission_rights.take_away(before, mission, now=now)
    mission_rights.announce(mission.created_by, "mission_returned", mission, event)


def iso(instant: datetime | None) -> str:
    """Return an instant as it stands in JSON, or nothing."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z") if instant else ""


def _may(actor: Actor, mission_id: UUID, command: str) -> tuple[Mission, MissionStatus]:
    mission = held_mission(actor, mission_id)
    require_may(STEPS, command, actor)
    return mission, next_status(mission.status, command)


def _require_technician(user_id: UUID) -> None:
    technician = db.session.get(Technician, user_id)
    if technician is None or not technician.active or technician.deleted_at is not None:
        raise InvalidValue("There is no such technician.", field="technician_id")


def _put(mission: Mission, slot: Slot, status: MissionStatus) -> None:
    mission.technician_id = slot.technician_id
    mission.starts_at, mission.ends_at = slot.starts_at, slot.ends_at
    mission.status = status


def _hand_over(mission: Mission, before: UUID | None, event: MissionEvent) -> None:
    """Take the rights from whoever had the mission before, and give them to its technician."""
    db.session.flush()
    now, after = event.received_at, mission.technician_id
    if before is not None and before != after:
        mission_rights.take_away(before, mission, now=now)
        mission_rights.announce(before, "mission_withdrawn", mission, event)
    if after is not None:
        mission_rights.give(after, mission, by=event.by_id, now=now)


def _recorded(appointment: Appointment) -> dict[str, Any]:
    if not appointment.with_whom.strip():
        raise MissingValue("Somebody of the client agreed the date.", field="with_whom")
    caller = db.session.get(User, appointment.by_id)
    if caller is None:
        raise InvalidValue("There is no such person.", field="by_id")
    return {
        "by": str(caller.id),
        "by_name": caller.name,
        "with": appointment.with_whom,
        "at": iso(appointment.at),
        "channel": appointment.channel,
        "text": appointment.text,
    }


def _told(slot: Slot) -> dict[str, Any]:
    return {
        "technician_id": str(slot.technician_id),
        "starts_at": iso(slot.starts_at),
        "ends_at": iso(slot.ends_at),
    }
