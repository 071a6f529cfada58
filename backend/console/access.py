"""Who may see which dossier: what technicians ask for, what they hold, what is withdrawn."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from marshmallow import fields

from backend.clock import utcnow
from backend.console import words
from backend.console.doors import open_to
from backend.console.forms import Form, FormSchema, near_day
from backend.console.frame import go, page
from backend.database import transaction
from backend.domain.actors import Role
from backend.domain.errors import DomainError
from backend.services import dossiers, rights
from backend.web.session import current_actor

bp = Blueprint("console_access", __name__, url_prefix="/access")
USUAL = timedelta(days=90)


class DecisionForm(FormSchema):
    ends_on = fields.Date(validate=near_day)


@bp.get("")
@open_to(Role.DIRECTOR, Role.HR)
def index() -> Response:
    return _page()


@bp.post("/requests/<uuid:request_id>/<any(approve,refuse):answer>")
@open_to(Role.DIRECTOR)
def decide(request_id: UUID, answer: str) -> Response:
    actor = current_actor()
    form = Form(DecisionForm, request.form)
    approved = answer == "approve"
    if not form.read(needed=("ends_on",) if approved else ()):
        return _page(form.errors["ends_on"], 422)
    ends_at = _end_of(form) if approved else None
    try:
        with transaction():
            dossiers.decide(actor, request_id, approved, ends_at, now=utcnow())
    except DomainError as error:
        return _page(words.sentence(error), 409)
    return go(url_for("console_access.index", said="approved" if approved else "refused"))


@bp.post("/grants/<uuid:grant_id>/withdraw")
@open_to(Role.DIRECTOR)
def withdraw(grant_id: UUID) -> Response:
    actor = current_actor()
    with transaction():
        rights.withdraw(actor, grant_id, now=utcnow())
    return go(url_for("console_access.index", said="withdrawn"))


def _end_of(form: Form) -> datetime:
    """Return the end of the last day on which the right holds."""
    return datetime.combine(form.values["ends_on"], time(23, 59), words.zone())


def _page(refusal: str = "", status: int = 200) -> Response:
    actor = current_actor()
    return page(
        "access.html",
        status,
        requests=dossiers.access_requests(actor),
        held=rights.held(actor, now=utcnow()),
        default_end=(words.today() + USUAL).isoformat(),
        refusal=refusal,
    )
