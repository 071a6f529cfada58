"""People with an account: who they are, what they may, and how they are switched off."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from marshmallow import fields, validate

from backend.clock import utcnow
from backend.config import LANGUAGES, current_settings
from backend.console.doors import open_to
from backend.console.forms import Form, FormSchema
from backend.console.frame import go, page, wants_fragment
from backend.console.words import sentence
from backend.database import transaction
from backend.domain.actors import Actor, Role
from backend.domain.errors import DomainError
from backend.models import User
from backend.services import catalogue, devices, sessions, users
from backend.services.users import Profile
from backend.web import invitations as links
from backend.web.session import current_actor

bp = Blueprint("console_users", __name__, url_prefix="/users")
NAME = validate.Length(max=100)
FIRM = tuple(role for role in Role if role is not Role.REFERENT)
LEVELS = ("", "1", "2", "3")


class PersonForm(FormSchema):
    first_name = fields.String(required=True, validate=NAME)
    last_name = fields.String(required=True, validate=NAME)
    email = fields.String(required=True, validate=validate.Length(max=200))
    phone = fields.String(validate=validate.Length(max=40), load_default="")
    language = fields.String(validate=validate.OneOf(LANGUAGES), load_default="fr")
    roles = fields.List(fields.Enum(Role, by_value=True), load_default=list)
    home_city = fields.String(validate=validate.Length(max=200), load_default="")
    clearances = fields.List(fields.String(validate=validate.Length(max=60)), load_default=list)


@bp.get("")
@open_to(Role.ADMIN)
def index() -> Response:
    wanted = request.args.get("q", "").strip()
    gone = request.args.get("gone") == "1"
    found = users.visible_users(current_actor(), wanted, with_leavers=gone)
    template = "parts/user_rows.html" if wants_fragment() else "users.html"
    return page(template, people=found, q=wanted, gone=gone, Roles=Role)


@bp.get("/new")
@open_to(Role.ADMIN)
def new() -> Response:
    return _form(Form(PersonForm, initial={"language": "fr"}))


@bp.post("/new")
@open_to(Role.ADMIN)
def invite() -> Response:
    actor = current_actor()
    form = Form(PersonForm, request.form)
    if not form.read(needed=("roles",)):
        return _form(form, status=422)
    try:
        with transaction():
            user = users.create_user(actor, _profile(form, None), now=utcnow())
        links.send(actor, user.id)
    except DomainError as error:
        form.refuse(error)
        return _form(form, status=422)
    return go(url_for("console_users.show", user_id=user.id, said="invited"))


@bp.get("/<uuid:user_id>")
@open_to(Role.ADMIN)
def show(user_id: UUID) -> Response:
    user = users.access_user(current_actor(), user_id)
    return _form(Form(PersonForm, initial=_initial(user)), user)


@bp.post("/<uuid:user_id>")
@open_to(Role.ADMIN)
def save(user_id: UUID) -> Response:
    actor = current_actor()
    user = users.access_user(actor, user_id)
    form = Form(PersonForm, request.form)
    if form.read(needed=("roles",)):
        try:
            with transaction():
                users.update_user(actor, user_id, _profile(form, user), now=utcnow())
        except DomainError as error:
            form.refuse(error)
        else:
            return go(url_for("console_users.show", user_id=user_id, said="saved"))
    return _form(form, user, 422)


@bp.post("/<uuid:user_id>/<any(invite,leave):act>")
@open_to(Role.ADMIN)
def act(user_id: UUID, act: str) -> Response:
    actor = current_actor()
    try:
        if act == "invite":
            links.send(actor, user_id)
        else:
            with transaction():
                users.leave(actor, user_id, now=utcnow())
    except DomainError as error:
        user = users.access_user(actor, user_id)
        return _form(Form(PersonForm, initial=_initial(user)), user, 409, sentence(error))
    said = "invited" if act == "invite" else "left"
    return go(url_for("console_users.show", user_id=user_id, said=said))


@bp.post("/<uuid:user_id>/sessions/<uuid:session_id>/end")
@open_to(Role.ADMIN)
def end_session(user_id: UUID, session_id: UUID) -> Response:
    users.access_user(current_actor(), user_id)
    with transaction():
        sessions.end_session(user_id, session_id, now=utcnow())
    return go(url_for("console_users.show", user_id=user_id, said="ended"))


@bp.post("/<uuid:user_id>/devices/<uuid:device_id>/<any(revoke,wipe):step>")
@open_to(Role.ADMIN)
def end_device(user_id: UUID, device_id: UUID, step: str) -> Response:
    run = devices.wipe if step == "wipe" else devices.revoke
    with transaction():
        run(current_actor(), device_id, now=utcnow())
    return go(url_for("console_users.show", user_id=user_id, said="ended"))


def _profile(form: Form, user: User | None) -> Profile:
    """Return what the form says of a person; the client of a referent stays as it was."""
    values: dict[str, Any] = {**form.values, "roles": tuple(form.values["roles"])}
    values["clearances"] = tuple(values["clearances"])
    found = Profile(**values, skills=_skills())
    return replace(found, client_id=user.client_id) if user else found


def _skills() -> dict[str, int]:
    levels = {
        row.code: request.form.get(f"skill-{row.code}", "") for row in catalogue.rows("skill")
    }
    return {code: int(level) for code, level in levels.items() if level in LEVELS[1:]}


def _initial(user: User) -> dict[str, str]:
    profile = users.profile_of(user)
    return {
        "first_name": profile.first_name,
        "last_name": profile.last_name,
        "email": profile.email,
        "phone": profile.phone,
        "language": profile.language,
        "roles": ",".join(role.value for role in profile.roles),
        "home_city": profile.home_city,
        "clearances": ",".join(profile.clearances),
        **{f"skill-{code}": str(level) for code, level in profile.skills.items()},
    }


def _form(form: Form, user: User | None = None, status: int = 200, refusal: str = "") -> Response:
    return page(
        "user.html",
        status,
        form=form,
        user=user,
        refusal=refusal,
        roles=FIRM if user is None or user.client_id is None else (Role.REFERENT,),
        skills=catalogue.rows("skill"),
        clearances=catalogue.rows("clearance"),
        levels=LEVELS,
        **_machines(current_actor(), user),
    )


def _machines(actor: Actor, user: User | None) -> dict[str, object]:
    """Return where a person is signed in and which phones she has."""
    if user is None:
        return {"open_sessions": (), "phones": ()}
    idle = current_settings().session_idle
    return {
        "open_sessions": sessions.list_sessions(user.id, idle, now=utcnow()),
        "phones": devices.visible_devices(actor, user.id),
    }
