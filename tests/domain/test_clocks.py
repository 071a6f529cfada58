"""The vectors at the end of the requirements, and what must hold for any calendar."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.clocks import (
    Calendar,
    Span,
    add_service_time,
    calendar_of,
    due,
    merged,
    service_time,
)
from backend.domain.contracts import DurationUnit

PARIS = ZoneInfo("Europe/Paris")
SPLIT = calendar_of([["08:00", "12:00"], ["14:00", "18:00"]])
DAY = DurationUnit.BUSINESS_DAY
HOUR = DurationUnit.BUSINESS_HOUR


def paris(text):
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def local(instant):
    return instant.astimezone(PARIS)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-05-06 16:30", 1, "2026-05-07"),
        ("2026-05-07 10:00", 2, "2026-05-12"),
        ("2026-05-07 10:00", 4, "2026-05-15"),
        ("2026-05-07 10:00", 10, "2026-05-26"),
        ("2026-05-11 10:00", 5, "2026-05-19"),
        ("2026-05-19 10:00", 5, "2026-05-27"),
        ("2026-05-06 10:00", 1, "2026-05-07"),
        ("2026-05-06 10:00", 8, "2026-05-20"),
    ],
)
def test_business_days_skip_weekends_and_french_holidays(start, days, expected):
    assert local(due(SPLIT, paris(start), days, DAY)).date() == date.fromisoformat(expected)


def test_a_commitment_in_days_is_due_when_the_last_day_closes():
    assert local(due(SPLIT, paris("2026-05-06 10:00"), 1, DAY)).time() == time(18)


def test_an_hour_from_half_past_twelve_ends_at_three():
    assert due(SPLIT, paris("2026-05-06 12:30"), 1, HOUR) == paris("2026-05-06 15:00")


def test_what_comes_outside_the_hours_waits_for_the_next_opening():
    hotline = Calendar()
    assert due(hotline, paris("2026-05-08 11:00"), 1, HOUR) == paris("2026-05-11 10:00")
    assert due(hotline, paris("2026-05-09 11:00"), 1, DAY) == paris("2026-05-12 17:00")


def test_a_pause_over_lunch_removes_one_hour_and_not_three():
    pause = Span(paris("2026-05-06 11:30"), paris("2026-05-06 14:30"))
    assert service_time(SPLIT, pause.start, pause.end) == timedelta(hours=1)
    start = paris("2026-05-06 09:00")
    assert due(SPLIT, start, 4, HOUR) == paris("2026-05-06 15:00")
    assert due(SPLIT, start, 4, HOUR, [pause]) == paris("2026-05-06 16:00")


def test_a_pause_over_the_weekend_removes_nothing():
    pause = Span(paris("2026-06-05 18:00"), paris("2026-06-08 08:00"))
    start = paris("2026-06-05 17:00")
    assert due(SPLIT, start, 3, HOUR, [pause]) == due(SPLIT, start, 3, HOUR)


def test_a_pause_that_a_pause_brought_within_reach_counts_too():
    start = paris("2026-06-01 08:00")
    first = Span(paris("2026-06-01 09:00"), paris("2026-06-01 10:00"))
    second = Span(paris("2026-06-01 10:30"), paris("2026-06-01 11:00"))
    assert due(SPLIT, start, 2, HOUR, [second, first]) == paris("2026-06-01 11:30")


def test_a_pause_before_the_start_or_after_the_deadline_changes_nothing():
    start = paris("2026-06-01 09:00")
    pauses = [
        Span(paris("2026-06-01 08:00"), paris("2026-06-01 09:00")),
        Span(paris("2026-06-01 16:00"), paris("2026-06-01 17:00")),
    ]
    assert due(SPLIT, start, 1, HOUR, pauses) == paris("2026-06-01 10:00")


@pytest.mark.parametrize("monday", ["2026-03-30", "2026-10-26"])
def test_a_night_in_which_the_clocks_change_moves_no_deadline(monday):
    friday = paris("2026-03-27 17:00") if monday < "2026-06" else paris("2026-10-23 17:00")
    assert due(SPLIT, friday, 2, HOUR) == paris(f"{monday} 09:00")
    assert local(due(SPLIT, friday, 1, DAY)) == paris(f"{monday} 18:00")
    assert service_time(SPLIT, friday, paris(f"{monday} 09:00")) == timedelta(hours=2)


def test_calendar_days_and_months_keep_the_hour_of_the_day():
    start = paris("2026-03-28 10:00")
    assert due(SPLIT, start, 1, DurationUnit.CALENDAR_DAY) == paris("2026-03-29 10:00")
    end_of_month = paris("2026-01-31 10:00")
    assert due(SPLIT, end_of_month, 1, DurationUnit.CALENDAR_MONTH) == paris("2026-02-28 10:00")
    assert due(SPLIT, end_of_month, 12, DurationUnit.CALENDAR_MONTH) == paris("2027-01-31 10:00")
    assert due(SPLIT, end_of_month, 11, DurationUnit.CALENDAR_MONTH) == paris("2026-12-31 10:00")


def test_a_closed_day_is_no_working_day():
    calendar = Calendar(closures=frozenset({date(2026, 5, 11)}))
    assert due(calendar, paris("2026-05-07 10:00"), 1, DAY) == paris("2026-05-12 17:00")


instants = st.integers(0, 60 * 24 * 700).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
lengths = st.integers(0, 60 * 24 * 10).map(lambda minutes: timedelta(minutes=minutes))


@given(instants, st.integers(1, 2000))
def test_adding_work_and_counting_it_agree(start, minutes):
    duration = timedelta(minutes=minutes)
    assert service_time(SPLIT, start, add_service_time(SPLIT, start, duration)) == duration


@given(instants, lengths, lengths)
def test_work_adds_up_over_neighbouring_stretches(start, first, second):
    middle, end = start + first, start + first + second
    whole = service_time(SPLIT, start, end)
    assert service_time(SPLIT, start, middle) + service_time(SPLIT, middle, end) == whole


@given(
    instants,
    st.integers(1, 20),
    st.sampled_from(DurationUnit),
    st.lists(st.tuples(instants, lengths)),
)
def test_a_pause_never_brings_a_deadline_forward(start, value, unit, pauses):
    spans = [Span(begin, begin + length) for begin, length in pauses]
    paused = due(SPLIT, start, value, unit, spans)
    assert paused >= due(SPLIT, start, value, unit)
    assert due(SPLIT, start, value, unit, merged(spans)) == paused


@given(instants, instants, st.integers(1, 20), st.sampled_from(DurationUnit))
def test_what_begins_later_is_never_due_earlier(one, other, value, unit):
    early, late = sorted([one, other])
    assert due(SPLIT, early, value, unit) <= due(SPLIT, late, value, unit)
