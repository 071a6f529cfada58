"""Numbers that people read aloud: T-2026-0042. No gap within a year, no number twice."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import text

from backend.database import db

PARIS = ZoneInfo("Europe/Paris")
_NEXT = text(
    "INSERT INTO number_sequence (prefix, value) VALUES (:prefix, 1) "
    "ON CONFLICT (prefix) DO UPDATE SET value = number_sequence.value + 1 RETURNING value"
)


def next_number(letter: str, *, now: datetime) -> str:
    """Return the next number under `letter` (T, M, R or F) in the year of `now` in Paris.

    Its row stays locked until the transaction ends: a roll-back gives the number back.
    """
    prefix = f"{letter}-{today_in_paris(now).year}"
    return f"{prefix}-{next_value(prefix):04d}"


def next_value(prefix: str) -> int:
    """Return 1, 2, 3... under `prefix`; others wait for the end of the transaction."""
    return int(db.session.execute(_NEXT, {"prefix": prefix}).scalar_one())


def today_in_paris(now: datetime) -> date:
    """Return the firm's date."""
    return now.astimezone(PARIS).date()
