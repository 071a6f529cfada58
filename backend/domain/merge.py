"""How a value typed on a phone meets the value that the server has meanwhile.

Nothing typed by a person is ever dropped here: a merge says what stands and what lost, and whoever
calls it keeps the loser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

MAX_LINES = 2000  # Comparing lines costs their product: beyond this, both texts are kept whole.

Lines = Sequence[str]
Region = tuple[int, int, int, int]


class Verdict(StrEnum):
    """What became of one field."""

    APPLIED = "applied"
    MERGED = "merged"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Merged:
    """`value` is what stands now; on CONFLICT the other value must be kept for a person."""

    value: Any
    verdict: Verdict


def merge_scalar(current: Any, was: Any, new: Any) -> Merged:
    """Let the later receipt stand; it is a conflict when both sides changed the value."""
    agreed = current in (was, new)
    return Merged(new, Verdict.APPLIED if agreed else Verdict.CONFLICT)


def merge_office(current: Any, new: Any) -> Merged:
    """Keep what the office decided; a phone that wants something else is a conflict."""
    return Merged(current, Verdict.APPLIED if current == new else Verdict.CONFLICT)


def merge_text(current: str, was: str, new: str) -> Merged:
    """Merge two texts that grew out of `was`, line by line; lines changed by both are all kept."""
    if new in (current, was):
        return Merged(current, Verdict.APPLIED)
    if current == was:
        return Merged(new, Verdict.APPLIED)
    base, ours, theirs = was.split("\n"), current.split("\n"), new.split("\n")
    lines: list[str] = []
    clean = True
    for chunk, agreed in _chunks(base, ours, theirs):
        lines += chunk
        clean = clean and agreed
    return Merged("\n".join(lines), Verdict.MERGED if clean else Verdict.CONFLICT)


def add_items(
    current: Sequence[Mapping[str, Any]], items: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Add the elements whose `id` is not there yet; the order of arrival stays."""
    known = {item.get("id") for item in current}
    fresh = {item["id"]: item for item in items if item["id"] not in known}
    return [*current, *fresh.values()]


def remove_items(
    current: Sequence[Mapping[str, Any]], ids: Sequence[str]
) -> list[Mapping[str, Any]]:
    """Remove the elements with those ids; one that is not there is no error."""
    return [item for item in current if item.get("id") not in set(ids)]


def _chunks(base: Lines, ours: Lines, theirs: Lines) -> Iterator[tuple[Lines, bool]]:
    """Give stretches of the merged text, and whether the two sides agree on each."""
    at_base = at_ours = at_theirs = 0
    for start, in_ours, in_theirs, length in _common(base, ours, theirs):
        yield _settle(base[at_base:start], ours[at_ours:in_ours], theirs[at_theirs:in_theirs])
        yield base[start : start + length], True
        at_base, at_ours = start + length, in_ours + length
        at_theirs = in_theirs + length


def _settle(base: Lines, ours: Lines, theirs: Lines) -> tuple[Lines, bool]:
    if theirs in (ours, base):
        return ours, True
    if ours == base:
        return theirs, True
    return [*ours, *theirs], False


def _common(base: Lines, ours: Lines, theirs: Lines) -> Iterator[Region]:
    """Give what all three share, as (start in base, in ours, in theirs, length), then the end."""
    if max(len(base), len(ours), len(theirs)) <= MAX_LINES:
        yield from _overlaps(_matches(base, ours), _matches(base, theirs))
    yield len(base), len(ours), len(theirs), 0


def _matches(base: Lines, other: Lines) -> list[tuple[int, int, int]]:
    blocks = SequenceMatcher(None, base, other).get_matching_blocks()
    return [(block.a, block.b, block.size) for block in blocks if block.size]


def _overlaps(
    ours: list[tuple[int, int, int]], theirs: list[tuple[int, int, int]]
) -> Iterator[Region]:
    i = j = 0
    while i < len(ours) and j < len(theirs):
        (a, in_ours, size_a), (b, in_theirs, size_b) = ours[i], theirs[j]
        start, end = max(a, b), min(a + size_a, b + size_b)
        if start < end:
            yield start, in_ours + start - a, in_theirs + start - b, end - start
        if a + size_a < b + size_b:
            i += 1
        else:
            j += 1
