"""Reports, to be read by other programs of the office and by their technicians."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint
from marshmallow import Schema, fields

from backend.api.auth import current_actor
from backend.api.openapi import documented
from backend.clock import utcnow
from backend.domain.reports import PdfState, ReportStatus
from backend.services.report_door import access_report

bp = Blueprint("reports", __name__, url_prefix="/api/reports")


class ReportSchema(Schema):
    id = fields.UUID(required=True)
    number = fields.String(required=True)
    status = fields.Enum(ReportStatus, by_value=True, required=True)
    mission_id = fields.UUID(required=True)
    client_id = fields.UUID(required=True)
    technician_id = fields.UUID(required=True)
    started_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    actions_done = fields.String(required=True)
    problems_met = fields.String(required=True)
    reservations = fields.String(required=True)
    content_sha256 = fields.String(required=True, allow_none=True)
    pdf_state = fields.Enum(PdfState, by_value=True, required=True)


@bp.get("/<uuid:report_id>")
@documented(answers={200: ReportSchema})
def show(report_id: UUID) -> dict[str, Any]:
    """Show one report."""
    found: dict[str, Any] = ReportSchema().dump(
        access_report(current_actor(), report_id, now=utcnow())
    )
    return found
