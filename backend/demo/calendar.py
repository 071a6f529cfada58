"""When things happened at the demo firm: everything counts from the day of `now`, in Paris."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
SATURDAY = 5


def day_at(now: datetime, days: int, clock: str) -> datetime:
    """Return `clock` ("09:30", in Paris) on the day that lies `days` after today."""
    day = now.astimezone(PARIS).date() + timedelta(days=days)
    return datetime.combine(day, time.fromisoformat(clock), PARIS)


def working_day_at(now: datetime, days: int, clock: str) -> datetime:
    """Return the same, moved back to the Friday, or on to the Monday, of a weekend."""
    moment = day_at(now, days, clock)
    step = 1 if days > 0 else -1
    while moment.weekday() >= SATURDAY:
        moment += timedelta(days=step)
    return moment
