"""The steps a technician takes on his phone, often hours before the server hears of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.database import db
from backend.domain.actors import Actor
from backend.domain.door import absent
from backend.domain.errors import Forbidden, InvalidValue, MissingValue, SlotTaken
from backend.domain.missions import STEPS, EventKind, next_status
from backend.domain.states import require_may
from backend.models import Booking, Mission, MissionEvent
from backend.services import bookings, mission_rights
from backend.services.bookings import Slot
from backend.services.mission_events import Happening, write
from backend.services.mission_lists import access_mission

EVENTS: dict[str, EventKind] = {
    "accept": EventKind.ACCEPTED,
    "decline": EventKind.DECLINED,
    "depart": EventKind.EN_ROUTE,
    "arrive": EventKind.ON_SITE,
    "interrupt": EventKind.INTERRUPTED,
    "resume": EventKind.RESUMED,
}
WITH_REASON = frozenset({"decline", "interrupt"})
SHORTEST_VISIT = 30  # Minutes; whoever comes back stays at least so long.
_Effect = Callable[[Mission, MissionEvent], None]


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
    """Take one step: accept, decline, depart, arrive, interrupt or resume.

    `at` is when it happened, `event_id` the id the phone gave it: the same one again changes
    nothing. Raises IllegalTransition when the mission has moved on meanwhile.
    """
    repeated = _mission_of(event_id, actor, mission_id)
    if repeated is not None:
        return repeated
    mission = _own_mission(actor, mission_id, now=now)
    if command not in EVENTS:
        raise InvalidValue(f"There is no step {command}.", field="command")
    status = next_status(mission.status, command)
    if command in WITH_REASON and not text.strip():
        raise MissingValue(f"The step {command} needs a reason.", field="reason")
    mission.status = status
    what = Happening(EVENTS[command], min(at, now), text.strip(), data or {}, event_id)
    event = write(actor, mission, what, now=now)
    db.session.flush()
    _EFFECTS[command](mission, event)
    return mission


def check_todo(
    actor: Actor,
    mission_id: UUID,
    todo_id: str,
    done: bool,  # noqa: FBT001 -- the tick itself
    *,
    now: datetime,
) -> Mission:
    """Tick one thing to do, or take the tick back."""
    mission = _own_mission(actor, mission_id, now=now)
    if todo_id not in {item["id"] for item in mission.todo}:
        raise absent()
    mission.todo = [
        {**item, "done": done} if item["id"] == todo_id else item for item in mission.todo
    ]
    return mission


def _own_mission(actor: Actor, mission_id: UUID, *, now: datetime) -> Mission:
    mission = access_mission(actor, mission_id, mode="write", now=now)
    require_may(STEPS, "accept", actor)
    if mission.technician_id != actor.user_id:
        raise Forbidden("This is another technician's mission.")
    return mission


def _mission_of(event_id: UUID | None, actor: Actor, mission_id: UUID) -> Mission | None:
    """Return the mission if this very event is known; raise NotFound if it is of another one."""
    event = db.session.get(MissionEvent, event_id) if event_id else None
    if event is None:
        return None
    if event.mission_id != mission_id or event.by_id != actor.user_id:
        raise absent()
    return db.session.get_one(Mission, mission_id)


def _decline(mission: Mission, event: MissionEvent) -> None:
    """Free the slot and go back to the desk; the date agreed with the client stays."""
    bookings.free(bookings.booking_of(mission.id), now=event.received_at)
    if mission.technician_id is not None:
        mission_rights.take_away(mission.technician_id, mission, now=event.received_at)
    mission.technician_id = None
    mission_rights.announce(mission.created_by, "mission_declined", mission, event)


def _interrupt(mission: Mission, event: MissionEvent) -> None:
    bookings.end(bookings.booking_of(mission.id), event.at, now=event.received_at)
    mission_rights.announce(mission.created_by, "mission_interrupted", mission, event)


def _begin_visit(mission: Mission, _event: MissionEvent) -> None:
    mission.visits += 1


def _resume(mission: Mission, event: MissionEvent) -> None:
    """Begin a further visit; the agenda shows it, unless something else stands there already."""
    mission.visits += 1
    if mission.technician_id is None:
        return
    rest = max(mission.estimated_minutes - bookings.minutes_of(mission.id), SHORTEST_VISIT)
    slot = Slot(mission.technician_id, event.at, event.at + timedelta(minutes=rest))
    try:
        bookings.take_what_is_free(Booking(mission_id=mission.id), slot)
    except SlotTaken:
        event.data = {**event.data, "slot": "taken"}


def _nothing(_mission: Mission, _event: MissionEvent) -> None:
    pass


_EFFECTS: dict[str, _Effect] = {
    "accept": _nothing,
    "decline": _decline,
    "depart": _nothing,
    "arrive": _begin_visit,
    "interrupt": _interrupt,
    "resume": _resume,
}
