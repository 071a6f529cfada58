"""The other browser from Debian: what must work for those whose phone runs it."""

from __future__ import annotations

import pytest

from tests.e2e.bidi import firefox
from tests.e2e.cast import HUGO, PASSPHRASE, PASSWORD


@pytest.fixture
def fox(tmp_path):
    """A Firefox ESR as small as a phone."""
    with firefox(tmp_path) as browser:
        browser.small_french_phone()
        yield browser


def test_today_is_there_without_network_and_without_server(stack, fox):
    fox.open(f"{stack.url}/app")
    fox.wait_for("screen-sign-in")
    fox.type_into("email", HUGO)
    fox.type_into("password", PASSWORD)
    fox.click("enter")
    fox.wait_for("screen-choose-passphrase")
    fox.type_into("passphrase", PASSPHRASE)
    fox.click("enter")
    fox.wait_for("screen-today")
    fox.run("() => navigator.serviceWorker.ready.then(() => true)")
    fox.wait_for("offline-ready")
    fox.wait_for("next-mission")
    seen = fox.text("next-mission")

    fox.cut_network()
    stack.stop()
    fox.reload()
    fox.wait_for("screen-unlock")
    fox.type_into("passphrase", PASSPHRASE)
    fox.click("enter")
    fox.wait_for("screen-today")
    assert fox.text("next-mission") == seen
    fox.wait_until("document.querySelector('[data-testid=sync-chip]').dataset.state === 'offline'")
