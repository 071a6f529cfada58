from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from backend.database import db, transaction
from backend.domain.errors import InvalidValue, SlotTaken
from backend.models import Booking
from backend.models.ddl import is_slot_taken
from backend.services import bookings
from backend.services.bookings import Slot
from tests.threads import at_once

HOUR = timedelta(hours=1)


def count():
    return db.session.query(Booking).filter(Booking.cancelled_at.is_(None)).count()


@pytest.mark.parametrize(("begin", "end"), [(0, 2), (-1, 1), (1, 3), (0.5, 1.5), (-1, 3)], ids=str)
def test_an_overlap_is_refused_and_leaves_nothing(make, now, begin, end):
    technician = make.technician()
    make.booking(technician, starts_at=now, ends_at=now + 2 * HOUR)
    slot = Slot(technician.id, now + begin * HOUR, now + end * HOUR)
    with transaction(), pytest.raises(SlotTaken):
        bookings.take(Booking(), slot)
    assert count() == 1


def test_neighbouring_slots_of_others_and_of_the_cancelled_do_not_overlap(make, now):
    technician, other = make.technician(), make.technician()
    make.booking(technician, starts_at=now, ends_at=now + HOUR)
    make.booking(technician, starts_at=now + HOUR, ends_at=now + 2 * HOUR, cancelled_at=now)
    with transaction():
        bookings.take(Booking(), Slot(technician.id, now - HOUR, now))
        bookings.take(Booking(), Slot(technician.id, now + HOUR, now + 2 * HOUR))
        bookings.take(Booking(), Slot(other.id, now, now + HOUR))
    assert count() == 4


def test_a_booking_moves_over_itself_but_not_onto_another(make, now):
    technician = make.technician()
    booking = make.booking(technician, starts_at=now, ends_at=now + 2 * HOUR)
    make.booking(technician, starts_at=now + 4 * HOUR, ends_at=now + 5 * HOUR)
    with transaction():
        bookings.take(booking, Slot(technician.id, now + HOUR, now + 3 * HOUR))
    with transaction(), pytest.raises(SlotTaken):
        bookings.take(booking, Slot(technician.id, now + HOUR, now + 5 * HOUR))
    db.session.refresh(booking)
    assert booking.ends_at == now + 3 * HOUR


@pytest.mark.parametrize("hours", [0, -1, 25])
def test_a_slot_has_a_length_that_a_day_can_hold(make, now, hours):
    with pytest.raises(InvalidValue), transaction():
        bookings.take(Booking(), Slot(make.technician().id, now, now + hours * HOUR))


def test_the_database_itself_refuses_an_overlap(make, now):
    technician = make.technician()
    make.booking(technician, starts_at=now, ends_at=now + HOUR)
    with pytest.raises(IntegrityError) as refusal:
        make.booking(technician, starts_at=now, ends_at=now + HOUR)
    assert is_slot_taken(refusal.value)
    db.session.rollback()
    later = make.booking(technician, starts_at=now + HOUR, ends_at=now + 2 * HOUR)
    later.starts_at = now
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_a_cancelled_booking_does_not_come_back_to_life_over_another(make, now):
    technician = make.technician()
    make.booking(technician, starts_at=now, ends_at=now + HOUR)
    dead = make.booking(technician, starts_at=now, ends_at=now + HOUR, cancelled_at=now)
    dead.cancelled_at = None
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_of_many_who_want_one_slot_at_once_one_gets_it(app, make, now):
    slot = Slot(make.technician().id, now, now + HOUR)

    def take(_):
        with transaction():
            bookings.take(Booking(), slot)

    found, failed = at_once(app, take, 6)
    assert len(found) == 1
    assert {type(error) for error in failed} == {SlotTaken}
    assert count() == 1


def test_the_refusal_of_the_database_is_the_same_refusal(app, make, now, monkeypatch):
    """Two who both found the slot free: the second is told by the database."""
    slot = Slot(make.technician().id, now, now + HOUR)
    monkeypatch.setattr(bookings, "_overlap", lambda *_: None)
    with transaction():
        bookings.take(Booking(), slot)
    with transaction(), pytest.raises(SlotTaken):
        bookings.take(Booking(), slot)
    assert count() == 1


def test_of_many_whom_only_the_database_can_part_one_gets_the_slot(app, make, now, monkeypatch):
    slot = Slot(make.technician().id, now, now + HOUR)
    monkeypatch.setattr(bookings, "_overlap", lambda *_: None)

    def take(_):
        with transaction():
            bookings.take(Booking(), slot)

    found, failed = at_once(app, take, 6)
    assert len(found) == 1
    assert {type(error) for error in failed} == {SlotTaken}
