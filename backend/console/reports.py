"""The page of one report, its paper, and a new try when the paper failed."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, make_response, request, url_for

from backend.clock import utcnow
from backend.config import current_settings
from backend.console.doors import open_to
from backend.console.frame import go, page
from backend.database import transaction
from backend.domain.actors import Role
from backend.domain.errors import NotFound
from backend.services import paper_queue, reports, sheets
from backend.services.blob_folder import BlobFolder
from backend.web.session import current_actor

bp = Blueprint("console_reports", __name__, url_prefix="/reports")
READERS = (Role.DISPATCHER, Role.DIRECTOR, Role.BACK_OFFICE)


@bp.get("/<uuid:report_id>")
@open_to(*READERS)
def show(report_id: UUID) -> Response:
    """Show a report; whoever sees papers is led to it with its billing item beside."""
    actor = current_actor()
    item = sheets.billing_of(actor, report_id)
    if item is not None:
        return go(url_for("console_billing.show", billing_id=item.id))
    return page("report.html", visit=sheets.report_sheet(actor, report_id))


@bp.get("/<uuid:report_id>/paper")
@open_to(*READERS)
def paper(report_id: UUID) -> Response:
    """Answer the sealed PDF, to look at or, with `download=1`, to keep."""
    report = reports.access_report(current_actor(), report_id)
    folder = BlobFolder(current_settings().blobs)
    data = folder.read(report.pdf_sha256) if report.pdf_sha256 else None
    if data is None:
        raise NotFound
    answer = make_response(data)
    answer.headers["Content-Type"] = "application/pdf"
    how = "attachment" if request.args.get("download") else "inline"
    answer.headers["Content-Disposition"] = f'{how}; filename="{report.number}.pdf"'
    return answer


@bp.post("/<uuid:report_id>/print")
@open_to(Role.DISPATCHER, Role.BACK_OFFICE)
def print_again(report_id: UUID) -> Response:
    actor = current_actor()
    with transaction():
        paper_queue.ask_again(actor, report_id, now=utcnow())
    return go(url_for("console_reports.show", report_id=report_id, said="print"))
