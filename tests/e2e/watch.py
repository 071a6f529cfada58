"""What a browser complains about while nobody looks: errors, and breaches of the policy."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

# Chromium reports every request that the network did not carry; being offline is no error of ours.
NO_NETWORK = "net::ERR_"
# A refusal that a test provokes is reported as well: its status is what the test checks.
REFUSAL = "Failed to load resource: the server responded with a status of 4"
# A question that a newer one has replaced: htmx calls its own doing an error.
REPLACED = ("htmx:sendAbort", "htmx:afterRequest")


@dataclass
class Watch:
    """Listens to all pages of a context, also to those still to come."""

    complaints: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> Watch:
        """Begin to listen, and return itself."""
        for page in context.pages:
            self._listen(page)
        context.on("page", self._listen)
        return self

    def assert_silent(self) -> None:
        """Fail with everything that was complained about."""
        assert self.complaints == []

    def _listen(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"thrown: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        text = message.text
        if message.type not in {"error", "warning"}:
            return
        if NO_NETWORK not in text and not text.startswith((REFUSAL, *REPLACED)):
            self.complaints.append(f"{message.type}: {text} ({message.location.get('url', '')})")
