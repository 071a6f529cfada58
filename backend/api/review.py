"""Routes for what people must choose: conflicts, and work that came too late."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from marshmallow import Schema, fields, validate

from backend.api.auth import current_actor
from backend.api.openapi import documented, many
from backend.clock import utcnow
from backend.database import transaction
from backend.sync import review

bp = Blueprint("review", __name__, url_prefix="/api/sync")


class ConflictSchema(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    entity_id = fields.UUID(required=True)
    scope = fields.String(required=True, attribute="scope_id")
    field = fields.String(required=True)
    base = fields.Dict(required=True)
    theirs = fields.Dict(required=True)
    mine = fields.Dict(required=True)
    by = fields.UUID(required=True)
    at = fields.AwareDateTime(required=True)
    state = fields.String(required=True)


class ChoiceSchema(Schema):
    choice = fields.String(required=True, validate=validate.OneOf(sorted(review.STATES)))


class QuarantineSchema(Schema):
    id = fields.UUID(required=True)
    user_id = fields.UUID(required=True)
    n = fields.Integer(required=True)
    reason = fields.String(required=True)
    mutation = fields.Dict(required=True)
    at = fields.AwareDateTime(required=True)
    state = fields.String(required=True)


class DecisionSchema(Schema):
    choice = fields.String(required=True, validate=validate.OneOf(["apply", "discard"]))
    reason = fields.String(load_default="", validate=validate.Length(max=1000))


@bp.get("/conflicts")
@documented(answers={200: many(ConflictSchema)})
def list_conflicts() -> list[dict[str, Any]]:
    """List open conflicts: those of my scopes; at the desk, all."""
    found = review.visible_conflicts(current_actor(), now=utcnow())
    shown: list[dict[str, Any]] = ConflictSchema(many=True).dump(found)
    return shown


@bp.post("/conflicts/<uuid:conflict_id>")
@documented(body=ChoiceSchema, answers={204: None})
def settle(conflict_id: UUID) -> Response:
    """Let `theirs` or `mine` stand, or what stands now (`merged`)."""
    choice = ChoiceSchema().load(request.get_json())["choice"]
    with transaction():
        review.settle_conflict(current_actor(), conflict_id, choice, now=utcnow())
    return Response(status=204)


@bp.get("/quarantine")
@documented(answers={200: many(QuarantineSchema)})
def list_quarantine() -> list[dict[str, Any]]:
    """List work that waits for a decision: my own; at the desk, all."""
    found = review.visible_quarantine(current_actor())
    shown: list[dict[str, Any]] = QuarantineSchema(many=True).dump(found)
    return shown


@bp.post("/quarantine/<uuid:quarantine_id>")
@documented(body=DecisionSchema, answers={204: None})
def decide(quarantine_id: UUID) -> Response:
    """Apply the work as its person did it, or discard it with a reason. For the desk."""
    body = DecisionSchema().load(request.get_json())
    actor, now = current_actor(), utcnow()
    with transaction():
        if body["choice"] == "apply":
            review.apply_quarantined(actor, quarantine_id, now=now)
        else:
            review.discard_quarantined(actor, quarantine_id, body["reason"], now=now)
    return Response(status=204)
