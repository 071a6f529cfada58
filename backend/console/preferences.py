"""Language and colours, chosen by the person who looks."""

from __future__ import annotations

from flask import Blueprint, Response, request
from marshmallow import fields, validate

from backend.config import LANGUAGES
from backend.console.doors import open_to_strangers, own_path
from backend.console.forms import Form, FormSchema
from backend.console.frame import THEME_COOKIE, THEMES, go
from backend.database import transaction
from backend.services import accounts
from backend.web import language
from backend.web.session import current_person

bp = Blueprint("console_preferences", __name__)
A_YEAR = 365 * 24 * 3600


class PreferencesForm(FormSchema):
    language = fields.String(validate=validate.OneOf(LANGUAGES))
    theme = fields.String(validate=validate.OneOf(THEMES))
    next = fields.String()


@bp.post("/preferences")
@open_to_strangers
def choose() -> Response:
    form = Form(PreferencesForm, request.form)
    form.read()
    answer = go(own_path(form.values.get("next", "")))
    if "theme" in form.values:
        answer.set_cookie(
            THEME_COOKIE, form.values["theme"], max_age=A_YEAR, secure=True, samesite="Lax"
        )
    if "language" in form.values:
        language.remember(answer, form.values["language"])
        person = current_person()
        if person is not None:
            with transaction():
                accounts.choose_language(person.actor, form.values["language"])
    return answer
