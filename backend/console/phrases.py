"""Sentences put together from values: commitments, hours, reasons, lines of a timeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Flask

from backend.console import words
from backend.console.words import say
from backend.domain.canonical import short_code
from backend.domain.contracts import ContractStatus, DurationUnit
from backend.models import Contract, MissionEvent
from backend.services.contracts import ClientCard, ContractLine
from backend.services.planning import Reason
from backend.services.tickets import TimelineLine

SAID = frozenset(
    {"opened", "booked", "moved", "resolved", "noted", "cancelled", "reopened", "validate", "paid",
     "saved", "invited", "left", "ended", "approved", "refused", "withdrawn", "print"}
)  # fmt: skip
# The catalogue in which the kind of a line stands, by where the line comes from.
CATALOGUES = {
    "ticket": "ticket_event_kind",
    "mission": "event_kind",
    "report": "story.report",
    "billing": "story.billing",
}
# The ticket itself says that a mission was made of it.
TOLD_TWICE = {("mission", "created")}
COVERED = ("labour", "travel", "parts")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline as it is shown."""

    at: datetime
    title: str
    text: str
    by_name: str
    tone: str


def ticket_lines(lines: Iterable[TimelineLine]) -> list[Line]:
    """Return the story of a ticket, newest first."""
    told = (line for line in lines if (line.source, line.kind) not in TOLD_TWICE)
    found = [_line(line.at, CATALOGUES[line.source], line) for line in told]
    return found[::-1]


def mission_lines(events: Iterable[MissionEvent]) -> list[Line]:
    """Return the story of a mission, newest first."""
    found = [_line(event.at, "event_kind", event) for event in events]
    return found[::-1]


def _line(at: datetime, catalogue: str, of: TimelineLine | MissionEvent) -> Line:
    key = f"{catalogue}.{of.kind}"
    tone = words.TONES.get(key, "ok" if catalogue.startswith("story.") else "")
    return Line(at, say(key), of.text, of.by_name, tone)


def standing(card: ClientCard) -> ContractLine | None:
    """Return the contract that stands best; cards hold it first."""
    return card.contracts[0] if card.contracts else None


def status_of(card: ClientCard) -> ContractStatus:
    """Return how the client stands with us; no contract is a status too."""
    best = standing(card)
    return best.status if best else ContractStatus.NONE


def commitment(value: int, unit: DurationUnit | None) -> str:
    """Return a promised time: 1 jour ouvré, 8 jours ouvrés."""
    return "" if unit is None else words.count(f"commitment.{unit.value}", value)


def service_hours(hours: Sequence[Any]) -> str:
    """Return the hours of a contract: 8:00–12:00, 14:00–18:00."""
    return ", ".join("–".join(str(end) for end in span) for span in hours)


def covered(contract: Contract) -> str:
    """Return what the client does not pay apart."""
    found = [say(f"covered.{name}") for name in COVERED if getattr(contract, f"{name}_covered")]
    return ", ".join(found) or say("covered.nothing")


def service_word(name: str) -> str:
    """Return the word for a field of a service contract, or its own name when we know none."""
    key = f"service.{name}"
    found = say(key)
    return name.replace("_", " ") if found == key else found


def service_value(value: object) -> str:
    """Return a value of a service contract as people read it."""
    if isinstance(value, bool):
        return say("answer.yes" if value else "answer.no")
    if isinstance(value, (list, tuple)):
        return " → ".join(service_value(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(service_value(part) for part in value.values())
    return str(value)


def reason(of: Reason) -> str:
    """Return why somebody stands where he stands."""
    if of.code == "load" and not of.params.get("minutes"):
        return say("plan.empty_day")
    filled = {name: _filling(name, value) for name, value in of.params.items()}
    return say(f"reason.{of.code}", **filled)


def _filling(name: str, value: object) -> object:
    if isinstance(value, datetime):
        return words.clock(value)
    if name == "minutes" and isinstance(value, int):
        return words.duration(value)
    if name in ("skill", "clearance"):
        return say(f"{name}.{value}")
    return value


def same_id(typed: str, key: UUID) -> bool:
    """Say whether what stands in a field is this id."""
    return typed == str(key)


def init_app(app: Flask) -> None:
    """Give the sentences to the templates."""
    app.jinja_env.globals.update(
        saids=SAID,
        standing=standing,
        status_of=status_of,
        commitment=commitment,
        service_hours=service_hours,
        covered=covered,
        service_word=service_word,
        service_value=service_value,
        say_reason=reason,
        short_code=short_code,
    )
