"""What a phone has not seen yet, in the order of commits, within what its person may see.

A pull reads the counter first and nothing above it, so that what commits meanwhile comes next time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.database import db
from backend.domain.sync import BadShape, TooOld
from backend.models import Device
from backend.sync.cursor import Backfill, Ledger, read_backfill, read_cursor, read_ledger
from backend.sync.feed import FAMILIES, Changes, Window, by_family, changes
from backend.sync.kinds import KINDS
from backend.sync.rows import instant
from backend.sync.scopes import Coverage, seen_by

MIN_SCHEMA = 1
LIMIT, MAX_LIMIT = 500, 2000
_KNOWN = "known"
Forget = dict[str, str]


@dataclass(frozen=True, slots=True)
class Ask:
    """What the phone sent, as it came."""

    cursor: str | None = None
    backfill: str | None = None
    repair: str | None = None
    limit: int = LIMIT


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a phone stands.

    `start` is 0 for one that holds nothing; `page` is its place in new scopes, None when it has
    not begun with them.
    """

    person: UUID
    start: int
    page: Backfill | None
    ledger: Ledger

    @property
    def high(self) -> int:
        """Return up to where this round goes; it stays while new scopes are paged."""
        return self.page.high if self.page else self.ledger.high


@dataclass(slots=True)
class _Found:
    """What the pages of this answer hold; `rest` is where the next begins, None at the end."""

    room: int
    parts: list[Changes] = field(default_factory=list)
    rest: Backfill | None = None

    def fill(self, windows: Iterable[tuple[str, Window]]) -> None:
        """Read window after window as far as there is room."""
        connection = db.session.connection()
        for name, window in windows:
            if self.room <= 0:
                self.rest = Backfill(name, window.low, window.high)
                return
            part = changes(connection, window, self.room)
            self.parts.append(part)
            self.room -= len(part.put) + len(part.deleted)
            if not part.whole:
                self.rest = Backfill(name, part.cut, window.high)
                return


def pull(device: Device, ask: Ask, *, now: datetime) -> dict[str, Any]:
    """Answer one pull. `device` was read first: what it acknowledges lies in what is read here.

    Raises RightsEnded when a right has just ended by the clock: sweep, and pull again.
    """
    if device.schema < MIN_SCHEMA:
        raise TooOld
    acked = device.last_n
    ledger = read_ledger()
    start = read_cursor(ask.cursor, ledger)
    place = _Place(device.user_id, start, read_backfill(ask.backfill, ledger), ledger)
    cover = seen_by(device.user_id, start, ledger.high, now=now)
    room = max(1, min(ask.limit, MAX_LIMIT))
    if ask.repair is not None:
        answer = _repair(place, ask.repair, cover, room)
    elif place.page or _new(place, cover):
        answer = _round(place, cover, room)
    else:
        answer = _increment(place, cover, room)
    # What the phone did leaves its outbox only together with what became of it.
    answer["acked"] = 0 if answer["more"] else acked
    return {**answer, "server_time": instant(now), "min_schema": MIN_SCHEMA}


def _increment(place: _Place, cover: Coverage, room: int) -> dict[str, Any]:
    """Answer a phone that has all its scopes: the cursor moves with every page."""
    found = _Found(room)
    found.fill([(_KNOWN, _known_window(place, cover))])
    reached = found.rest.low if found.rest else place.ledger.high
    forget = _closed(cover, after=place.start) if place.start else []
    rest, found.rest = found.rest, None
    answer = _answer(place, cover, found, forget)
    return {**answer, "cursor": place.ledger.cursor(reached), "more": rest is not None}


def _round(place: _Place, cover: Coverage, room: int) -> dict[str, Any]:
    """Answer a phone that has new scopes: the cursor stays until they are whole."""
    found = _Found(room)
    found.fill(_windows(place, cover))
    answer = _answer(place, cover, found, _closed_in_round(place, cover))
    if found.rest is None:
        answer["cursor"] = place.ledger.cursor(place.high)
        answer["more"] = place.high < place.ledger.high
    return answer


def _repair(place: _Place, scope: str, cover: Coverage, room: int) -> dict[str, Any]:
    """Answer a phone that holds something else than we do: the scope anew, or its end."""
    found = _Found(room)
    low = place.page.low if place.page else 0
    family = scope.partition(":")[0]
    if scope in cover.since and family in FAMILIES:
        window = Window(place.person, {family: [scope]}, low, place.high, fresh=True)
        found.fill([(family, window)])
    forget = [] if place.page else [{"scope": scope}]
    return _answer(place, cover, found, forget)


def _new(place: _Place, cover: Coverage) -> list[str]:
    """Return the scopes that the phone does not hold yet and gets in this round."""
    return [scope for scope, since in cover.since.items() if place.start < since <= place.high]


def _known_window(place: _Place, cover: Coverage) -> Window:
    known = [scope for scope, since in cover.since.items() if since <= place.start]
    return Window(place.person, by_family(known), place.start, place.high)


def _windows(place: _Place, cover: Coverage) -> Iterator[tuple[str, Window]]:
    """Give the windows of a round from its page on: what is known, then family after family."""
    new = by_family(_new(place, cover))
    windows = {_KNOWN: _known_window(place, cover)} if place.start else {}
    for family in FAMILIES:
        if family in new:
            scopes = {family: new[family]}
            windows[family] = Window(place.person, scopes, 0, place.high, fresh=True)
    order = (_KNOWN, *FAMILIES)
    page = place.page or Backfill(_KNOWN, place.start, place.high)
    if page.family not in order:
        raise BadShape(field="backfill")
    for name in order[order.index(page.family) :]:
        if name in windows:
            low = page.low if name == page.family else windows[name].low
            yield name, replace(windows[name], low=low)


def _closed(cover: Coverage, after: int) -> list[Forget]:
    return [{"scope": scope} for scope in dict.fromkeys(s for n, s in cover.closed if n > after)]


def _closed_in_round(place: _Place, cover: Coverage) -> list[Forget]:
    """Return the scopes to forget; one that is new again is forgotten before its first page."""
    if place.page:
        return _closed(cover, after=place.high)
    return _closed(cover, after=place.start) if place.start else []


def _answer(place: _Place, cover: Coverage, found: _Found, forget: list[Forget]) -> dict[str, Any]:
    """Return what every answer holds; a phone applies `forget` before `put`."""
    return {
        "epoch": place.ledger.epoch,
        "cursor": place.ledger.cursor(place.start),
        "more": found.rest is not None,
        "backfill": str(found.rest) if found.rest else None,
        "put": [item for part in found.parts for item in part.put],
        "forget": [
            *forget,
            *(item for part in found.parts for item in part.deleted),
            *_gone([item for part in found.parts for item in part.left], cover),
        ],
        "conflicts": [item for part in found.parts for item in part.conflicts],
        "quarantined": [item for part in found.parts for item in part.quarantined],
    }


def _gone(left: list[Forget], cover: Coverage) -> list[Forget]:
    """Return the rows that went where this person sees nothing; the others are sent again."""
    gone: list[Forget] = []
    for item in left:
        table = KINDS[item["kind"]].table
        query = select(table.c.scope_id).where(table.c.id == UUID(item["id"]))
        if db.session.scalar(query) not in cover.since:
            gone.append(item)
    return gone
