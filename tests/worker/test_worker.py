"""The worker as a process of its own: woken, swept, stopped, killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import select, update

from backend.clock import utcnow
from backend.database import db, transaction
from backend.domain.reports import PdfState
from backend.models import BlobRef, Notice, PaperJob, Report
from backend.services import heartbeat
from backend.services.notices import tell
from tests.papers import closed_report

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60


class Worker:
    """Starts and ends worker processes on the test's database."""

    def __init__(self, settings) -> None:
        self.folder = settings.instance
        self._environment = os.environ | {
            "NOMADE_INSTANCE": str(settings.instance),
            "NOMADE_BLOBS": str(settings.blobs),
            "DATABASE_URL": settings.database_url,
            "HUEY_URL": settings.huey_url,
            "SECRET_KEY": settings.keys.secret_key,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start one; the one before must have ended."""
        command = [sys.executable, "-m", "backend.worker"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self._environment)

    def end(self, number: int) -> int:
        """Send a signal and return the exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


@pytest.fixture
def worker(app, settings):
    """A worker that is stopped when the test is over."""
    one = Worker(settings)
    yield one
    if one.process and one.process.poll() is None:
        one.end(signal.SIGKILL)


def until(condition):
    """Wait for what the worker does, or fail."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        db.session.expire_all()
        found = condition()
        db.session.rollback()
        if found:
            return found
        Event().wait(0.02)
    raise AssertionError("It did not happen in time.")


def state_of(report_id):
    return db.session.scalar(select(Report.pdf_state).where(Report.id == report_id))


def ready(report_id):
    return until(lambda: state_of(report_id) is PdfState.READY)


def stored_papers(worker):
    return [path for path in (worker.folder / "blobs").rglob("*") if path.is_file()]


def test_what_was_due_before_the_worker_started_is_printed_and_mailed(make, worker):
    report_id = closed_report(make).id
    with transaction():
        notice = tell(make.technician().id, "mission_planned", "x", {"number": "M-1"}, now=make.now)
    worker.start()
    ready(report_id)
    until(lambda: db.session.get_one(Notice, notice.id).mailed_at)
    report = db.session.get_one(Report, report_id)
    (path,) = stored_papers(worker)
    assert path.name == report.pdf_sha256
    assert path.read_bytes().startswith(b"%PDF-")
    (mail,) = (worker.folder / "mail").glob("*.eml")
    assert b"M-1" in mail.read_bytes()


def test_a_commit_wakes_the_worker_at_once(make, worker):
    first, second = closed_report(make), closed_report(make)
    second.pdf_state = PdfState.NONE
    db.session.commit()
    worker.start()
    ready(first.id)  # The printing process is warm from here on, and a sweep is just over.
    start = time.monotonic()
    with transaction():
        db.session.get_one(Report, second.id).pdf_state = PdfState.DUE
    ready(second.id)
    assert time.monotonic() - start < 4  # Less than one sweep: it was woken.


def test_a_worker_killed_in_the_middle_loses_nothing_and_prints_once(make, worker):
    report_id = closed_report(make).id
    worker.start()
    until(lambda: db.session.get(PaperJob, report_id))
    assert worker.end(signal.SIGKILL) == -signal.SIGKILL
    db.session.rollback()
    assert state_of(report_id) is PdfState.DUE
    assert stored_papers(worker) == []

    with transaction():  # Two minutes go by: the lease of the dead ends.
        db.session.execute(update(PaperJob).values(leased_until=utcnow()))
    worker.start()
    ready(report_id)
    assert len(stored_papers(worker)) == 1
    assert len(db.session.scalars(select(BlobRef)).all()) == 1
    assert worker.end(signal.SIGTERM) == 0


def test_a_worker_that_is_asked_to_stop_finishes_what_it_prints(make, worker):
    report_id = closed_report(make).id
    worker.start()
    until(lambda: db.session.get(PaperJob, report_id))
    assert worker.end(signal.SIGTERM) == 0
    db.session.rollback()
    assert state_of(report_id) is PdfState.READY


def test_a_report_that_cannot_be_printed_fails_with_its_reason(make, worker):
    report_id = closed_report(make, work_minutes="many").id
    worker.start()
    until(lambda: state_of(report_id) is PdfState.FAILED)
    assert db.session.get_one(Report, report_id).pdf_error == "pdf_content_unreadable"


def test_the_worker_says_that_it_lives(app, worker):
    assert not heartbeat.worker_is_alive(now=utcnow())
    worker.start()
    until(lambda: heartbeat.worker_is_alive(now=utcnow()))
