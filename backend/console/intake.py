"""The call: one screen that finds the client, takes the problem down and decides what follows."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from marshmallow import fields, validate

from backend.clock import utcnow
from backend.console import planning_form as plans
from backend.console import words
from backend.console.doors import open_to
from backend.console.forms import Form
from backend.console.frame import go, page
from backend.console.planning import book_new, choices, on_desk
from backend.console.planning_form import PlanningForm
from backend.database import transaction
from backend.domain.actors import Actor, Role
from backend.domain.errors import DomainError, NotFound
from backend.domain.tickets import TicketKind
from backend.services import contracts, tickets
from backend.services.contracts import ClientCard, ClientHit
from backend.services.tickets import Intake
from backend.web.session import current_actor

bp = Blueprint("console_intake", __name__, url_prefix="/desk/intake")
CALLER = Role.DISPATCHER
VERIFIED = ("contract_number", "call_back", "known_voice", "not_verified")
THEN = ("save", "resolve", "mission")
LONG = validate.Length(max=8000)
SHORT = validate.Length(max=200)
NEEDED: dict[str, tuple[str, ...]] = {
    "save": (),
    "resolve": ("solution", "call_minutes"),
    "mission": plans.NEEDED,
}


class IntakeForm(PlanningForm):
    client_id = fields.UUID(required=True)
    contract_id = fields.UUID()
    contract_number = fields.String(validate=validate.Length(max=40), load_default="")
    caller_first_name = fields.String(validate=SHORT, load_default="")
    caller_last_name = fields.String(validate=SHORT, required=True)
    caller_phone = fields.String(validate=validate.Length(max=40), load_default="")
    caller_verified = fields.String(validate=validate.OneOf(VERIFIED), load_default="")
    kind = fields.Enum(TicketKind, by_value=True, load_default=TicketKind.INCIDENT)
    title = fields.String(validate=SHORT, required=True)
    problem = fields.String(validate=LONG, required=True)
    last_actions = fields.String(validate=LONG, load_default="")
    error_messages = fields.String(  # type: ignore[assignment] # marshmallow takes fields out of it
        validate=LONG, load_default=""
    )
    blocking = fields.Boolean(load_default=False)
    then = fields.String(validate=validate.OneOf(THEN), load_default="save")
    solution = fields.String(validate=LONG)
    call_minutes = fields.Integer(validate=validate.Range(min=1, max=600))


@bp.get("")
@open_to(CALLER)
def show() -> Response:
    actor = current_actor()
    client_id = request.args.get("client", "")
    initial = plans.beginning(utcnow()) | {
        "client_id": client_id,
        "kind": TicketKind.INCIDENT.value,
        "caller_verified": "not_verified",
        "then": "save",
        "call_minutes": "10",
    }
    form = Form(IntakeForm, initial=initial)
    wanted = request.args.get("q", "").strip()
    found = contracts.search_clients(actor, wanted, today=words.today()) if wanted else []
    return _screen(actor, form, q=wanted, hits=found)


@bp.get("/clients")
@open_to(CALLER)
def search() -> Response:
    """Answer the clients that a few letters or digits find."""
    wanted = request.args.get("q", "").strip()
    found: list[ClientHit] = []
    if len(wanted) > 1:
        found = contracts.search_clients(current_actor(), wanted, today=words.today())
    return page("parts/hits.html", hits=found, q=wanted)


@bp.get("/client/<uuid:client_id>")
@open_to(CALLER)
def client(client_id: UUID) -> Response:
    """Answer what must be known of a client before anything else."""
    form = Form(IntakeForm, initial={"client_id": str(client_id)})
    return page("parts/intake_client.html", form=form, **_client(current_actor(), client_id))


@bp.post("")
@open_to(CALLER)
def save() -> Response:
    actor, now = current_actor(), utcnow()
    form = Form(IntakeForm, request.form)
    if form.read(needed=NEEDED.get(form.text("then"), ())):
        try:
            with transaction():
                target = _take(actor, form, now)
        except DomainError as error:
            form.refuse(error)
        else:
            return go(target)
    return _screen(actor, form, 422)


def _take(actor: Actor, form: Form, now: datetime) -> str:
    """Open the ticket and do what follows: everything or nothing; return where to go."""
    ticket = tickets.open_ticket(actor, _intake(form.values), now=now)
    then = form.values["then"]
    if then == "mission":
        return on_desk(actor, book_new(actor, ticket.id, form, now=now), "booked")
    if then == "resolve":
        values = form.values
        tickets.resolve_by_phone(
            actor, ticket.id, values["solution"], values["call_minutes"], now=now
        )
        return url_for("console_tickets.show", ticket_id=ticket.id, said="resolved")
    return url_for("console_desk.show", ticket=ticket.id, said="opened")


def _intake(values: dict[str, Any]) -> Intake:
    names = (
        "client_id", "kind", "title", "problem", "caller_last_name", "caller_first_name",
        "caller_phone", "caller_verified", "contract_number", "last_actions", "error_messages",
        "blocking", "skill",
    )  # fmt: skip
    return Intake(
        **{name: values[name] for name in names},
        site_id=values.get("site_id"),
        contract_id=values.get("contract_id"),
    )


def _screen(actor: Actor, form: Form, status: int = 200, **more: object) -> Response:
    """Render the screen; a client that is gone or not hers leaves the place empty."""
    known: dict[str, object] = {"card": None}
    with suppress(ValueError, NotFound):
        known = _client(actor, UUID(form.text("client_id")))
    offered = choices(actor, form, now=utcnow())
    context = {"q": "", "hits": [], **known, **offered, **more}
    return page(
        "intake.html",
        status,
        form=form,
        kind_choices=[(kind.value, words.label(kind)) for kind in TicketKind],
        verified_choices=[(how, words.say(f"verified.{how}")) for how in VERIFIED],
        **context,
    )


def _client(actor: Actor, client_id: UUID) -> dict[str, object]:
    card: ClientCard = contracts.client_card(actor, client_id, today=words.today())
    return {"card": card}
