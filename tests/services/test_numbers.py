from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from backend.database import db, transaction
from backend.models import AuditEntry
from backend.services import audit
from backend.services.numbers import next_number
from tests.factories import actor
from tests.threads import at_once


def test_numbers_count_up_within_a_year_and_begin_anew(app, now):
    with transaction():
        found = [next_number("T", now=now) for _ in range(2)]
        found.append(next_number("M", now=now))
        found.append(next_number("T", now=now + timedelta(days=365)))
    assert found == ["T-2026-0001", "T-2026-0002", "M-2026-0001", "T-2027-0001"]


def test_the_year_is_that_of_paris(app):
    with transaction():
        assert next_number("R", now=datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == "R-2027-0001"


def test_what_is_rolled_back_leaves_no_gap(app, now):
    next_number("T", now=now)
    db.session.rollback()
    with transaction():
        assert next_number("T", now=now) == "T-2026-0001"


def test_many_at_once_get_each_number_once(app, now):
    def take(_):
        with transaction():
            return next_number("T", now=now)

    found, failed = at_once(app, take, 8)
    assert failed == []
    assert sorted(found) == [f"T-2026-{n:04d}" for n in range(1, 9)]


def test_many_writers_make_one_chain(app, make, now):
    person = actor(make.user())

    def write(i):
        with transaction():
            audit.record(person, "test", "thing", None, str(i), now=now)

    _, failed = at_once(app, write, 8)
    assert failed == []
    numbers = list(db.session.scalars(select(AuditEntry.n).order_by(AuditEntry.n)))
    assert numbers == list(range(1, 9))
    assert audit.first_broken() is None


@pytest.mark.parametrize("field", ["detail", "by_name", "action", "sha256", "previous_sha256"])
def test_a_changed_entry_breaks_the_chain(app, make, now, field):
    with transaction():
        for i in range(3):
            audit.record(actor(make.user()), "test", "thing", None, str(i), now=now)
    entry = db.session.get_one(AuditEntry, 2)
    setattr(entry, field, "other")
    db.session.commit()
    assert audit.first_broken() == 2


def test_a_removed_entry_breaks_the_chain(app, make, now):
    with transaction():
        for i in range(3):
            audit.record(None, "test", "thing", None, str(i), now=now)
    db.session.delete(db.session.get_one(AuditEntry, 2))
    db.session.commit()
    assert audit.first_broken() == 2
