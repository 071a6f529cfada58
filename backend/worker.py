"""The worker: prints papers, mails notices, closes what has ended.

    python -m backend.worker

The database is the truth about what is due. Huey only wakes the worker after a commit; a sweep
every few seconds finds whatever a lost task or a killed worker left behind.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from uuid import UUID

from flask import Flask
from huey.consumer import Consumer

from backend.app import create_app
from backend.channels.base import Channel, DeliveryError
from backend.channels.email import open_email
from backend.clock import utcnow
from backend.config import Settings
from backend.database import db, transaction
from backend.documents.paper import PaperRefused
from backend.documents.press import Press
from backend.services import delivery, expiry, heartbeat, paper_queue, rendering, uploads
from backend.services.blob_folder import BlobFolder
from backend.wake import MAIL, PRINT, Queue, queue_of

log = logging.getLogger(__name__)
SWEEP_SECONDS = 5
EXPIRY_SECONDS = 60
STOP_SECONDS = 10
THREADS = 2
BACKLOG = 40
PDF = "application/pdf"


class Work:
    """What the tasks do. Each takes an id, claims its row, and may be run any number of times."""

    def __init__(self, settings: Settings, press: Press, email: Channel) -> None:
        self._house = delivery.House(settings.base_url, settings.host)
        self._blobs = BlobFolder(settings.blobs)
        self._press = press
        self._email = email

    def print_paper(self, report_id: str) -> None:
        """Print one report, unless somebody else does or it is not due."""
        one = UUID(report_id)
        with transaction():
            tries = paper_queue.claim_paper(one, now=utcnow())
        if tries is None:
            return
        if tries > paper_queue.MOST_TRIES:
            self._refuse(one, paper_queue.GAVE_UP)
        elif not self._wait_for_photos(one):
            self._print(one)

    def mail_notice(self, notice_id: str) -> None:
        """Mail one notice, unless somebody else does or it is not due."""
        one = UUID(notice_id)
        with transaction():
            message = delivery.claim_notice(one, self._house, now=utcnow())
        if message is None:
            return
        problem = None
        try:
            self._email.send(message)
        except DeliveryError as error:
            problem = error
        with transaction():
            delivery.close_notice(one, problem, now=utcnow())

    def _print(self, report_id: UUID) -> None:
        try:
            paper = rendering.gather_paper(report_id, self._blobs.read)
            db.session.rollback()  # Printing takes a second: no connection waits for it.
            pdf = self._press.print(paper)
        except PaperRefused as refusal:
            self._refuse(report_id, str(refusal))
            return
        with transaction():
            sha256 = self._blobs.keep(pdf, PDF, now=utcnow())
            paper_queue.paper_ready(report_id, sha256)

    def _wait_for_photos(self, report_id: UUID) -> bool:
        with transaction():
            awaited = rendering.photos_awaited(report_id)
            waits = bool(awaited) and paper_queue.photos_may_come(report_id, now=utcnow())
            if waits:
                paper_queue.wait_for_photos(report_id, now=utcnow())
        return waits

    def _refuse(self, report_id: UUID, code: str) -> None:
        log.warning("Report %s was not printed: %s", report_id, code)
        with transaction():
            paper_queue.paper_failed(report_id, code)


class Sweep(threading.Thread):
    """Every few seconds: says that we live, and enqueues what is due and not under way."""

    def __init__(self, app: Flask, queue: Queue) -> None:
        super().__init__(name="sweep", daemon=True)
        self._app = app
        self._queue = queue
        self._over = threading.Event()
        self._expiry_due = 0.0

    def run(self) -> None:
        """Sweep until `stop`."""
        while True:
            try:
                with self._app.app_context():
                    self.once()
            except Exception:  # The database may be away for a while; the next sweep tries again.
                log.exception("A sweep failed.")
            if self._over.wait(SWEEP_SECONDS):
                return

    def stop(self) -> None:
        """End after the sweep that is under way."""
        self._over.set()

    def once(self) -> None:
        """Do one sweep."""
        now = utcnow()
        with transaction():
            heartbeat.beat(f"worker:{socket.gethostname()}:{os.getpid()}", now=now)
        if self._queue.waiting() < BACKLOG:
            for name, due in (
                (PRINT, paper_queue.due_papers(now=now)),
                (MAIL, delivery.due_notices(now=now)),
            ):
                for row_id in due:
                    self._queue.wake(name, str(row_id))
            db.session.rollback()
        if time.monotonic() >= self._expiry_due:
            self._expiry_due = time.monotonic() + EXPIRY_SECONDS
            with transaction():
                expiry.end_what_has_ended(now=now)
                uploads.sweep(BlobFolder(self._app.config["SETTINGS"].blobs), now=now)


def run() -> None:
    """Work until SIGTERM or SIGINT; what is under way is finished first."""
    app = create_app()
    settings: Settings = app.config["SETTINGS"]
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("huey").setLevel(logging.WARNING)
    press = Press()
    press.warm()
    queue = queue_of(app)
    work = Work(settings, press, open_email(settings))
    queue.does(PRINT, _in_context(app, work.print_paper))
    queue.does(MAIL, _in_context(app, work.mail_notice))
    sweep = Sweep(app, queue)
    sweep.start()
    try:
        _consumer(queue).run()
    finally:
        sweep.stop()
        press.close()


def _in_context(app: Flask, task: Callable[[str], None]) -> Callable[[str], None]:
    def in_context(row_id: str) -> None:
        with app.app_context():
            task(row_id)

    return in_context


def _consumer(queue: Queue) -> Consumer:
    return queue.ready().create_consumer(
        workers=THREADS,
        worker_type="thread",
        periodic=False,
        initial_delay=0.05,
        max_delay=0.5,
        shutdown_timeout=STOP_SECONDS,
        graceful_signal="TERM",
    )


if __name__ == "__main__":
    run()
