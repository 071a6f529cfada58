"""Missions, to be read by other programs of the office and by their technicians."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, request
from marshmallow import Schema, fields

from backend.api.auth import current_actor
from backend.api.openapi import documented, many
from backend.api.paging import PageSchema
from backend.clock import utcnow
from backend.domain.missions import MissionNature, MissionStatus
from backend.services.mission_lists import MissionFilter, access_mission, visible_missions

bp = Blueprint("missions", __name__, url_prefix="/api/missions")


class MissionQuerySchema(PageSchema):
    status = fields.Enum(MissionStatus, by_value=True, load_default=None)
    technician_id = fields.UUID(load_default=None)
    client_id = fields.UUID(load_default=None)


class MissionBriefSchema(Schema):
    id = fields.UUID(required=True)
    number = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Enum(MissionStatus, by_value=True, required=True)
    urgent = fields.Boolean(required=True)
    client_id = fields.UUID(required=True)
    ticket_id = fields.UUID(required=True, allow_none=True)
    ticket_number = fields.String(required=True)
    technician_id = fields.UUID(required=True, allow_none=True)
    starts_at = fields.AwareDateTime(required=True, allow_none=True)
    ends_at = fields.AwareDateTime(required=True, allow_none=True)
    due_at = fields.AwareDateTime(required=True, allow_none=True)
    estimated_minutes = fields.Integer(required=True)
    skill = fields.String(required=True)


class MissionRowSchema(MissionBriefSchema):
    client_name = fields.String(required=True)
    city = fields.String(required=True)
    technician_name = fields.String(required=True)


class TodoSchema(Schema):
    id = fields.String(required=True)
    text = fields.String(required=True)
    done = fields.Boolean(required=True)


class MissionSchema(MissionBriefSchema):
    site_id = fields.UUID(required=True)
    nature = fields.Enum(MissionNature, by_value=True, required=True)
    problem = fields.String(required=True)
    todo = fields.List(fields.Nested(TodoSchema), required=True)
    timezone = fields.String(required=True)
    visits = fields.Integer(required=True)


@bp.get("")
@documented(answers={200: many(MissionRowSchema)}, query=MissionQuerySchema)
def list_missions() -> list[dict[str, Any]]:
    """List the missions I may see, the newest first."""
    asked = MissionQuerySchema().load(request.args)
    status = asked.pop("status")
    wanted = MissionFilter(statuses=(status,) if status else (), **asked)
    found: list[dict[str, Any]] = MissionRowSchema(many=True).dump(
        visible_missions(current_actor(), wanted, now=utcnow())
    )
    return found


@bp.get("/<uuid:mission_id>")
@documented(answers={200: MissionSchema})
def show(mission_id: UUID) -> dict[str, Any]:
    """Show one mission."""
    found: dict[str, Any] = MissionSchema().dump(
        access_mission(current_actor(), mission_id, now=utcnow())
    )
    return found
