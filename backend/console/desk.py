"""The desk: what must be planned, a day of everybody, and the thing in focus."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from backend.clock import utcnow
from backend.console import words
from backend.console.board import DaySheet, sheet_of
from backend.console.doors import open_to
from backend.console.frame import go, page, unchanged, wants_fragment
from backend.console.stories import mission_story, ticket_story
from backend.domain.actors import Actor, Role
from backend.services import desk as glance
from backend.services import missions
from backend.web.session import current_actor

bp = Blueprint("console_desk", __name__)
DESK = (Role.DISPATCHER, Role.DIRECTOR)
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Waiting:
    """One card of the left column: a mission without a slot, or a ticket without a mission."""

    kind: str
    id: UUID
    number: str
    title: str
    client_name: str
    urgent: bool
    due_at: datetime | None


@bp.get("/desk")
@open_to(*DESK)
def show() -> Response:
    actor, day = current_actor(), _day()
    return page("desk.html", **_board(actor, day), focus=_focus(), **_story(actor))


@bp.get("/desk/board")
@open_to(*DESK)
def board() -> Response:
    """Answer the two left columns, asked for every 15 s; 304 when nothing has changed."""
    answer = page("parts/board.html", **_board(current_actor(), _day()), focus=_focus())
    return unchanged(answer)


@bp.get("/desk/ticket/<uuid:ticket_id>")
@open_to(*DESK)
def ticket(ticket_id: UUID) -> Response:
    if not wants_fragment():
        return go(url_for("console_tickets.show", ticket_id=ticket_id))
    return page("parts/panel_ticket.html", **ticket_story(current_actor(), ticket_id))


@bp.get("/desk/mission/<uuid:mission_id>")
@open_to(*DESK)
def mission(mission_id: UUID) -> Response:
    if not wants_fragment():
        return go(url_for("console_missions.show", mission_id=mission_id))
    return page("parts/panel_mission.html", **mission_story(current_actor(), mission_id))


def _day() -> date:
    """Return the day asked for; a day that is none is today."""
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return words.today()
    return day if words.is_near(day) else words.today()


def _focus() -> str:
    """Return the id of what is shown on the right, or nothing."""
    return request.args.get("mission") or request.args.get("ticket") or ""


def _story(actor: Actor) -> dict[str, object]:
    """Return what the right panel tells when the page itself is asked for a ticket or mission."""
    found = request.args.get("mission", type=UUID)
    if found:
        return {"panel": "mission", **mission_story(actor, found)}
    found = request.args.get("ticket", type=UUID)
    if found:
        return {"panel": "ticket", **ticket_story(actor, found)}
    return {"panel": ""}


def _board(actor: Actor, day: date) -> dict[str, object]:
    now = utcnow()
    found = missions.board(actor, day)
    heard = glance.last_heard(actor)
    open_tickets = glance.waiting_tickets(actor, limit=SHOWN)
    waiting = [_of_mission(row) for row in found.unplanned]
    waiting += [_of_ticket(row) for row in open_tickets]
    chart: DaySheet = sheet_of(found, heard, now=now)
    return {
        "day": day,
        "today": words.today(),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "chart": chart,
        "waiting": sorted(waiting, key=_by_deadline)[:SHOWN],
        "total": len(waiting),
    }


def _by_deadline(card: Waiting) -> tuple[bool, bool, float]:
    due = card.due_at.timestamp() if card.due_at else 0.0
    return not card.urgent, card.due_at is None, due


def _of_mission(row: missions.MissionRow) -> Waiting:
    return Waiting(
        kind="mission",
        id=row.id,
        number=row.number,
        title=row.title,
        client_name=row.client_name,
        urgent=row.urgent,
        due_at=row.due_at,
    )


def _of_ticket(row: glance.WaitingTicket) -> Waiting:
    return Waiting(
        kind="ticket",
        id=row.id,
        number=row.number,
        title=row.title,
        client_name=row.client_name,
        urgent=row.blocking,
        due_at=row.due_at,
    )
