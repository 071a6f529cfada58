"""Who fits a visit best, and why: a ranking of everybody, pure and explained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from backend.domain.clocks import Calendar, Span, merged

FIELD_HOURS = Calendar(hours=((time(8), time(18)),))
SEARCH_FOR = timedelta(days=14)

_FREE = 250
_SKILL_LEVEL = 100
_CLEARED = 150
_LEAD = 60
_KNOWS_CLIENT = 40
_NEAR = 30
_LOAD_STEP_MINUTES = 30
_LOAD_STEP = 5
_LOAD_MOST = 80


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody stands where he stands: catalogue key `reason.<code>`, filled by `params`.

    Instants in `params` are datetimes; whoever shows them chooses the zone and the language.
    """

    code: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """What counts about one technician. `busy` is everything booked from the day of the slot on."""

    skills: dict[str, int]
    clearances: frozenset[str]
    home_city: str
    busy: tuple[Span, ...]
    is_lead: bool = False
    visits_there: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the visit needs."""

    skill: str
    clearances: frozenset[str]
    slot: Span
    city: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where one person stands."""

    score: int
    free: bool
    reasons: tuple[Reason, ...]
    next_free_at: datetime | None


def judge(person: Person, wanted: Wanted) -> Verdict:
    """Score one person; nobody is left out, the reasons say what speaks against."""
    scored = [
        *_skill(person, wanted),
        *_clearances(person, wanted),
        *_freedom(person, wanted),
        *_bonds(person, wanted),
        *_load(person, wanted),
    ]
    free = not _collisions(person, wanted.slot)
    length = wanted.slot.end - wanted.slot.start
    return Verdict(
        score=sum(points for points, _ in scored),
        free=free,
        reasons=tuple(reason for _, reason in scored),
        next_free_at=wanted.slot.start
        if free
        else next_free(person.busy, wanted.slot.start, length),
    )


def next_free(busy: Iterable[Span], start: datetime, length: timedelta) -> datetime | None:
    """Return when, from `start` on, somebody first has `length` free within a working day."""
    taken = merged(busy)
    for span in FIELD_HOURS.spans_from(start):
        if span.start > start + SEARCH_FOR:
            return None
        begin = _gap(taken, span, length)
        if begin is not None:
            return begin
    return None


def _gap(taken: Sequence[Span], within: Span, length: timedelta) -> datetime | None:
    begin = within.start
    for span in taken:
        if span.end <= begin:
            continue
        if span.start >= begin + length:
            break
        begin = span.end
    return begin if begin + length <= within.end else None


def _collisions(person: Person, slot: Span) -> list[Span]:
    return [span for span in merged(person.busy) if span.start < slot.end and slot.start < span.end]


def _skill(person: Person, wanted: Wanted) -> list[tuple[int, Reason]]:
    if not wanted.skill:
        return []
    level = person.skills.get(wanted.skill, 0)
    params = {"skill": wanted.skill, "level": level}
    return [(_SKILL_LEVEL * level, Reason("skill" if level else "skill_missing", params))]


def _clearances(person: Person, wanted: Wanted) -> list[tuple[int, Reason]]:
    missing = sorted(wanted.clearances - person.clearances)
    if missing:
        return [(0, Reason("clearance_missing", {"clearance": code})) for code in missing]
    return [(_CLEARED, Reason("cleared", {}))] if wanted.clearances else []


def _freedom(person: Person, wanted: Wanted) -> list[tuple[int, Reason]]:
    collisions = _collisions(person, wanted.slot)
    if not collisions:
        return [(_FREE, Reason("free", {}))]
    return [(0, Reason("busy", {"start": span.start, "end": span.end})) for span in collisions]


def _bonds(person: Person, wanted: Wanted) -> list[tuple[int, Reason]]:
    found = []
    if person.is_lead:
        found.append((_LEAD, Reason("lead", {})))
    if person.visits_there:
        found.append((_KNOWS_CLIENT, Reason("knows_client", {"count": person.visits_there})))
    if wanted.city and person.home_city.casefold() == wanted.city.casefold():
        found.append((_NEAR, Reason("near", {"city": wanted.city})))
    return found


def _load(person: Person, wanted: Wanted) -> list[tuple[int, Reason]]:
    day = FIELD_HOURS.local_date(wanted.slot.start)
    minutes = sum(
        int((span.end - span.start).total_seconds()) // 60
        for span in merged(person.busy)
        if FIELD_HOURS.local_date(span.start) == day
    )
    points = min(minutes // _LOAD_STEP_MINUTES * _LOAD_STEP, _LOAD_MOST)
    return [(-points, Reason("load", {"minutes": minutes}))]
