"""Where a phone stands: its cursor, and the page it has reached of scopes that are new to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, select

from backend.database import db
from backend.domain.sync import BadShape, ResyncNeeded
from backend.models import SyncMeta
from backend.sequence import SyncCounter
from backend.sync.rows import Prepared, prepare

_CURSOR = re.compile(r"\A([\w-]{1,40})\.(\d{1,18})\Z")
_BACKFILL = re.compile(r"\A([a-z]{1,20}):(\d{1,18})@(\d{1,18})\Z")


@dataclass(frozen=True, slots=True)
class Ledger:
    """The order of commits as one reader sees it: everything up to `high` can be read."""

    epoch: str
    floor: int
    high: int

    def cursor(self, number: int) -> str:
        """Write a cursor."""
        return f"{self.epoch}.{number}"


@dataclass(frozen=True, slots=True)
class Backfill:
    """How far a phone is with the scopes that are new to it.

    Families come one after the other, each in the order of commits up to `high`: what changes
    meanwhile has a higher number, and comes when the cursor has moved to `high`.
    """

    family: str
    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.family}:{self.low}@{self.high}"


def read_ledger() -> Ledger:
    """Return epoch and counter; read before any row, so that no row above `high` is counted on."""
    connection = db.session.connection()
    [(epoch, floor, high)] = _ledger(connection.dialect.name).rows(connection)
    return Ledger(epoch, floor, high)


@cache
def _ledger(dialect: str) -> Prepared:
    query: Select[Any, Any, Any] = select(
        SyncMeta.epoch, SyncMeta.floor, SyncCounter.value
    ).join_from(SyncMeta, SyncCounter, SyncCounter.id == SyncMeta.id)
    return prepare(query, dialect)


def read_cursor(text: str | None, ledger: Ledger) -> int:
    """Return the number of a cursor, 0 for a phone that holds nothing; raise ResyncNeeded."""
    if text is None:
        return 0
    match = _CURSOR.match(text)
    if match is None:
        raise BadShape(field="cursor")
    number = int(match[2])
    kept = number == 0 or ledger.floor <= number <= ledger.high
    if match[1] != ledger.epoch or not kept:
        raise ResyncNeeded
    return number


def read_backfill(text: str | None, ledger: Ledger) -> Backfill | None:
    """Return where a phone goes on with new scopes; raise ResyncNeeded when it cannot be."""
    if text is None:
        return None
    match = _BACKFILL.match(text)
    if match is None:
        raise BadShape(field="backfill")
    place = Backfill(match[1], int(match[2]), int(match[3]))
    if not ledger.floor <= place.high <= ledger.high:
        raise ResyncNeeded
    return place
