"""Making a mission of a ticket, booking its slot, moving it, giving it to another."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from backend.clock import utcnow
from backend.console import planning_form as plans
from backend.console.doors import open_to
from backend.console.forms import Form
from backend.console.frame import go, page
from backend.console.planning_form import PlanningForm, SlotForm
from backend.console.stories import mission_story, ticket_story
from backend.console.words import local
from backend.database import transaction
from backend.domain.actors import Actor, Role
from backend.domain.errors import DomainError
from backend.domain.missions import USUAL_MINUTES, MissionNature
from backend.models import Mission
from backend.services import catalogue, missions, tickets
from backend.services.planning import Candidate, Need, candidates_for
from backend.web.session import current_actor

bp = Blueprint("console_planning", __name__)
# One procedure, whoever sets the mission in motion: the hotline or sales.
PLANNERS = (Role.DISPATCHER, Role.BACK_OFFICE)
NATURES = tuple((nature, USUAL_MINUTES[nature]) for nature in MissionNature)


@bp.get("/planning/candidates")
@open_to(*PLANNERS)
def candidates() -> Response:
    """Answer the ranked technicians, asked for whenever skill, slot or duration changes."""
    form = Form(PlanningForm, request.args)
    form.read()
    return page("parts/candidates.html", form=form, **choices(current_actor(), form, now=utcnow()))


@bp.get("/tickets/<uuid:ticket_id>/plan")
@open_to(*PLANNERS)
def show_new(ticket_id: UUID) -> Response:
    actor, now = current_actor(), utcnow()
    ticket = tickets.access_ticket(actor, ticket_id)
    return _new(Form(PlanningForm, initial=plans.of_ticket(ticket, now)), ticket_id)


@bp.post("/tickets/<uuid:ticket_id>/plan")
@open_to(*PLANNERS)
def make_new(ticket_id: UUID) -> Response:
    actor, now = current_actor(), utcnow()
    form = Form(PlanningForm, request.form)
    if form.read(needed=plans.NEEDED):
        try:
            with transaction():
                mission = book_new(actor, ticket_id, form, now=now)
        except DomainError as error:
            form.refuse(error)
        else:
            return go(on_desk(actor, mission, "booked"))
    return _new(form, ticket_id, 422)


@bp.get("/missions/<uuid:mission_id>/<any(plan,move,reassign):command>")
@open_to(*PLANNERS)
def show_slot(mission_id: UUID, command: str) -> Response:
    mission = missions.access_mission(current_actor(), mission_id)
    initial = plans.of_mission(mission, utcnow())
    return _slot(Form(SlotForm, initial=initial), mission_id, command)


@bp.post("/missions/<uuid:mission_id>/<any(plan,move,reassign):command>")
@open_to(*PLANNERS)
def book(mission_id: UUID, command: str) -> Response:
    actor, now = current_actor(), utcnow()
    form = Form(SlotForm, request.form)
    if form.read(needed=("minutes", "date", "time", "technician_id")):
        try:
            with transaction():
                mission = _book(actor, mission_id, command, form, now)
        except DomainError as error:
            form.refuse(error)
        else:
            return go(on_desk(actor, mission, {"plan": "booked"}.get(command, "moved")))
    return _slot(form, mission_id, command, 422)


def book_new(actor: Actor, ticket_id: UUID, form: Form, *, now: datetime) -> Mission:
    """Make the mission and book its slot, in the caller's transaction: both or neither."""
    draft = plans.draft_of(form.values)
    mission = missions.create_mission(actor, ticket_id, draft, now=now)
    agreed = plans.appointment_of(form, actor, now=now)
    return missions.plan(actor, mission.id, plans.slot_of(form), agreed, now=now)


def choices(actor: Actor, form: Form, *, now: datetime) -> dict[str, object]:
    """Return what the planning fields offer: natures, skills, and who could go, best first."""
    asked = plans.asked_slot(form)
    start, minutes = plans.starts_at(asked), asked.values.get("minutes")
    ranked: list[Candidate] = []
    if start and minutes:
        need = Need(
            skill=asked.values["skill"],
            starts_at=start,
            minutes=minutes,
            client_id=asked.values.get("client_id"),
            site_id=asked.values.get("site_id"),
            mission_id=asked.values.get("mission_id"),
        )
        ranked = candidates_for(actor, need, now=now)
    return {
        "natures": NATURES,
        "skills": catalogue.rows("skill"),
        "channels": plans.CHANNELS,
        "candidates": ranked,
        "chosen": _chosen(form.text("technician_id"), ranked),
        "short_notice": start is not None and start - now < plans.NOTICE,
    }


def on_desk(actor: Actor, mission: Mission, said: str) -> str:
    """Return where the booked mission is seen: its day on the desk, or its page without a desk."""
    if not actor.has(Role.DISPATCHER, Role.DIRECTOR):
        return url_for("console_missions.show", mission_id=mission.id, said=said)
    day = local(mission.starts_at).date().isoformat() if mission.starts_at else None
    return url_for("console_desk.show", day=day, mission=mission.id, said=said)


def _chosen(typed: str, ranked: list[Candidate]) -> str:
    """Return who is ticked: whoever was chosen, else the best who is free."""
    if any(typed == str(candidate.technician.id) for candidate in ranked):
        return typed
    return next((str(c.technician.id) for c in ranked if c.free), "")


def _book(actor: Actor, mission_id: UUID, command: str, form: Form, now: datetime) -> Mission:
    slot = plans.slot_of(form)
    if command == "plan":
        agreed = plans.appointment_of(form, actor, now=now)
        return missions.plan(actor, mission_id, slot, agreed, now=now)
    step = missions.move if command == "move" else missions.reassign
    return step(actor, mission_id, slot, now=now)


def _new(form: Form, ticket_id: UUID, status: int = 200) -> Response:
    actor = current_actor()
    offered = choices(actor, form, now=utcnow())
    return page("plan_ticket.html", status, form=form, **offered, **ticket_story(actor, ticket_id))


def _slot(form: Form, mission_id: UUID, command: str, status: int = 200) -> Response:
    actor = current_actor()
    offered = choices(actor, form, now=utcnow())
    story = mission_story(actor, mission_id)
    return page("plan_mission.html", status, form=form, command=command, **offered, **story)
