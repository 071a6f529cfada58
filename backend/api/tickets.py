"""Tickets, to be read by other programs of the office."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, request
from marshmallow import Schema, fields

from backend.api.auth import current_actor
from backend.api.openapi import documented, many
from backend.api.paging import PageSchema
from backend.domain.missions import MissionStatus
from backend.domain.tickets import TicketKind, TicketStatus
from backend.services.ticket_events import access_ticket
from backend.services.ticket_lists import TicketFilter, visible_tickets

bp = Blueprint("tickets", __name__, url_prefix="/api/tickets")


class TicketQuerySchema(PageSchema):
    status = fields.Enum(TicketStatus, by_value=True, load_default=None)
    client_id = fields.UUID(load_default=None)


class TicketBriefSchema(Schema):
    id = fields.UUID(required=True)
    number = fields.String(required=True)
    title = fields.String(required=True)
    kind = fields.Enum(TicketKind, by_value=True, required=True)
    status = fields.Enum(TicketStatus, by_value=True, required=True)
    blocking = fields.Boolean(required=True)
    client_id = fields.UUID(required=True)
    opened_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(required=True, allow_none=True)


class TicketRowSchema(TicketBriefSchema):
    client_name = fields.String(required=True)
    city = fields.String(required=True)
    mission_id = fields.UUID(required=True, allow_none=True)
    mission_status = fields.Enum(MissionStatus, by_value=True, required=True, allow_none=True)
    technician_name = fields.String(required=True)


class TicketSchema(TicketBriefSchema):
    problem = fields.String(required=True)
    solution = fields.String(required=True)
    caller_first_name = fields.String(required=True)
    caller_last_name = fields.String(required=True)
    caller_phone = fields.String(required=True)
    contract_number = fields.String(required=True)
    resolved_at = fields.AwareDateTime(required=True, allow_none=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)


@bp.get("")
@documented(answers={200: many(TicketRowSchema)}, query=TicketQuerySchema)
def list_tickets() -> list[dict[str, Any]]:
    """List the tickets I may see, the nearest deadline first."""
    wanted = TicketFilter(**TicketQuerySchema().load(request.args))
    found: list[dict[str, Any]] = TicketRowSchema(many=True).dump(
        visible_tickets(current_actor(), wanted)
    )
    return found


@bp.get("/<uuid:ticket_id>")
@documented(answers={200: TicketSchema})
def show(ticket_id: UUID) -> dict[str, Any]:
    """Show one ticket."""
    found: dict[str, Any] = TicketSchema().dump(access_ticket(current_actor(), ticket_id))
    return found
