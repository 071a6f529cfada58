"""One field of one mutation: read by the table's rule, then merged by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import ValidationError

from backend.domain.errors import InvalidValue
from backend.domain.merge import (
    Merged,
    Verdict,
    add_items,
    merge_office,
    merge_scalar,
    merge_text,
    remove_items,
)
from backend.domain.sync import BadShape, ReadOnly, UnknownMutation
from backend.sequence import Synced
from backend.sync.kind import Field, Kind, Merge
from backend.sync.rows import to_wire

MAX_ITEMS = 200
_UNREADABLE = object()


def checked(name: str, rule: Field, value: Any) -> Any:
    """Return a value as the model holds it, or raise InvalidValue."""
    try:
        return rule.check.deserialize(value)
    except ValidationError as error:
        raise InvalidValue(field=name) from error


class FieldChange:
    """What a field was to the phone (`was`), what it is (`current`), what it shall be (`new`)."""

    def __init__(self, name: str, rule: Field | None, current: Any) -> None:
        self.name, self.rule, self.current = name, rule, current
        self.was: Any = None
        self.new: Any = None
        self.merge: Callable[[], Merged]

    def known_was(self) -> Any:
        """Return `was` if it could be read."""
        return None if self.was is _UNREADABLE else self.was

    def by_scalar(self) -> Merged:
        """Let the later receipt stand."""
        return merge_scalar(self.current, self.was, self.new)

    def by_text(self) -> Merged:
        """Merge line by line."""
        return merge_text(self.current, self.was, self.new)

    def by_office(self) -> Merged:
        """Keep what the office decided."""
        return merge_office(self.current, self.new)

    def by_settled(self) -> Merged:
        """Take what was reckoned when it was read."""
        return Merged(self.new, Verdict.APPLIED)


def read_change(
    kind: Kind, row: Synced, op: str, name: str, given: Mapping[str, Any]
) -> FieldChange:
    """Read one field; raise InvalidValue, ReadOnly, BadShape or UnknownMutation."""
    rule = kind.fields.get(name)
    if rule is None and name not in kind.columns:
        raise UnknownMutation(field=name)
    if (rule is None and kind.others is None) or (rule and rule.merge is Merge.FIXED):
        raise ReadOnly(field=name)
    change = FieldChange(name, rule, getattr(row, name))
    if rule is not None and op in _ELEMENTS:
        _ELEMENTS[op](change, rule, given)
    elif "value" not in given:
        raise BadShape(field=name)
    elif rule is None:
        change.current = to_wire(change.current)
        change.was, change.new = given.get("was"), given["value"]
        change.merge = change.by_office
    else:
        _read_value(change, rule, given)
    return change


def _read_value(change: FieldChange, rule: Field, given: Mapping[str, Any]) -> None:
    change.new = checked(change.name, rule, given["value"])
    try:
        change.was = rule.check.deserialize(given.get("was"))
    except ValidationError:
        change.was = _UNREADABLE if change.current is None else None
    texts = rule.merge is Merge.TEXT and isinstance(change.was, str)
    change.merge = change.by_text if texts else change.by_scalar


def _read_delta(change: FieldChange, rule: Field, given: Mapping[str, Any]) -> None:
    delta = given.get("delta")
    if rule.merge is not Merge.COUNTER:
        raise UnknownMutation(field=change.name)
    if not isinstance(delta, int) or isinstance(delta, bool):
        raise BadShape(field=change.name)
    change.new = checked(change.name, rule, change.current + delta)
    change.merge = change.by_settled


def _read_items(combine: Callable[[Any, Any], Any]) -> Callable[..., None]:
    def read(change: FieldChange, rule: Field, given: Mapping[str, Any]) -> None:
        if rule.merge is not Merge.SET:
            raise UnknownMutation(field=change.name)
        items = checked(change.name, rule, given.get("items"))
        change.new = combine(change.current, items)
        if len(change.new) > MAX_ITEMS:
            raise InvalidValue(field=change.name)
        change.merge = change.by_settled

    return read


_ELEMENTS: dict[str, Callable[..., None]] = {
    "delta": _read_delta,
    "add": _read_items(add_items),
    "remove": _read_items(lambda current, items: remove_items(current, [i["id"] for i in items])),
}
