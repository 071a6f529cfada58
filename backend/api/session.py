"""Signing in, who am I, signing out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from flask_wtf.csrf import generate_csrf
from marshmallow import Schema, fields, validate

from backend.api.openapi import documented
from backend.domain.actors import Role
from backend.web import session
from backend.web.csrf import is_ours, protect

bp = Blueprint("session", __name__, url_prefix="/api/session")


class SignInSchema(Schema):
    email = fields.String(required=True, validate=validate.Length(1, 200))
    password = fields.String(required=True, validate=validate.Length(1, 1000))


class PersonSchema(Schema):
    id = fields.UUID(required=True, attribute="user_id")
    name = fields.String(required=True)
    roles = fields.List(fields.Enum(Role, by_value=True), required=True)
    language = fields.String(required=True)


class SessionSchema(Schema):
    user = fields.Nested(PersonSchema, required=True, allow_none=True)
    csrf = fields.String(required=True)


@bp.get("")
@documented(answers={200: SessionSchema}, public=True)
def who_am_i() -> dict[str, Any]:
    """Say who is signed in (`user` is null for nobody), and give the token for unsafe requests."""
    return _answer()


@bp.post("")
@protect.exempt
@documented(body=SignInSchema, answers={200: SessionSchema}, public=True)
def sign_in() -> dict[str, Any]:
    """Sign in. Needs the token of GET, or a browser's own word that this is our page."""
    if not is_ours(request.headers.get("Origin", "")):
        protect.protect()
    body = SignInSchema().load(request.get_json())
    session.sign_in(body["email"], body["password"])
    return _answer()


@bp.delete("")
@documented(answers={204: None}, public=True)
def sign_out() -> Response:
    """End the session for good."""
    session.sign_out()
    return Response(status=204)


def _answer() -> dict[str, Any]:
    person = session.current_person()
    shown = None if person is None else person.actor
    dumped: dict[str, Any] = SessionSchema().dump({"user": shown, "csrf": generate_csrf()})
    return dumped
