"""What a report's paper is made from: plain values, so that another process can print it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, TypeVar

T = TypeVar("T")


class PaperRefused(ValueError):
    """This report cannot be printed; `str()` is a stable code such as pdf_timeout."""


class Unreadable(ValueError):
    """The content of a report is not what schema 1 says; `str()` names the field."""


@dataclass(frozen=True, slots=True)
class Firm:
    """Who writes the report."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """One link of the chain of signatures, as text and whole numbers.

    `signed_at` is ISO 8601; `link_sha256` is the hash of this link, which the next one must name.
    """

    role: str
    name: str
    outcome: str
    signed_at: str
    content_sha256: str
    capacity: str = ""
    identified_by: str = ""
    reason: str = ""
    timezone: str = ""
    clock_offset_ms: int = 0
    consent_id: str = ""
    consent_sha256: str = ""
    previous_sha256: str = ""
    link_sha256: str = ""
    device: str = ""
    ink: Any = None


@dataclass(frozen=True, slots=True)
class Paper:
    """One closed report. `content` is R as it was signed; instants are ISO 8601.

    `photos` holds the bytes by hash; one that R names and that is not there did not arrive.
    """

    number: str
    language: str
    firm: Firm
    content: dict[str, Any]
    content_sha256: str
    outcome: str
    outcome_reason: str = ""
    frozen_at: str = ""
    closed_at: str = ""
    signatures: tuple[Signed, ...] = ()
    photos: dict[str, bytes] = field(default_factory=dict)


def dump(paper: Paper) -> tuple[bytes, list[bytes]]:
    """Return the paper as JSON without its photos, and the photos in the order it names them."""
    names = sorted(paper.photos)
    plain = asdict(paper) | {"photos": names}
    return json.dumps(plain).encode(), [paper.photos[name] for name in names]


def load(head: bytes, photos: list[bytes]) -> Paper:
    """Return what `dump` took apart."""
    plain = json.loads(head)
    plain["firm"] = Firm(**plain["firm"])
    plain["signatures"] = tuple(Signed(**one) for one in plain["signatures"])
    plain["photos"] = dict(zip(plain["photos"], photos, strict=True))
    return Paper(**plain)


class Reader:
    """Reads R strictly: a field of the wrong type raises Unreadable, one that lacks is empty."""

    def __init__(self, value: object, name: str = "report") -> None:
        if not isinstance(value, dict):
            raise Unreadable(name)
        self._value: dict[str, Any] = value
        self._name = name

    def text(self, name: str) -> str:
        """Return a text, "" when there is none."""
        value = self._value.get(name)
        return self._checked(name, "" if value is None else value, str)

    def number(self, name: str) -> int:
        """Return a whole number, 0 when there is none."""
        return self.optional(name) or 0

    def optional(self, name: str) -> int | None:
        """Return a whole number or None."""
        value = self._value.get(name)
        return None if value is None else self._checked(name, value, int)

    def flag(self, name: str) -> bool:
        """Return whether something is so."""
        return self._checked(name, self._value.get(name, False), bool)

    def instant(self, name: str) -> datetime | None:
        """Return an aware instant, None when there is none."""
        text = self.text(name)
        return read_instant(text, f"{self._name}.{name}") if text else None

    def part(self, name: str) -> Reader:
        """Return a nested object, an empty one when there is none."""
        value = self._value.get(name)
        return Reader({} if value is None else value, f"{self._name}.{name}")

    def parts(self, name: str) -> list[Reader]:
        """Return a list of objects."""
        values = self._checked(name, self._value.get(name) or [], list)
        return [Reader(value, f"{self._name}.{name}") for value in values]

    def _checked(self, name: str, value: object, kind: type[T]) -> T:
        if type(value) is not kind:
            raise Unreadable(f"{self._name}.{name}")
        return value


def read_instant(text: str, name: str = "instant") -> datetime:
    """Return the aware instant that `text` (ISO 8601) names, or raise Unreadable."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as problem:
        raise Unreadable(name) from problem
    if at.tzinfo is None:
        raise Unreadable(name)
    return at
