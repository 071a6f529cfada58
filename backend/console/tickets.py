"""The list of tickets and the page of one, with the steps it may take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from marshmallow import fields, validate

from backend.clock import utcnow
from backend.console.doors import open_to
from backend.console.forms import Form, FormSchema
from backend.console.frame import go, page, wants_fragment
from backend.console.stories import ticket_story
from backend.database import transaction
from backend.domain.actors import Actor, Role
from backend.domain.errors import DomainError
from backend.domain.tickets import TicketStatus
from backend.services import tickets
from backend.services.tickets import Call, TicketFilter
from backend.web.session import current_actor

bp = Blueprint("console_tickets", __name__, url_prefix="/tickets")
OFFICE = (Role.DISPATCHER, Role.DIRECTOR, Role.BACK_OFFICE)
PER_PAGE = 50
LONG = validate.Length(max=8000)
STATUSES = ("live", *(status.value for status in TicketStatus), "all")


class CallForm(FormSchema):
    direction = fields.String(validate=validate.OneOf(("in", "out")), load_default="in")
    with_whom = fields.String(required=True, validate=validate.Length(max=200))
    minutes = fields.Integer(required=True, validate=validate.Range(min=0, max=600))
    summary = fields.String(required=True, validate=LONG)


class NoteForm(FormSchema):
    text = fields.String(required=True, validate=LONG)


class ResolveForm(FormSchema):
    solution = fields.String(required=True, validate=LONG)
    minutes = fields.Integer(required=True, validate=validate.Range(min=1, max=600))


class ReasonForm(FormSchema):
    reason = fields.String(required=True, validate=validate.Length(max=2000))


Act = Callable[[Actor, UUID, dict[str, Any]], object]
# What is asked for, which form it takes, what is done, what is said then.
ACTS: dict[str, tuple[type[FormSchema], Act, str]] = {
    "call": (
        CallForm,
        lambda actor, key, v: tickets.add_call(actor, key, Call(**v), now=utcnow()),
        "noted",
    ),
    "note": (
        NoteForm,
        lambda actor, key, v: tickets.add_note(actor, key, v["text"], now=utcnow()),
        "noted",
    ),
    "resolve": (
        ResolveForm,
        lambda actor, key, v: tickets.resolve_by_phone(
            actor, key, v["solution"], v["minutes"], now=utcnow()
        ),
        "resolved",
    ),
    "cancel": (
        ReasonForm,
        lambda actor, key, v: tickets.cancel_ticket(actor, key, v["reason"], now=utcnow()),
        "cancelled",
    ),
    "reopen": (
        ReasonForm,
        lambda actor, key, v: tickets.reopen_ticket(actor, key, v["reason"], now=utcnow()),
        "reopened",
    ),
}


@bp.get("")
@open_to(*OFFICE)
def index() -> Response:
    wanted = _filter()
    found = tickets.visible_tickets(current_actor(), wanted)
    context = {
        "rows": found[:PER_PAGE],
        "more": found[PER_PAGE - 1].id if len(found) > PER_PAGE else None,
        "status": request.args.get("status", "live"),
        "statuses": STATUSES,
        "q": wanted.text,
        "after": wanted.after,
    }
    return page("parts/ticket_rows.html" if wants_fragment() else "tickets.html", **context)


@bp.get("/<uuid:ticket_id>")
@open_to(*OFFICE)
def show(ticket_id: UUID) -> Response:
    return page(
        "ticket.html", act="", form=Form(NoteForm, initial={"direction": "in"}), **_story(ticket_id)
    )


@bp.post("/<uuid:ticket_id>/<any(call,note,resolve,cancel,reopen):act>")
@open_to(Role.DISPATCHER)
def change(ticket_id: UUID, act: str) -> Response:
    actor = current_actor()
    schema, run, said = ACTS[act]
    form = Form(schema, request.form)
    if form.read():
        try:
            with transaction():
                run(actor, ticket_id, form.values)
        except DomainError as error:
            form.refuse(error)
        else:
            return go(url_for("console_tickets.show", ticket_id=ticket_id, said=said))
    return page("ticket.html", 422, act=act, form=form, **_story(ticket_id))


def _story(ticket_id: UUID) -> dict[str, object]:
    return ticket_story(current_actor(), ticket_id)


def _filter() -> TicketFilter:
    """Return what the address asks for; a status that is none shows what is under way."""
    status = request.args.get("status", "live")
    return TicketFilter(
        status=None if status == "all" else status if status in STATUSES else "live",
        text=request.args.get("q", "").strip()[:100],
        limit=PER_PAGE + 1,
        after=request.args.get("after", type=UUID),
    )
