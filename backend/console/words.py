"""Words, dates and amounts as people read them, in their language."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency
from flask_babel import get_locale, gettext, ngettext

from backend.clock import utcnow
from backend.config import current_settings
from backend.domain.errors import DomainError

NARROW, NBSP = "\u202f", "\u00a0"
NATIONAL = 10
SAME_YEAR = 200
NEAR = timedelta(days=10 * 366)
TONES: dict[str, str] = {
    "ticket_status.open": "wait",
    "ticket_status.mission": "brand",
    "ticket_status.resolved": "ok",
    "ticket_status.closed": "off",
    "mission_status.to_plan": "wait",
    "mission_status.planned": "info",
    "mission_status.accepted": "brand",
    "mission_status.en_route": "live",
    "mission_status.on_site": "live",
    "mission_status.interrupted": "wait",
    "mission_status.done": "ok",
    "contract_status.none": "off",
    "contract_status.active": "ok",
    "contract_status.expired": "bad",
    "contract_status.exhausted": "bad",
    "commercial_status.up_to_date": "ok",
    "commercial_status.late": "wait",
    "commercial_status.blocked": "bad",
    "billing_status.to_validate": "wait",
    "billing_status.validated": "info",
    "billing_status.paid": "ok",
    "pdf_state.due": "wait",
    "pdf_state.ready": "ok",
    "pdf_state.failed": "bad",
    "signing_outcome.signed": "ok",
    "signing_outcome.signed_with_reservations": "wait",
    "signing_outcome.refused": "bad",
    "signing_outcome.absent": "wait",
    "event_kind.planned": "brand",
    "event_kind.accepted": "ok",
    "event_kind.done": "ok",
    "event_kind.on_site": "brand",
    "event_kind.declined": "bad",
    "event_kind.returned": "bad",
    "event_kind.cancelled": "bad",
    "event_kind.interrupted": "wait",
    "ticket_event_kind.opened": "brand",
    "ticket_event_kind.resolved": "ok",
    "ticket_event_kind.closed": "ok",
    "ticket_event_kind.cancelled": "bad",
}


def say(key: str, **params: object) -> str:
    """Return the text of a catalogue key."""
    return str(gettext(key, **params))


def count(key: str, num: int, **params: object) -> str:
    """Return the text of a key that depends on a number; `%(num)s` is the number."""
    return str(ngettext(key, key, num, **params))


def key_of(value: StrEnum) -> str:
    """Return the catalogue key of a value: MissionStatus.PLANNED is mission_status.planned."""
    kind = re.sub(r"(?<!^)(?=[A-Z])", "_", type(value).__name__).lower()
    return f"{kind}.{value.value}"


def label(value: StrEnum | None) -> str:
    """Return the word for a state or a kind; nothing for nothing."""
    return "" if value is None else say(key_of(value))


def tone(value: StrEnum | None) -> str:
    """Return the colour that goes with the word: ok, wait, bad, info, brand, live or off."""
    return "off" if value is None else TONES.get(key_of(value), "off")


def sentence(error: DomainError) -> str:
    """Return what a refusal says to the person."""
    key = f"errors.{error.code}"
    params = {name: value for name, value in error.params.items() if name != "field"}
    try:
        found = say(key, **params)
    except (KeyError, TypeError, ValueError):
        found = key
    return say("errors.refused") if found == key else found


def zone() -> ZoneInfo:
    """Return the zone in which the firm reads its clocks."""
    return ZoneInfo(current_settings().timezone)


def local(at: datetime) -> datetime:
    """Return the instant as the clocks of the firm show it."""
    return at.astimezone(zone())


def today() -> date:
    """Return the day it is for the firm."""
    return local(utcnow()).date()


def is_near(day: date) -> bool:
    """Say whether a day is one that people plan or look up: a slip of the finger rarely is."""
    return abs(day - today()) <= NEAR


def clock(at: datetime | None) -> str:
    """Return the time of day: 09:30."""
    return "" if at is None else local(at).strftime("%H:%M")


def day(value: date | datetime | None) -> str:
    """Return a short day, in words when it is near: aujourd’hui, demain, mar. 24 nov."""
    if value is None:
        return ""
    on = local(value).date() if isinstance(value, datetime) else value
    near = {-1: "day.yesterday", 0: "day.today", 1: "day.tomorrow"}.get((on - today()).days)
    if near:
        return say(near)
    year = "" if abs((on - today()).days) < SAME_YEAR else "y"
    return format_skeleton(f"{year}MMMEd", on, locale=get_locale())


def long_day(value: date) -> str:
    """Return a day in full: mardi 24 novembre."""
    return format_date(value, say("day.pattern"), locale=get_locale())


def iso_day(at: datetime) -> str:
    """Return the day of an instant as addresses carry it."""
    return local(at).date().isoformat()


def plain_day(value: date | None) -> str:
    """Return a day for papers: 24 nov. 2026."""
    return "" if value is None else format_date(value, "medium", locale=get_locale())


def moment(at: datetime | None) -> str:
    """Return day and time: demain 09:30."""
    return "" if at is None else f"{day(at)} {clock(at)}"


def duration(minutes: int | None) -> str:
    """Return minutes as people say them: 45 min, 1 h, 1 h 30."""
    if minutes is None:
        return ""
    sign, rest = ("−" if minutes < 0 else ""), abs(minutes)
    hours, left = divmod(rest, 60)
    if not hours:
        return f"{sign}{left}{NARROW}min"
    return f"{sign}{hours}{NARROW}h" + (f"{NARROW}{left:02d}" if left else "")


def money(cents: int | None) -> str:
    """Return an amount without tax: 86,00 €."""
    return "" if cents is None else format_currency(cents / 100, "EUR", locale=get_locale())


def is_late(at: datetime | None) -> bool:
    """Say whether a deadline has passed."""
    return at is not None and at < utcnow()


def is_soon(at: datetime | None) -> bool:
    """Say whether a deadline falls within a day."""
    return at is not None and at < utcnow() + timedelta(days=1)


def spoken_phone(number: str) -> str:
    """Return a phone number in pairs, so that it can be read aloud."""
    digits = re.sub(r"[^\d+]", "", number)
    if len(digits) == NATIONAL and digits.startswith("0"):
        return NBSP.join(digits[i : i + 2] for i in range(0, NATIONAL, 2))
    return number


def machine(user_agent: str) -> str:
    """Return the browser and the system that a user agent names, as far as we know them."""
    browsers = (("Firefox", "Firefox"), ("Edg", "Edge"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = (("Android", "Android"), ("iPhone", "iPhone"), ("Windows", "Windows"),
               ("Mac OS", "macOS"), ("Linux", "Linux"))  # fmt: skip
    found = [
        next((name for mark, name in marks if mark in user_agent), "")
        for marks in (browsers, systems)
    ]
    return " · ".join(filter(None, found)) or say("users.machine")
