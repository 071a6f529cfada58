"""People with an account, to be read by other programs of the firm."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, request
from marshmallow import Schema, fields, validate

from backend.api.auth import current_actor
from backend.api.openapi import documented, many
from backend.domain.actors import Role
from backend.services import users

bp = Blueprint("users", __name__, url_prefix="/api/users")


class UserQuerySchema(Schema):
    text = fields.String(load_default="", validate=validate.Length(max=200))
    with_leavers = fields.Boolean(load_default=False)


class UserSchema(Schema):
    id = fields.UUID(required=True)
    email = fields.String(required=True)
    first_name = fields.String(required=True)
    last_name = fields.String(required=True)
    phone = fields.String(required=True)
    roles = fields.List(fields.String(validate=validate.OneOf([*Role])), required=True)
    language = fields.String(required=True)
    client_id = fields.UUID(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    left_at = fields.AwareDateTime(required=True, allow_none=True)


@bp.get("")
@documented(answers={200: many(UserSchema)}, query=UserQuerySchema)
def list_users() -> list[dict[str, Any]]:
    """List the people I may see, by name."""
    asked = UserQuerySchema().load(request.args)
    found: list[dict[str, Any]] = UserSchema(many=True).dump(
        users.visible_users(current_actor(), **asked)
    )
    return found


@bp.get("/<uuid:user_id>")
@documented(answers={200: UserSchema})
def show(user_id: UUID) -> dict[str, Any]:
    """Show one person; everybody may see herself."""
    found: dict[str, Any] = UserSchema().dump(users.access_user(current_actor(), user_id))
    return found
