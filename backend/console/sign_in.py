"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, Response, request
from marshmallow import fields, validate

from backend.console.doors import open_to_strangers, own_path
from backend.console.forms import Form, FormSchema
from backend.console.frame import go, page
from backend.domain.errors import DomainError, TooManyAttempts
from backend.web import session
from backend.web.session import current_person

bp = Blueprint("console_sign_in", __name__)


class SignInForm(FormSchema):
    email = fields.String(required=True, validate=validate.Length(max=200))
    password = fields.String(required=True, validate=validate.Length(max=1000))
    next = fields.String()


@bp.get("/sign-in")
@open_to_strangers
def show() -> Response:
    wanted = own_path(request.args.get("next", ""))
    if current_person() is not None:
        return go(wanted)
    return page("sign_in.html", form=Form(SignInForm, initial={"next": wanted}))


@bp.post("/sign-in")
@open_to_strangers
def enter() -> Response:
    form = Form(SignInForm, request.form)
    if not form.read():
        return page("sign_in.html", 422, form=form)
    try:
        session.sign_in(form.values["email"], form.values["password"])
    except TooManyAttempts as error:
        form.refuse(error)
        return page("sign_in.html", 429, form=form)
    except DomainError as error:
        form.refuse(error)
        return page("sign_in.html", 422, form=form)
    return go(own_path(form.values.get("next", "")))


@bp.post("/sign-out")
@open_to_strangers
def leave() -> Response:
    session.sign_out()
    return go("/sign-in")
