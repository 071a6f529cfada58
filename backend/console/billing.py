"""The inbox of the back office: every closed ticket with what follows from it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, make_response, request, url_for

from backend.clock import utcnow
from backend.console import words
from backend.console.doors import open_to
from backend.console.frame import go, page, wants_fragment
from backend.database import transaction
from backend.domain.actors import Role
from backend.domain.errors import DomainError
from backend.domain.reports import PdfState
from backend.domain.settlement import BillingStatus
from backend.models import BillingItem, Report
from backend.services import reports, settlement, sheets
from backend.services.reports import InboxFilter, InboxRow
from backend.web.session import current_actor

bp = Blueprint("console_billing", __name__, url_prefix="/inbox")
READERS = (Role.BACK_OFFICE, Role.DIRECTOR)
STATES = (*(status.value for status in BillingStatus), "all")
COLUMNS = (
    "number", "client", "ticket", "report", "title", "technician", "closed_at", "outcome",
    "settlement", "status", "total_eur", "debit_minutes",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")
Step = Callable[..., BillingItem]
STEPS: dict[str, Step] = {"validate": settlement.validate, "paid": settlement.mark_paid}


@bp.get("")
@open_to(*READERS)
def index() -> Response:
    state = request.args.get("state", BillingStatus.TO_VALIDATE.value)
    rows = reports.inbox(current_actor(), _filter(state))
    failed = [row for row in rows if row.pdf_state is PdfState.FAILED]
    template = "parts/inbox_rows.html" if wants_fragment() else "inbox.html"
    return page(template, rows=rows, state=state, states=STATES, failed=failed, q=_text(), said="")


@bp.get("/export.csv")
@open_to(*READERS)
def export() -> Response:
    """Answer the list as a file for accounting; amounts without tax, with a point."""
    wanted = replace(_filter(request.args.get("state", "all")), limit=None)
    rows = reports.inbox(current_actor(), wanted)
    answer = make_response(_csv(rows))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    name = f"nomade-{words.today().isoformat()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.get("/<uuid:billing_id>")
@open_to(*READERS)
def show(billing_id: UUID) -> Response:
    return _page(billing_id)


@bp.post("/<uuid:billing_id>/<any(validate,paid):step>")
@open_to(Role.BACK_OFFICE)
def take(billing_id: UUID, step: str) -> Response:
    actor = current_actor()
    try:
        with transaction():
            STEPS[step](actor, billing_id, now=utcnow())
    except DomainError as error:
        return _page(billing_id, words.sentence(error), 409)
    return go(url_for("console_billing.show", billing_id=billing_id, said=step))


def _page(billing_id: UUID, refusal: str = "", status: int = 200) -> Response:
    actor = current_actor()
    sheet = sheets.billing_sheet(actor, billing_id)
    report_id = sheet.item.report_id
    visit = sheets.report_sheet(actor, report_id) if report_id else None
    bank = _bank(visit.report) if visit else None
    return page("billing.html", status, billing=sheet, visit=visit, refusal=refusal, bank=bank)


def _bank(report: Report) -> tuple[int, int] | None:
    """Return the hours before and after, in minutes, as the client saw them when she signed."""
    signed = (report.frozen or {}).get("settlement") or {}
    before, after = signed.get("bank_before"), signed.get("bank_after")
    return None if before is None or after is None else (int(before), int(after))


def _text() -> str:
    return request.args.get("q", "").strip()[:100]


def _filter(state: str) -> InboxFilter:
    known = {status.value: status for status in BillingStatus}
    return InboxFilter(known.get(state), _text())


def _csv(rows: Iterable[InboxRow]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(words.say(f"export.{name}") for name in COLUMNS)
    writer.writerows([_harmless(cell) for cell in _cells(row)] for row in rows)
    return "\ufeff" + text.getvalue()


def _cells(row: InboxRow) -> tuple[str, ...]:
    return (
        row.billing_number,
        row.client_name,
        row.ticket_number,
        row.report_number,
        row.title,
        row.technician_name,
        _stamp(row.closed_at),
        words.label(row.outcome),
        words.label(row.billing_outcome),
        words.label(row.billing_status),
        f"{row.total_cents / 100:.2f}",
        str(row.debit_minutes),
    )


def _stamp(at: datetime | None) -> str:
    return "" if at is None else words.local(at).strftime("%Y-%m-%d %H:%M")


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from running a cell that somebody typed as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
