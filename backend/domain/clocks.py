"""When something is due: business hours and days, French holidays, pauses.

A calendar counts in its own zone, so that a working day has its hours whatever the season does to
the clocks. Instants come in and go out aware.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from backend.domain.contracts import DurationUnit

_SUNDAY_AND_SATURDAY = (5, 6)
_MONTHS = 12
_HORIZON = timedelta(days=3660)

Hours = tuple[tuple[time, time], ...]
HOTLINE_HOURS: Hours = ((time(9), time(17)),)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, half-open. As a pause: the client was waited for."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Calendar:
    """When somebody works, Monday to Friday. `closures` are whole days besides public holidays."""

    hours: Hours = HOTLINE_HOURS
    zone: str = "Europe/Paris"
    closures: frozenset[date] = frozenset()

    def is_open_on(self, day: date) -> bool:
        """Say whether there is work on `day`."""
        weekend = day.weekday() in _SUNDAY_AND_SATURDAY
        return not weekend and day not in self.closures and day not in french_holidays(day.year)

    def spans(self, day: date) -> Iterator[Span]:
        """Yield the stretches of work on `day`."""
        if self.is_open_on(day):
            zone = ZoneInfo(self.zone)
            for start, end in self.hours:
                yield Span(_instant(day, start, zone), _instant(day, end, zone))

    def spans_from(self, start: datetime) -> Iterator[Span]:
        """Yield what is left of the work from `start` on; ends after ten years."""
        day = self.local_date(start)
        last = self.local_date(start + _HORIZON)
        while day <= last:
            for span in self.spans(day):
                if span.end > start:
                    yield Span(max(span.start, start), span.end)
            day += timedelta(days=1)

    def local_date(self, instant: datetime) -> date:
        """Return the date of `instant` in the calendar's zone."""
        return instant.astimezone(ZoneInfo(self.zone)).date()

    def next_open_day(self, day: date) -> date:
        """Return the first day of work after `day`."""
        day += timedelta(days=1)
        while not self.is_open_on(day):
            day += timedelta(days=1)
        return day


def calendar_of(service_hours: Sequence[Any], zone: str = "Europe/Paris") -> Calendar:
    """Return the calendar of a contract, whose hours are pairs such as ["08:00", "12:00"]."""
    hours = tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in service_hours)
    return Calendar(hours=hours or HOTLINE_HOURS, zone=zone)


@cache
def french_holidays(year: int) -> frozenset[date]:
    """Return the public holidays of the whole of France."""
    return frozenset(holidays.country_holidays("FR", years=year))


def service_time(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Return how much work lies between two instants."""
    total = timedelta()
    for span in calendar.spans_from(start):
        if span.start >= end:
            break
        total += min(span.end, end) - span.start
    return total


def add_service_time(calendar: Calendar, start: datetime, duration: timedelta) -> datetime:
    """Return the instant by which `duration` of work has passed since `start`."""
    left = duration
    for span in calendar.spans_from(start):
        if left <= span.end - span.start:
            return span.start + left
        left -= span.end - span.start
    raise ValueError("The calendar has no work within ten years.")


def due(
    calendar: Calendar,
    start: datetime,
    value: int,
    unit: DurationUnit,
    pauses: Iterable[Span] = (),
) -> datetime:
    """Return when a commitment of `value` `unit` that began at `start` is due.

    Outside the hours of work, the count begins at the next opening (A-76). A commitment in
    business days is due at the end of the last day. The work that falls into a pause does not
    count, whether the pause came before the deadline or, through another pause, within it.
    """
    deadline = _without_pauses(calendar, start, value, unit).astimezone(UTC)
    for pause in merged(pauses):
        begin = max(pause.start, start)
        if begin >= deadline or pause.end <= begin:
            continue
        lost = service_time(calendar, begin, pause.end)
        if lost:
            deadline = add_service_time(calendar, deadline, lost).astimezone(UTC)
    return deadline


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return `spans` in order, with those that touch made one."""
    result: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return result


def _without_pauses(
    calendar: Calendar, start: datetime, value: int, unit: DurationUnit
) -> datetime:
    if unit is DurationUnit.BUSINESS_HOUR:
        return add_service_time(calendar, start, timedelta(hours=value))
    if unit is DurationUnit.BUSINESS_DAY:
        return _after_business_days(calendar, start, value)
    local = start.astimezone(ZoneInfo(calendar.zone))
    day = local.date()
    later = (
        day + timedelta(days=value)
        if unit is DurationUnit.CALENDAR_DAY
        else _months_later(day, value)
    )
    return _instant(later, local.time(), ZoneInfo(calendar.zone))


def _after_business_days(calendar: Calendar, start: datetime, days: int) -> datetime:
    first = next(calendar.spans_from(start))
    day = calendar.local_date(first.start)
    for _ in range(days):
        day = calendar.next_open_day(day)
    return list(calendar.spans(day))[-1].end


def _months_later(day: date, months: int) -> date:
    """Return the same day `months` later, or the last of that month."""
    index = day.year * _MONTHS + day.month - 1 + months
    year, month = divmod(index, _MONTHS)
    first_after = date(year + (month + 1) // _MONTHS, (month + 1) % _MONTHS + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_after - _ONE_DAY)


_ONE_DAY = timedelta(days=1)


def _instant(day: date, moment: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, moment, tzinfo=zone).astimezone(UTC)
