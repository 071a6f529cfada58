"""The page of one mission: its sheet, its timeline, what the desk may do with it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request, url_for
from marshmallow import fields, validate

from backend.clock import utcnow
from backend.console.doors import open_to
from backend.console.forms import Form, FormSchema
from backend.console.frame import go, page
from backend.console.stories import mission_story
from backend.database import transaction
from backend.domain.actors import Role
from backend.domain.errors import DomainError
from backend.services import missions
from backend.web.session import current_actor

bp = Blueprint("console_missions", __name__, url_prefix="/missions")
OFFICE = (Role.DISPATCHER, Role.DIRECTOR, Role.BACK_OFFICE)


class CancelForm(FormSchema):
    reason = fields.String(required=True, validate=validate.Length(max=2000))


@bp.get("/<uuid:mission_id>")
@open_to(*OFFICE)
def show(mission_id: UUID) -> Response:
    story = mission_story(current_actor(), mission_id)
    return page("mission.html", form=Form(CancelForm), **story)


@bp.post("/<uuid:mission_id>/cancel")
@open_to(Role.DISPATCHER, Role.BACK_OFFICE)
def cancel(mission_id: UUID) -> Response:
    actor = current_actor()
    form = Form(CancelForm, request.form)
    if form.read():
        try:
            with transaction():
                missions.cancel(actor, mission_id, form.values["reason"], now=utcnow())
        except DomainError as error:
            form.refuse(error)
        else:
            target = url_for("console_missions.show", mission_id=mission_id, said="cancelled")
            return go(target)
    return page("mission.html", 422, form=form, **mission_story(actor, mission_id))
