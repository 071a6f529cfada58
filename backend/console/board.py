"""A day of everybody as it is drawn: blocks in quarters of an hour, and the line of now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from backend.console import words
from backend.domain.missions import MissionStatus
from backend.services.missions import Board, BoardSlot, Lane

FIRST_HOUR, LAST_HOUR = 8, 18
QUARTER = 15
SHORT, ROOM = 8, 8
SILENT = timedelta(hours=2)
_S = MissionStatus
LOOK: dict[MissionStatus, str] = {
    _S.EN_ROUTE: "live",
    _S.ON_SITE: "live",
    _S.DONE: "done",
    _S.INTERRUPTED: "stopped",
}
OUTSIDE = (_S.EN_ROUTE, _S.ON_SITE)


@dataclass(frozen=True, slots=True)
class Block:
    """One booking as drawn: it begins at quarter `start` of the sheet and lasts `length`."""

    slot: BoardSlot
    start: int
    length: int
    look: str
    spill: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One technician's line: `place` is where he is now, `free` that nothing holds him there.

    `silent` says that his phone says nothing.
    """

    technician_id: UUID
    name: str
    place: str
    away: bool
    free: bool
    heard_at: datetime | None
    silent: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class NowLine:
    """Where the line of now stands: a quarter, and thirds of it."""

    quarter: int
    thirds: int


@dataclass(frozen=True, slots=True)
class DaySheet:
    """The drawn day: hours from `first` to `last`, one row for each technician."""

    first: int
    last: int
    rows: tuple[Row, ...]
    now: NowLine | None
    free: int

    @property
    def hours(self) -> range:
        """Return the hours that have a column."""
        return range(self.first, self.last)


def sheet_of(board: Board, heard: dict[UUID, datetime], *, now: datetime) -> DaySheet:
    """Draw a day; it grows beyond 8-18 h when somebody works earlier or later."""
    work = [slot for lane in board.lanes for slot in lane.slots if slot.mission]
    first = min([FIRST_HOUR, *(_minutes(board.day, slot.starts_at) // 60 for slot in work)])
    last = max([LAST_HOUR, *(-(-_minutes(board.day, slot.ends_at) // 60) for slot in work)])
    first, last = max(first, last - 14, 0), min(last, 24)
    rows = tuple(_row(lane, board.day, (first, last), heard, now) for lane in board.lanes)
    return DaySheet(
        first=first,
        last=last,
        rows=rows,
        now=_now_line(board.day, (first, last), now),
        free=sum(row.free for row in rows),
    )


def _row(
    lane: Lane, day: date, span: tuple[int, int], heard: dict[UUID, datetime], now: datetime
) -> Row:
    at = heard.get(lane.technician_id)
    here = next((slot for slot in lane.slots if slot.starts_at <= now < slot.ends_at), None)
    out = next(
        (slot.mission for slot in lane.slots if slot.mission and slot.mission.status in OUTSIDE),
        None,
    )
    place = f"{words.label(out.status)} · {out.city}" if out else lane.home_city
    blocks = _blocks(lane, day, span)
    return Row(
        technician_id=lane.technician_id,
        name=lane.name,
        place=place,
        away=here is not None and here.mission is None and out is None,
        free=here is None and out is None,
        heard_at=at,
        silent=at is None or now - at > SILENT,
        blocks=blocks,
    )


def _blocks(lane: Lane, day: date, span: tuple[int, int]) -> tuple[Block, ...]:
    """Return the blocks of a lane; a short one says its words beside it where there is room."""
    blocks = [block for slot in lane.slots if (block := _block(slot, day, span))]
    if not blocks:
        return ()
    ends = [*(block.start for block in blocks[1:]), (span[1] - span[0]) * 4]
    return tuple(
        replace(block, spill=block.length < SHORT and end - block.start - block.length >= ROOM)
        for block, end in zip(blocks, ends, strict=True)
    )


def _block(slot: BoardSlot, day: date, span: tuple[int, int]) -> Block | None:
    """Return the part of a booking that falls into the sheet, in whole quarters."""
    low, high = span[0] * 60, span[1] * 60
    start = max(_minutes(day, slot.starts_at), low) - low
    end = min(_minutes(day, slot.ends_at), high) - low
    if end <= start:
        return None
    first = start // QUARTER
    return Block(slot, first, max(-(-end // QUARTER) - first, 1), _look(slot))


def _look(slot: BoardSlot) -> str:
    if slot.mission is None:
        return "absence"
    usual = "urgent" if slot.mission.urgent else "planned"
    return LOOK.get(slot.mission.status, usual)


def _now_line(day: date, span: tuple[int, int], now: datetime) -> NowLine | None:
    minutes = _minutes(day, now) - span[0] * 60
    if not 0 <= minutes < (span[1] - span[0]) * 60:
        return None
    return NowLine(minutes // QUARTER, minutes % QUARTER // 5)


def _minutes(day: date, at: datetime) -> int:
    """Return how many minutes after midnight of `day` the clocks of the firm show at `at`."""
    here = words.local(at)
    return (here.date() - day).days * 1440 + here.hour * 60 + here.minute
