"""Which scopes a person's phone may hold, and since when, in the order of commits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select

from backend.database import db
from backend.models import AccessGrant


class Interval(NamedTuple):
    """One grant, in numbers of the sequence; `end` is None while it lives."""

    scope: str
    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a person sees, and what ended.

    `since` maps each live scope to the number from which it was seen without a break; `closed`
    holds (number, scope) for every break.
    """

    since: dict[str, int]
    closed: tuple[tuple[int, str], ...]


def coverage(intervals: Iterable[Interval]) -> Coverage:
    """Join grants that overlap: a scope closes with its last cause."""
    since: dict[str, int] = {}
    closed: list[tuple[int, str]] = []
    by_scope = groupby(sorted(intervals, key=lambda one: one[:2]), key=lambda one: one.scope)
    for scope, grants in by_scope:
        for start, end in _joined(grants):
            if end is None:
                since[scope] = start
            else:
                closed.append((end, scope))
    return Coverage(since, tuple(sorted(closed)))


def _joined(grants: Iterable[Interval]) -> list[tuple[int, int | None]]:
    joined: list[tuple[int, int | None]] = []
    for _, start, end in grants:
        before, until = joined[-1] if joined else (0, -1)
        if until is not None and until < start:
            joined.append((start, end))
        elif until is not None:
            joined[-1] = (before, None if end is None else max(until, end))
    return joined


def seen_by(user_id: UUID, after: int, high: int) -> Coverage:
    """Return what a person was granted, as of `high`; what ended by `after` is left out."""
    query = select(AccessGrant.scope_id, AccessGrant.granted_seq, AccessGrant.revoked_seq).where(
        AccessGrant.user_id == user_id,
        AccessGrant.granted_seq <= high,
        or_(AccessGrant.revoked_seq.is_(None), AccessGrant.revoked_seq > after),
    )
    return coverage(
        Interval(scope, start or 0, end if end is None or end <= high else None)
        for scope, start, end in db.session.execute(query)
    )


def has_expired(user_id: UUID, now: datetime) -> bool:
    """Say whether a grant has ended by the clock that the sequence does not know of yet."""
    query = select(AccessGrant.id).where(
        AccessGrant.user_id == user_id,
        AccessGrant.revoked_at.is_(None),
        AccessGrant.ends_at <= now,
    )
    return db.session.scalar(query.limit(1)) is not None
