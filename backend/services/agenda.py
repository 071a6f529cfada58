"""When a mission takes place and who goes: booked, moved, given to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.domain.actors import Actor
from backend.models import Mission


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of one technician's time, half-open."""

    technician_id: UUID
    starts_at: datetime
    ends_at: datetime


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
    """Book the slot, grant the rights, tell the technician; SlotTaken on an overlap."""
    raise NotImplementedError


def move(actor: Actor, mission_id: UUID, slot: Slot, *, now: datetime) -> Mission:
    """Move the visit to another slot."""
    raise NotImplementedError


def reassign(actor: Actor, mission_id: UUID, slot: Slot, *, now: datetime) -> Mission:
    """Give the mission to another technician, also after departure."""
    raise NotImplementedError
