"""Missions, from the ticket to their end. Everything others need of them is imported here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.domain.actors import Actor
from backend.domain.missions import MissionNature, MissionOrigin
from backend.models import Mission
from backend.services.agenda import Appointment, Slot, move, plan, reassign
from backend.services.field import check_todo, field_step
from backend.services.mission_lists import (
    Board,
    BoardSlot,
    Lane,
    MissionFilter,
    MissionRow,
    access_mission,
    board,
    visible_missions,
)

__all__ = [
    "Appointment",
    "Board",
    "BoardSlot",
    "Lane",
    "MissionDraft",
    "MissionFilter",
    "MissionRow",
    "Slot",
    "access_mission",
    "board",
    "cancel",
    "check_todo",
    "create_mission",
    "field_step",
    "move",
    "plan",
    "reassign",
    "visible_missions",
]


@dataclass(frozen=True, slots=True)
class MissionDraft:
    """The mission sheet as the desk writes it; empty fields are taken from ticket and site."""

    site_id: UUID
    nature: MissionNature
    skill: str = ""
    title: str = ""
    problem: str = ""
    todo: tuple[str, ...] = ()
    estimated_minutes: int = 0
    urgent: bool = False
    urgent_reason: str = ""
    technical_context: str = ""
    access_info: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    actions_done: str = ""
    origin: MissionOrigin | None = None


def create_mission(actor: Actor, ticket_id: UUID, draft: MissionDraft, *, now: datetime) -> Mission:
    """Turn a ticket into a mission that keeps everything the ticket holds (A-13)."""
    raise NotImplementedError


def cancel(actor: Actor, mission_id: UUID, reason: str, *, now: datetime) -> Mission:
    """Call the mission off: the slot is free, the rights end, the technician is told."""
    raise NotImplementedError
