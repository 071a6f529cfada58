"""The technician's phone: one installed app in one browser profile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, Playwright, Response, expect

from tests.e2e.browsers import start_phone
from tests.e2e.cast import PASSPHRASE, PASSWORD
from tests.e2e.watch import Watch

# The first start derives a key and fills a store; on a loaded machine that takes its time.
PATIENCE_MS = 30_000


@dataclass
class Phone:
    """A phone in somebody's hand. `start` and `end` are the process, not the page."""

    playwright: Playwright
    profile: Path
    url: str
    habits: dict[str, Any] = field(default_factory=dict)
    watch: Watch = field(default_factory=Watch)
    context: BrowserContext | None = None
    without_network: bool = False

    @property
    def page(self) -> Page:
        """Return the page of the app."""
        assert self.context
        return self.context.pages[0]

    def start(self, on_response: Callable[[Response], None] | None = None) -> None:
        """Start the browser process and open the app, with the network as it was."""
        self.context = start_phone(self.playwright, self.profile, **self.habits)
        self.context.set_default_timeout(PATIENCE_MS)
        self.watch.over(self.context)
        if on_response:
            self.context.on("response", on_response)
        self.context.set_offline(self.without_network)
        self.page.goto(f"{self.url}/app")

    def end(self) -> None:
        """End the browser process: nothing but the disk survives."""
        if self.context:
            self.context.close()
            self.context = None

    def cut_network(self) -> None:
        """Go where there is no network."""
        self.without_network = True
        if self.context:
            self.context.set_offline(True)

    def find_network(self) -> None:
        """Come back to where there is one."""
        self.without_network = False
        if self.context:
            self.context.set_offline(False)

    def sign_in(self, email: str) -> None:
        """Sign in for the first time and choose the passphrase."""
        self.screen("sign-in").wait_for()
        self.page.get_by_test_id("email").fill(email)
        self.page.get_by_test_id("password").fill(PASSWORD)
        self.tap("enter")
        self.screen("choose-passphrase").wait_for()
        self.page.get_by_test_id("passphrase").fill(PASSPHRASE)
        self.tap("enter")
        self.screen("today").wait_for()

    def unlock(self) -> None:
        """Give the passphrase after a start."""
        self.screen("unlock").wait_for()
        self.page.get_by_test_id("passphrase").fill(PASSPHRASE)
        self.tap("enter")
        self.screen("unlock").wait_for(state="detached")

    def screen(self, name: str) -> Locator:
        """Return the screen of this name."""
        return self.page.get_by_test_id(f"screen-{name}")

    def tap(self, test_id: str) -> None:
        """Tap the first thing with this test id."""
        self.page.get_by_test_id(test_id).first.tap()

    def go(self, address: str) -> None:
        """Follow a link inside the app, such as `mission/<id>`."""
        self.page.evaluate("(to) => { location.hash = to }", f"#/{address}")

    def reload(self) -> None:
        """Load the app again; it is locked afterwards."""
        self.page.reload()

    def mission(self, title: str) -> Locator:
        """Return the mission of this title on the agenda, wherever it stands."""
        shown = '[data-testid="mission-line"], [data-testid="next-mission"]'
        return self.page.locator(shown).filter(has_text=title)

    def expect_state(self, state: str) -> None:
        """Wait until the chip says `synced`, `offline`, `waiting` or `action`."""
        chip = self.page.get_by_test_id("sync-chip")
        expect(chip).to_have_attribute("data-state", state, timeout=PATIENCE_MS)

    def assert_installable(self) -> None:
        """Fail unless Chromium would offer to install the app."""
        assert self.context
        devtools = self.context.new_cdp_session(self.page)
        manifest = devtools.send("Page.getAppManifest")
        assert manifest["errors"] == []
        assert devtools.send("Page.getInstallabilityErrors") == {"installabilityErrors": []}
        devtools.detach()

    def wait_until_offline_ready(self) -> None:
        """Wait until the service worker holds the app and the store holds the data."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.page.get_by_test_id("offline-ready").wait_for()
