"""Times, durations, money and spaces, as each language prints them."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency

from backend.documents.words import Words

NBSP = "\N{NO-BREAK SPACE}"
THIN = "\N{NARROW NO-BREAK SPACE}"
ARROW = "\N{RIGHTWARDS ARROW}"
EN_DASH = "\N{EN DASH}"
MINUTES_OF_AN_HOUR = 60
# Signs that PDF readers and text extraction trip over, and those that turn text around.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]"
)
FRENCH_SPACES = (
    (re.compile(r"[ \u00a0]+([;!?])"), THIN + r"\1"),
    (re.compile(r" +([:»])"), NBSP + r"\1"),
    (re.compile(r"« +"), "«" + NBSP),
)


class Typography:
    """How one language and one time zone write values. `zone` falls back to UTC when unknown."""

    def __init__(self, words: Words, zone: str) -> None:
        self._words = words
        self.zone = _zone(zone)

    def prose(self, text: str) -> str:
        """Return what a person typed, without control signs and with the spaces of French."""
        text = UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        if self._words.language == "fr":
            for pattern, replacement in FRENCH_SPACES:
                text = pattern.sub(replacement, text)
        return text.strip()

    def paragraphs(self, text: str) -> list[list[str]]:
        """Return the paragraphs of a text, each as its lines."""
        blocks = re.split(r"\n\s*\n", self.prose(text))
        return [block.splitlines() for block in blocks if block.strip()]

    def duration(self, minutes: int) -> str:
        """Write minutes as `1 h 14`, `2 h` or `35 min`."""
        sign = "\N{MINUS SIGN}" if minutes < 0 else ""
        hours, rest = divmod(abs(minutes), MINUTES_OF_AN_HOUR)
        shape = ("minutes" if not hours else "hours") if not (hours and rest) else "both"
        return sign + self._words(f"paper.duration.{shape}", hours=hours, minutes=rest)

    def money(self, cents: int) -> str:
        """Write cents as euros: `86,00 €`."""
        amount = Decimal(cents) / 100
        return str(format_currency(amount, "EUR", locale=self._words.language))

    def day(self, at: datetime) -> str:
        """Write `mardi 24 novembre 2026`."""
        pattern = self._words("paper.pattern.day")
        local = at.astimezone(self.zone)
        return str(format_date(local, pattern, locale=self._words.language))

    def time(self, at: datetime) -> str:
        """Write `09:30`."""
        return at.astimezone(self.zone).strftime("%H:%M")

    def span(self, start: datetime, end: datetime) -> str:
        """Write `09:27 – 10:41`; with the days when they differ."""
        if start.astimezone(self.zone).date() == end.astimezone(self.zone).date():
            return f"{self.time(start)}{NBSP}{EN_DASH} {self.time(end)}"
        return f"{self.instant(start)} {EN_DASH} {self.instant(end)}"

    def instant(self, at: datetime) -> str:
        """Write `24/11/2026 09:41` in the manner of the language."""
        pattern = self._words("paper.pattern.instant")
        local = at.astimezone(self.zone)
        return str(format_datetime(local, pattern, locale=self._words.language))

    def exact(self, at: datetime) -> str:
        """Write an instant to the second, with its offset, for the evidence page."""
        local = at.astimezone(self.zone)
        offset = local.strftime("%z")
        return f"{local:%Y-%m-%d %H:%M:%S} (UTC{offset[:3]}:{offset[3:5]})"


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
