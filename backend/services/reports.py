"""Reports: written on site, frozen, signed, closed in one act.

Everything others need of reports is imported here.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.database import db, hold
from backend.domain.actors import Actor
from backend.domain.door import absent
from backend.domain.errors import IllegalTransition
from backend.domain.missions import OPEN, EventKind
from backend.domain.missions import next_status as next_mission_status
from backend.domain.reports import PdfState, ReportStatus, SigningOutcome, next_status
from backend.domain.tickets import LIVE, TicketEventKind
from backend.domain.tickets import next_status as next_ticket_status
from backend.models import Mission, Report, Ticket
from backend.services import (
    audit,
    bookings,
    grants,
    history,
    inventory,
    mission_rights,
    report_checks,
    report_content,
    settlement,
)
from backend.services.inbox import InboxFilter, InboxRow, inbox
from backend.services.mission_events import Happening, write
from backend.services.mission_lists import access_mission
from backend.services.missions import open_missions_of
from backend.services.numbers import next_number
from backend.services.report_door import access_report, editable_report, own_report
from backend.services.ticket_events import write_ticket

__all__ = [
    "InboxFilter",
    "InboxRow",
    "access_report",
    "close_report",
    "editable_report",
    "freeze",
    "inbox",
    "start_report",
    "thaw",
]
READABLE_AFTERWARDS = timedelta(days=30)


def start_report(
    actor: Actor, mission_id: UUID, report_id: UUID, *, at: datetime, now: datetime
) -> Report:
    """Open the report of a visit under the id that the phone chose; a replay changes nothing."""
    mission = access_mission(actor, mission_id, mode="write", now=now)
    known = db.session.get(Report, report_id)
    if known is not None:
        if known.mission_id != mission.id:
            raise absent()
        return known
    if mission.technician_id != actor.user_id:
        raise absent()
    if mission.status not in OPEN:
        raise IllegalTransition("mission", mission.status.value, "start_report")
    report = Report(
        id=report_id,
        scope_id=mission.scope_id,
        mission_id=mission.id,
        ticket_id=mission.ticket_id,
        client_id=mission.client_id,
        technician_id=actor.user_id,
        started_at=at,
    )
    db.session.add(report)
    db.session.flush()
    return report


def freeze(
    actor: Actor, report_id: UUID, canonical: dict[str, Any], content_sha256: str, *, now: datetime
) -> Report:
    """Fix the content that is signed; ContentMismatch when it is not what the rows say.

    Whoever freezes signs for the whole mission: after a change of technician, the report is his.
    """
    report = own_report(actor, report_id, "freeze", now=now)
    status = next_status(report.status, "freeze")
    report.technician_id = actor.user_id
    db.session.flush()
    report_content.require_same(report, canonical, content_sha256, now=now)
    if report.content_sha256 != content_sha256:
        _void_signatures(report, now=now)
    # The visit ends when the report is read on site; the server may learn of it much later.
    report.status, report.frozen_at = status, min(report.ended_at or now, now)
    report.frozen, report.content_sha256 = canonical, content_sha256
    return report


def thaw(actor: Actor, report_id: UUID, *, now: datetime) -> Report:
    """Open a frozen report for changes; its signatures are void."""
    report = own_report(actor, report_id, "thaw", now=now)
    report.status = next_status(report.status, "thaw")
    _void_signatures(report, now=now)
    report.frozen = report.content_sha256 = report.frozen_at = None
    return report


def close_report(
    actor: Actor,
    report_id: UUID,
    *,
    at: datetime,
    now: datetime,
    outcome: SigningOutcome | None = None,
    outcome_reason: str = "",
) -> Report:
    """Close a frozen report, and with it everything that follows, in one act (A-30).

    `outcome` says how the signing ended; without one, what was set before counts. Closed again,
    nothing happens.
    """
    report = own_report(actor, report_id, "close", now=now)
    if report.status is ReportStatus.CLOSED:
        return report
    status = next_status(report.status, "close")
    report.outcome = outcome or report.outcome
    report.outcome_reason = outcome_reason.strip() or report.outcome_reason
    db.session.flush()
    mission = db.session.get_one(Mission, report.mission_id)
    if mission.status not in OPEN:  # Another report of it was closed: one visit is billed once.
        raise IllegalTransition("mission", mission.status.value, "close_report")
    report_checks.require_complete(report)
    at = min(at, now)
    report.status, report.closed_at = status, at
    report.ended_at = report.ended_at or at
    report.number = next_number("R", now=now)
    report.pdf_state = PdfState.DUE
    _finish_mission(actor, mission, report, now=now)
    _resolve_ticket(actor, report, now=now)
    inventory.apply_changes(report, now=now)
    settlement.make_billing_item(report, now=now)
    history.add_visit(report, mission, by_name=actor.name, at=at)
    audit.record(actor, "report.closed", "report", report.id, report.number, now=now)
    db.session.flush()
    return report


def _finish_mission(actor: Actor, mission: Mission, report: Report, *, now: datetime) -> None:
    at = report.closed_at or now
    mission.status = next_mission_status(mission.status, "finish")
    bookings.end(bookings.booking_of(mission.id), at, now=now)
    event = write(actor, mission, Happening(EventKind.DONE, at, report.number), now=now)
    db.session.flush()
    mission_rights.announce(mission.created_by, "report_closed", mission, event)
    grants.end_later(mission_rights.cause_of(mission), now + READABLE_AFTERWARDS)


def _resolve_ticket(actor: Actor, report: Report, *, now: datetime) -> None:
    """Close the ticket technically, unless the problem remains or another mission is open."""
    ticket = hold(Ticket, report.ticket_id) if report.ticket_id else None
    if ticket is None or ticket.status not in LIVE:
        return
    if open_missions_of(ticket.id):
        write_ticket(actor, ticket, TicketEventKind.FIELD, report.actions_done, now=now)
    elif report.solved:
        ticket.status = next_ticket_status(ticket.status, "close_in_field")
        ticket.solution = report.actions_done
        ticket.resolved_at, ticket.resolved_by = report.closed_at, actor.user_id
        write_ticket(actor, ticket, TicketEventKind.RESOLVED, report.actions_done, now=now)
    else:
        ticket.status = next_ticket_status(ticket.status, "unsolved_in_field")
        write_ticket(actor, ticket, TicketEventKind.FIELD, report.actions_done, now=now)


def _void_signatures(report: Report, *, now: datetime) -> None:
    for signature in report_checks.live_signatures(report):
        signature.voided_at = now
