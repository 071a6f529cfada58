"""The page behind a mailed link: choose a password, and be in."""

from __future__ import annotations

from flask import Blueprint, Response, request
from marshmallow import fields

from backend.clock import utcnow
from backend.console.doors import open_to_strangers
from backend.console.forms import Form, FormSchema
from backend.console.frame import go, page
from backend.console.words import say
from backend.domain.errors import DomainError, LinkExpired
from backend.services import invitations
from backend.web import invitations as links
from backend.web import session

bp = Blueprint("console_invitations", __name__, url_prefix="/invitation")


class ChoiceForm(FormSchema):
    password = fields.String(required=True)
    again = fields.String(required=True)


@bp.get("/<token>")
@open_to_strangers
def show(token: str) -> Response:
    return _page(token, Form(ChoiceForm))


@bp.post("/<token>")
@open_to_strangers
def choose(token: str) -> Response:
    form = Form(ChoiceForm, request.form)
    if form.read() and form.values["password"] != form.values["again"]:
        form.errors["again"] = say("invitation.differs")
    if form.errors:
        return _page(token, form, 422)
    try:
        email = links.accept(token, form.values["password"])
        session.sign_in(email, form.values["password"])
    except LinkExpired:
        raise
    except DomainError as error:
        form.refuse(error)
        return _page(token, form, 422)
    return go("/")


def _page(token: str, form: Form, status: int = 200) -> Response:
    invited = invitations.look(token, now=utcnow())
    return page("invitation.html", status, form=form, name=invited.name)
