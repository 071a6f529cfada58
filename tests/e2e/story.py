"""What the acts of the story share: the house, the people's devices, and what they work on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Playwright

from tests.e2e.desk import Appointment, Desk
from tests.e2e.phone import Phone
from tests.e2e.stack import Stack
from tests.e2e.tour import Tour

PARIS = ZoneInfo("Europe/Paris")
TITLE = "Standard muet depuis ce matin"
PROBLEM = "Plus aucun appel entrant, l’autocom redémarre seul toutes les quarante minutes."
LAST_ACTIONS = "Coupure de courant dans la nuit."
TASKS = ("Relever les journaux de l’autocom", "Vérifier l’alimentation secourue")


def today() -> date:
    """Return the day in Paris on which the test runs."""
    return datetime.now(PARIS).date()


def spoken(minutes: int) -> str:
    """Return a duration as our screens write it: `1 h 14`, `45 min`, `2 h`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}\u00a0min"
    return f"{hours}\u00a0h\u00a0{rest:02}" if rest else f"{hours}\u00a0h"


@dataclass
class Story:
    """One call, from the first ring to the signed paper."""

    stack: Stack
    playwright: Playwright
    chromium: Browser
    folder: Path
    tour: Tour
    slot: Appointment = field(default_factory=lambda: Appointment(today(), "17:00", 90))
    mission_id: UUID | None = None
    hours_left: int = 0
    seen_hours: tuple[int, int] = (0, 0)
    seen_code: str = ""

    def desk(self, email: str) -> Desk:
        """Return somebody of the office, signed in."""
        desk = Desk(self.chromium, self.stack.url)
        desk.sign_in(email)
        return desk

    def phone(self, name: str) -> Phone:
        """Return a phone that nobody has used yet."""
        return Phone(self.playwright, self.folder / name, self.stack.url)
