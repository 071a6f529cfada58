"""The drawn day, without a page around it."""

from datetime import date, timedelta
from uuid import uuid4

from backend.console.board import sheet_of
from backend.services.missions import Board, BoardSlot, Lane
from tests.factories import HOUR, MONDAY

DAY = date(2026, 5, 4)
EIGHT = MONDAY - 2 * HOUR  # MONDAY is ten o’clock in Paris.


def drawn(*slots, heard=None, now=MONDAY):
    lane = Lane(uuid4(), "Nadia Ferhat", "Rennes", slots)
    board = Board(DAY, (lane,), ())
    return sheet_of(board, {lane.technician_id: heard} if heard else {}, now=now)


def absence(start, end):
    return BoardSlot(uuid4(), "absence", "Congé", start, end, None)


def test_the_sheet_goes_from_eight_to_six(app):
    assert list(drawn().hours) == list(range(8, 18))


def test_a_booking_is_drawn_in_whole_quarters(app):
    start = EIGHT + timedelta(minutes=20)
    [block] = drawn(absence(start, start + timedelta(minutes=35))).rows[0].blocks
    assert (block.start, block.length) == (1, 3)


def test_an_absence_of_days_fills_the_sheet_and_does_not_widen_it(app):
    sheet = drawn(absence(EIGHT - timedelta(days=2), EIGHT + timedelta(days=2)))
    [block] = sheet.rows[0].blocks
    assert (sheet.first, sheet.last, block.start, block.length) == (8, 18, 0, 40)
    assert sheet.rows[0].away


def test_who_is_booked_or_absent_now_is_not_free(app):
    assert drawn().free == 1
    assert drawn(absence(EIGHT, EIGHT + timedelta(days=1))).free == 0
    assert drawn(absence(EIGHT, EIGHT + HOUR)).free == 1


def test_a_booking_outside_of_the_sheet_is_not_drawn(app):
    assert drawn(absence(EIGHT - 3 * HOUR, EIGHT - 2 * HOUR)).rows[0].blocks == ()


def test_the_line_of_now_stands_between_the_quarters(app):
    now = drawn(now=MONDAY + timedelta(minutes=26)).now
    assert (now.quarter, now.thirds) == (9, 2)


def test_at_night_and_on_other_days_there_is_no_line(app):
    assert drawn(now=MONDAY + 12 * HOUR).now is None
    assert drawn(now=MONDAY + timedelta(days=1)).now is None


def test_a_phone_that_spoke_lately_is_reachable(app):
    assert not drawn(heard=MONDAY - HOUR).rows[0].silent
    assert drawn(heard=MONDAY - 3 * HOUR).rows[0].silent
