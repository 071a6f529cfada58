"""The door to a report, and who may still write in it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from backend.clock import utcnow
from backend.database import db
from backend.domain.actors import Actor
from backend.domain.door import REPORT_READERS, absent
from backend.domain.errors import Forbidden, ReportSealed
from backend.domain.reports import STEPS, ReportStatus
from backend.domain.states import require_may
from backend.models import Mission, Report
from backend.services.grants import has_grant


def access_report(
    actor: Actor, report_id: UUID, *, mode: str = "read", now: datetime | None = None
) -> Report:
    """Return the report, or raise NotFound if there is none or the actor may not see it.

    `mode` is what a technician's grant on the mission must allow: read or write.
    """
    report = db.session.get(Report, report_id)
    if report is None or report.deleted_at is not None:
        raise absent()
    if actor.has(*REPORT_READERS):
        return report
    if not has_grant(actor.user_id, report.scope_id, mode=mode, now=now or utcnow()):
        raise absent()
    return report


def own_report(actor: Actor, report_id: UUID, command: str, *, now: datetime) -> Report:
    """Return a report that the actor may freeze, thaw or close: that of a mission of his own."""
    report = access_report(actor, report_id, mode="write", now=now)
    require_may(STEPS, command, actor)
    mission = db.session.get_one(Mission, report.mission_id)
    if mission.technician_id != actor.user_id:
        raise Forbidden("This is another technician's mission.")
    return report


def editable_report(actor: Actor, report_id: UUID, *, now: datetime | None = None) -> Report:
    """Return a report that the actor may still change, or raise NotFound or ReportSealed."""
    report = access_report(actor, report_id, mode="write", now=now)
    if report.status is not ReportStatus.DRAFT:
        raise ReportSealed("What was signed does not change.")
    return report
