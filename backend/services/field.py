"""The steps a technician takes on his phone."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domain.actors import Actor
from backend.models import Mission


def field_step(  # noqa: PLR0913 -- the parts of one thing that a phone did
    actor: Actor,
    mission_id: UUID,
    command: str,
    *,
    at: datetime,
    now: datetime,
    event_id: UUID | None = None,
    text: str = "",
    data: dict[str, Any] | None = None,
) -> Mission:
    """Take one step (accept decline depart arrive interrupt resume); a replay changes nothing."""
    raise NotImplementedError


def check_todo(
    actor: Actor,
    mission_id: UUID,
    todo_id: str,
    done: bool,
    *,
    now: datetime,  # noqa: FBT001
) -> Mission:
    """Tick one thing to do, or take the tick back."""
    raise NotImplementedError
