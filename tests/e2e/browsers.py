"""Browsers of the size and habits of our people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
FRENCH: dict[str, Any] = {"locale": "fr-FR", "timezone_id": "Europe/Paris"}
DESK: dict[str, Any] = {**FRENCH, "viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {
    **FRENCH,
    "viewport": {"width": 360, "height": 780},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}


def open_desk(browser: Browser, **more: Any) -> BrowserContext:
    """Return a fresh profile on a wide screen."""
    return browser.new_context(**{**DESK, **more})


def start_phone(playwright: Playwright, profile: Path, **more: Any) -> BrowserContext:
    """Start a browser process of its own on the profile in `profile`.

    Closing the context ends the process; starting it again is the cold start of a phone.
    """
    return playwright.chromium.launch_persistent_context(
        profile, executable_path=CHROMIUM, args=FLAGS, **{**PHONE, **more}
    )
