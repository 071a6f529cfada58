"""Notices leave by e-mail: once, content-free, in the person's language, until they are taken."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.channels.base import DeliveryError
from backend.database import db, transaction
from backend.models import Notice, User
from backend.services import delivery
from backend.services.delivery import House
from backend.services.notices import tell

HOUSE = House("https://nomade.example", "nomade.example")


@pytest.fixture
def notice(make, now):
    """A notice for a German-speaking technician."""
    person = make.technician(language="de")
    with transaction():
        return tell(person.id, "mission_planned", "x:1", {"number": "M-2026-0042"}, now=now)


def claim(notice, now):
    with transaction():
        return delivery.claim_notice(notice.id, HOUSE, now=now)


def close(notice, problem, now):
    with transaction():
        delivery.close_notice(notice.id, problem, now=now)
    db.session.expire_all()
    return db.session.get_one(Notice, notice.id)


def test_a_notice_is_mailed_once(notice, now):
    assert delivery.due_notices(now=now) == [notice.id]
    message = claim(notice, now)
    assert message.address == db.session.get_one(User, notice.user_id).email
    assert claim(notice, now) is None
    row = close(notice, None, now)
    assert (row.mail_due, row.mailed_at, row.mail_error) == (False, now, None)
    assert delivery.due_notices(now=now + timedelta(days=9)) == []


def test_the_mail_holds_the_number_a_link_and_nothing_else_of_the_mission(notice, now):
    message = claim(notice, now)
    assert "M-2026-0042" in message.subject
    assert "https://nomade.example/" in message.text
    assert message.message_id == f"<notice-{notice.id}@nomade.example>"


def test_a_lease_that_ended_is_taken_again(notice, now):
    claim(notice, now)
    assert delivery.due_notices(now=now + delivery.LEASE) == [notice.id]
    assert claim(notice, now + delivery.LEASE) is not None


def test_a_passing_failure_is_tried_again_later_and_later(notice, now):
    at = now
    for pause in delivery.PAUSES:
        claim(notice, at)
        row = close(notice, DeliveryError("451 later"), at)
        assert row.mail_error == "451 later"
        assert delivery.due_notices(now=at + pause - timedelta(seconds=1)) == []
        at += pause
        assert delivery.due_notices(now=at) == [notice.id]
    claim(notice, at)
    assert close(notice, DeliveryError("451 later"), at).mail_due is False


def test_a_final_refusal_is_not_tried_again(notice, now):
    claim(notice, now)
    row = close(notice, DeliveryError("550 unknown", permanent=True), now)
    assert (row.mail_due, row.mail_error, row.mailed_at) == (False, "550 unknown", None)


def test_what_was_read_in_the_app_is_not_mailed_any_more(notice, now):
    notice.read_at = now
    db.session.commit()
    assert claim(notice, now) is None
    assert delivery.due_notices(now=now + timedelta(days=1)) == []


def test_mailing_is_no_change_that_phones_pull(notice, now):
    before = notice.version
    claim(notice, now)
    assert close(notice, None, now).version == before
