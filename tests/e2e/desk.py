"""The dispatcher at her desk, mostly with her keyboard. Counts what she presses and what loads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from tests.e2e.browsers import open_desk
from tests.e2e.cast import PASSWORD
from tests.e2e.watch import Watch


@dataclass(frozen=True)
class Appointment:
    """When somebody goes: a day, the hour on the wall clock, and how long it takes."""

    day: date
    at: str
    minutes: int


class Desk:
    """One person of the office in a browser of her own."""

    def __init__(self, browser: Browser, url: str, **habits: Any) -> None:
        self.context: BrowserContext = open_desk(browser, **habits)
        self.watch = Watch().over(self.context)
        self.page: Page = self.context.new_page()
        self.url = url
        self.presses = 0
        self.loads = 0
        self.page.on("request", self._count_load)

    def sign_in(self, email: str) -> None:
        """Sign in and arrive where this person's work begins."""
        self.page.goto(f"{self.url}/sign-in")
        self.page.get_by_label("E-mail").or_(self.page.locator("#email")).first.fill(email)
        self.page.locator("#password").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.get_by_test_id("me").wait_for()

    def close(self) -> None:
        """Go home."""
        self.context.close()

    def begin_to_count(self) -> None:
        """Forget what was pressed and loaded until now."""
        self.presses = self.loads = 0

    def press(self, key: str) -> None:
        """Press a key that is no letter of a text."""
        self.presses += 1
        self.page.keyboard.press(key)

    def click(self, target: Locator) -> None:
        """Use the mouse after all."""
        self.presses += 1
        target.click()

    def type_into(self, field: str, text: str) -> None:
        """Type into the field, which must have the focus already."""
        expect(self.page.locator(f"[id='{field}']")).to_be_focused()
        self.page.keyboard.type(text)

    def type_date_into(self, field: str, value: str) -> None:
        """Type a date or an hour in the order that this browser's language asks for.

        Typing leads through the parts by itself, which filling does not: the arrows make up
        for that, and are not counted.
        """
        target = self.page.locator(f"[id='{field}']")
        expect(target).to_be_focused()
        target.fill(value)
        for _ in range(3):
            self.page.keyboard.press("ArrowRight")

    def choose(self, field: str, letters: str, wanted: str) -> None:
        """Choose in a list that has the focus, by typing its first letters (without accents)."""
        expect(self.page.locator(f"[id='{field}']")).to_be_focused()
        self.page.keyboard.type(letters)
        chosen = self.page.locator(f"[id='{field}'] option:checked")
        expect(chosen).to_contain_text(wanted)

    def begin_call(self) -> None:
        """Press the one key with which a call begins."""
        self.press("n")
        expect(self.page.locator("#client-search")).to_be_focused()

    def find(self, words: str) -> Locator:
        """Type into the search for clients and return what it finds."""
        self.page.locator("#client-search").fill(words)
        return self.page.locator("#hits .hit")

    def take_first_hit(self) -> None:
        """Take the first client found; the focus is then on the people who may be calling."""
        self.press("Enter")
        expect(self.client.locator("[data-caller]").first).to_be_focused()

    @property
    def client(self) -> Locator:
        """Return what is shown of the client once found."""
        return self.page.get_by_test_id("client")

    @property
    def candidates(self) -> Locator:
        """Return the technicians who could go, best first."""
        return self.page.get_by_test_id("candidates").locator("label")

    @property
    def refusal(self) -> Locator:
        """Return the sentence with which something was refused."""
        return self.page.get_by_test_id("refusal")

    @property
    def timeline(self) -> Locator:
        """Return the lines of the story that is shown."""
        return self.page.locator("ol.timeline > li")

    def open(self, path: str) -> None:
        """Go to a page of the console."""
        self.page.goto(f"{self.url}{path}")

    def _count_load(self, request: Request) -> None:
        if request.is_navigation_request() and request.resource_type == "document":
            self.loads += request.redirected_from is None
