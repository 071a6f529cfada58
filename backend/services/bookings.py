"""A technician's time: taken once. The one place where the database's refusal becomes SlotTaken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from backend.database import db
from backend.domain.errors import InvalidValue, SlotTaken
from backend.models import Booking, ddl

_SHORTEST = timedelta(minutes=1)
_LONGEST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of one technician's time, half-open."""

    technician_id: UUID
    starts_at: datetime
    ends_at: datetime


def take(booking: Booking, slot: Slot) -> None:
    """Give a new or known booking this slot, or raise SlotTaken and leave all as it was."""
    require_length(slot)
    if _overlap(booking.id, slot) is not None:
        raise _taken(slot)
    try:
        with db.session.begin_nested():
            booking.technician_id = slot.technician_id
            booking.starts_at, booking.ends_at = slot.starts_at, slot.ends_at
            db.session.add(booking)
            db.session.flush()
    except IntegrityError as error:
        if not ddl.is_slot_taken(error):
            raise
        raise _taken(slot) from error


def take_what_is_free(booking: Booking, slot: Slot) -> None:
    """Take the slot up to whatever the technician has next, or raise SlotTaken."""
    following = select(Booking.starts_at).where(
        Booking.technician_id == slot.technician_id,
        Booking.cancelled_at.is_(None),
        Booking.starts_at > slot.starts_at,
        Booking.starts_at < slot.ends_at,
    )
    ends_at = db.session.scalar(following.order_by(Booking.starts_at).limit(1)) or slot.ends_at
    take(booking, replace(slot, ends_at=max(ends_at, slot.starts_at + _SHORTEST)))


def minutes_of(mission_id: UUID) -> int:
    """Return how much of people's time a mission has taken, in minutes."""
    query = select(Booking).where(Booking.mission_id == mission_id, Booking.cancelled_at.is_(None))
    spans = (booking.ends_at - booking.starts_at for booking in db.session.scalars(query))
    return sum(int(span.total_seconds()) // 60 for span in spans)


def require_length(slot: Slot) -> None:
    """Raise InvalidValue unless the slot ends after it starts and within a day."""
    if not _SHORTEST <= slot.ends_at - slot.starts_at <= _LONGEST:
        raise InvalidValue("A slot ends after it starts, and within a day.", field="ends_at")


def booking_of(mission_id: UUID) -> Booking | None:
    """Return the live booking of a mission's next or running visit."""
    query = select(Booking).where(Booking.mission_id == mission_id, Booking.cancelled_at.is_(None))
    return db.session.scalars(query.order_by(Booking.starts_at.desc())).first()


def end(booking: Booking | None, at: datetime, *, now: datetime) -> None:
    """Give back what is left of the visit after `at`; all of it when it had not begun."""
    if booking is None or booking.ends_at <= at:
        return
    if at - booking.starts_at < _SHORTEST:
        booking.cancelled_at = now
    else:
        booking.ends_at = at


def free(booking: Booking | None, *, now: datetime) -> None:
    """Give back the slot of a visit that will not take place; past visits stay."""
    if booking is not None and booking.ends_at > now:
        booking.cancelled_at = now


def _overlap(booking_id: UUID | None, slot: Slot) -> UUID | None:
    query = select(Booking.id).where(
        Booking.technician_id == slot.technician_id,
        Booking.cancelled_at.is_(None),
        Booking.starts_at < slot.ends_at,
        Booking.ends_at > slot.starts_at,
    )
    if booking_id is not None:
        query = query.where(Booking.id != booking_id)
    return db.session.scalar(query.limit(1))


def _taken(slot: Slot) -> SlotTaken:
    return SlotTaken(
        "The technician already has something at that hour.",
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
    )
