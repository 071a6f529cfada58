"""Which papers are due, who prints them, and what became of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from backend.database import db
from backend.domain.actors import Actor
from backend.domain.door import DESK, absent
from backend.domain.errors import IllegalTransition
from backend.domain.reports import PdfState
from backend.models import BlobRef, PaperJob, Report
from backend.services import audit

LEASE = timedelta(minutes=2)
MOST_TRIES = 5
PHOTO_WAIT = timedelta(hours=24)
AWAITED = "pdf_photos_awaited"
GAVE_UP = "pdf_gave_up"
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def due_papers(*, now: datetime, limit: int = 50) -> list[UUID]:
    """Return reports whose paper is due and that nobody is printing, oldest first."""
    statement = (
        select(Report.id)
        .outerjoin(PaperJob, PaperJob.report_id == Report.id)
        .where(Report.pdf_state == PdfState.DUE, _free(now))
        .order_by(Report.closed_at)
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def claim_paper(report_id: UUID, *, now: datetime, lease: timedelta = LEASE) -> int | None:
    """Take the printing of one report; return the number of the try, None if it is not to be had.

    One statement, so that of two workers one gets it.
    """
    insert = _INSERT[db.engine.dialect.name](PaperJob)
    due = _due_row(report_id, now, now + lease)
    statement = insert.from_select(["report_id", "asked_at", "leased_until", "tries"], due)
    claimed = statement.on_conflict_do_update(
        index_elements=["report_id"],
        set_={"tries": PaperJob.tries + 1, "leased_until": now + lease},
        where=PaperJob.leased_until <= now,
    ).returning(PaperJob.tries)
    tries: int | None = db.session.scalar(claimed)
    return tries


def wait_for_photos(report_id: UUID, *, now: datetime) -> None:
    """Give the claim back until the photos may have come, and say what is waited for."""
    report, job = db.session.get_one(Report, report_id), db.session.get_one(PaperJob, report_id)
    recent = now - job.asked_at < timedelta(minutes=10)
    again = now + timedelta(seconds=3 if recent else 60)
    waiting = update(PaperJob).where(PaperJob.report_id == report_id)
    db.session.execute(waiting.values(leased_until=again, tries=0))
    if report.pdf_error != AWAITED:
        report.pdf_error = AWAITED


def photos_may_come(report_id: UUID, *, now: datetime) -> bool:
    """Say whether photos that are not here yet are still worth waiting for."""
    job = db.session.get_one(PaperJob, report_id)
    return now - job.asked_at < PHOTO_WAIT


def paper_ready(report_id: UUID, sha256: str) -> None:
    """Record the stored paper, once: what is ready stays as it is."""
    report = db.session.get_one(Report, report_id)
    db.session.execute(delete(PaperJob).where(PaperJob.report_id == report_id))
    if report.pdf_state is not PdfState.DUE:
        return
    report.pdf_state, report.pdf_sha256, report.pdf_error = PdfState.READY, sha256, None
    ref = BlobRef(
        sha256=sha256,
        kind="report",
        entity_id=report_id,
        role="pdf",
        scope_id=report.scope_id,
    )
    db.session.merge(ref)


def paper_failed(report_id: UUID, code: str) -> None:
    """Record why there is no paper; a person sees it and asks again."""
    report = db.session.get_one(Report, report_id)
    db.session.execute(delete(PaperJob).where(PaperJob.report_id == report_id))
    if report.pdf_state is PdfState.DUE:
        report.pdf_state, report.pdf_error = PdfState.FAILED, code


def ask_again(actor: Actor, report_id: UUID, *, now: datetime) -> Report:
    """Have a paper printed that failed before, or raise NotFound or IllegalTransition."""
    report = db.session.get(Report, report_id) if actor.has(*DESK) else None
    if report is None:
        raise absent()
    if report.pdf_state is not PdfState.FAILED:
        raise IllegalTransition("report", report.pdf_state, "print")
    report.pdf_state, report.pdf_error = PdfState.DUE, None
    audit.record(actor, "report.print", "report", report_id, now=now)
    return report


def _free(now: datetime) -> Any:
    return or_(PaperJob.leased_until.is_(None), PaperJob.leased_until <= now)


def _due_row(report_id: UUID, now: datetime, until: datetime) -> Any:
    values = (
        literal(value, PaperJob.asked_at.type).label(name)
        for name, value in (("asked_at", now), ("leased_until", until))
    )
    return select(Report.id, *values, literal(1).label("tries")).where(
        Report.id == report_id, Report.pdf_state == PdfState.DUE
    )
