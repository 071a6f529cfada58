"""The hint after a commit: given once, signed, and never able to undo the commit."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from huey.registry import Message

from backend.app import create_app
from backend.database import db, transaction
from backend.domain.reports import PdfState
from backend.services.notices import tell
from backend.wake import PRINT, SignedJson, queue_of
from tests.papers import closed_report

PARAMS = {"number": "M-1"}


def waiting(app):
    return queue_of(app).waiting()


def test_a_committed_notice_wakes_the_worker(app, make):
    person = make.technician()
    with transaction():
        tell(person.id, "mission_planned", "x", PARAMS, now=make.now)
        db.session.flush()
        assert waiting(app) == 0
    assert waiting(app) == 1


def test_what_is_rolled_back_wakes_nobody(app, make):
    person = make.technician()
    tell(person.id, "mission_planned", "x", PARAMS, now=make.now)
    db.session.flush()
    db.session.rollback()
    make.user()
    assert waiting(app) == 0


def test_a_savepoint_wakes_nobody_before_the_commit(app, make):
    person = make.technician()
    with transaction():
        with db.session.begin_nested():
            tell(person.id, "mission_planned", "x", PARAMS, now=make.now)
        assert waiting(app) == 0
    assert waiting(app) == 1


def test_a_closed_report_wakes_the_worker_and_a_printed_one_does_not(app, make):
    report = closed_report(make)
    assert waiting(app) == 1
    with transaction():
        report.pdf_state = PdfState.READY
    assert waiting(app) == 1


def test_a_queue_that_is_away_does_not_harm_the_commit(settings, app, make):
    away = create_app(
        replace(settings, huey_url=f"sqlite:///{settings.instance}/no/such/folder.db")
    )
    with away.app_context():
        report = closed_report(make)
        assert report.pdf_state is PdfState.DUE
        db.session.remove()
        db.engine.dispose()


def test_a_task_comes_back_as_it_went():
    message = Message(id="1", name=PRINT, retries=0, args=["0193"], kwargs={})
    serializer = SignedJson("secret")
    again = serializer.deserialize(serializer.serialize(message))
    assert again == message


@pytest.mark.parametrize(
    "forged",
    [
        pickle.dumps({"name": "print"}),
        SignedJson("other secret").serialize({"name": "print"}),
        b'{"name": "print"}',
        b"",
    ],
)
def test_a_task_that_is_not_ours_is_refused(forged):
    with pytest.raises(ValueError, match="not ours"):
        SignedJson("secret").deserialize(forged)
