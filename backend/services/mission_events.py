"""The timeline of a mission: one line for everything that happened to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.database import db, new_id
from backend.domain.actors import Actor
from backend.domain.missions import EventKind
from backend.models import Mission, MissionEvent


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened; `at` is when, where it did, and `id` the one that a phone chose."""

    kind: EventKind
    at: datetime
    text: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    id: UUID | None = None


def write(actor: Actor, mission: Mission, what: Happening, *, now: datetime) -> MissionEvent:
    """Add one line to the mission's timeline."""
    event = MissionEvent(
        id=what.id or new_id(),
        scope_id=mission.scope_id,
        mission_id=mission.id,
        kind=what.kind,
        at=what.at,
        received_at=now,
        by_id=actor.user_id,
        by_name=actor.name,
        text=what.text,
        data=what.data,
    )
    db.session.add(event)
    return event
