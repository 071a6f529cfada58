"""Which scopes a person's phone may hold, and since when, in the order of commits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, bindparam, or_, select

from backend.database import db
from backend.models import AccessGrant
from backend.sync.rows import Prepared, prepare

_INSTANT = DateTime(timezone=True)


class RightsEnded(Exception):
    """A right has ended by the clock: sweep, so that it ends in the sequence, and ask again."""


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


def seen_by(user_id: UUID, after: int, high: int, *, now: datetime) -> Coverage:
    """Return what a person was granted, as of `high`; what ended by `after` is left out.

    Raises RightsEnded when a grant has ended by the clock and the sequence does not know it yet.
    """
    connection = db.session.connection()
    query = _granted(connection.dialect.name)
    found = query.rows(connection, person=user_id, after=after, high=high, now=now)
    if any(ended for *_, ended in found):
        raise RightsEnded
    return coverage(
        Interval(scope, start, end if end is None or end <= high else None)
        for scope, start, end, _ in found
    )


@cache
def _granted(dialect: str) -> Prepared:
    grant = AccessGrant.metadata.tables[AccessGrant.__tablename__].c
    ended = grant.revoked_at.is_(None) & (grant.ends_at <= bindparam("now", type_=_INSTANT))
    query = select(grant.scope_id, grant.granted_seq, grant.revoked_seq, ended).where(
        grant.user_id == bindparam("person", type_=grant.user_id.type),
        grant.granted_seq <= bindparam("high", type_=BigInteger),
        or_(grant.revoked_seq.is_(None), grant.revoked_seq > bindparam("after", type_=BigInteger)),
    )
    return prepare(query, dialect)
