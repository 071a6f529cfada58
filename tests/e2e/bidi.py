"""Firefox ESR, driven by the protocol it speaks itself: WebDriver BiDi over a WebSocket."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

FIREFOX = "/usr/bin/firefox-esr"
ANSWER_WITHIN_SECONDS = 30
# Resolves once `condition` holds; looks again at every frame of the page.
UNTIL = """() => new Promise((resolve) => {
  const look = () => ((%s) ? resolve(true) : setTimeout(look, 30));
  look();
})"""
PREFERENCES = """
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.update.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
"""


class Refused(RuntimeError):
    """Firefox said no; the message is its own."""


class Firefox:
    """One tab of one Firefox. Every method returns when Firefox says that it is done."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.numbers = itertools.count(1)
        self.call("session.new", capabilities={})
        self.tab = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Send one command and return its result."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv(ANSWER_WITHIN_SECONDS))
            if answer.get("id") == number:
                break
        if answer["type"] == "error":
            raise Refused(f"{method}: {answer['error']}: {answer['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def small_french_phone(self) -> None:
        """Be as small, and speak as, the phones of our technicians."""
        size = {"width": 360, "height": 780}
        self.call("browsingContext.setViewport", context=self.tab, viewport=size)
        self.call("emulation.setLocaleOverride", locale="fr-FR", contexts=[self.tab])
        self.call("emulation.setTimezoneOverride", timezone="Europe/Paris", contexts=[self.tab])

    def open(self, url: str) -> None:
        """Go to `url` and wait until it has loaded."""
        self.call("browsingContext.navigate", context=self.tab, url=url, wait="complete")

    def reload(self) -> None:
        """Load the page again."""
        self.call("browsingContext.reload", context=self.tab, wait="complete")

    def cut_network(self, *, cut: bool = True) -> None:
        """Take the network away from the tab, or give it back."""
        conditions = {"type": "offline"} if cut else None
        self.call(
            "emulation.setNetworkConditions", networkConditions=conditions, contexts=[self.tab]
        )

    def run(self, function: str) -> Any:
        """Call a JavaScript function in the page and return what it resolves to, if plain."""
        answer = self.call(
            "script.callFunction",
            functionDeclaration=function,
            target={"context": self.tab},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise Refused(answer["exceptionDetails"]["text"])
        return answer["result"].get("value")

    def wait_until(self, condition: str) -> None:
        """Wait until a JavaScript expression holds in the page."""
        self.run(UNTIL % condition)

    def wait_for(self, test_id: str) -> None:
        """Wait until something with this test id is there."""
        self.wait_until(f"document.querySelector('[data-testid=\"{test_id}\"]')")

    def text(self, test_id: str) -> str:
        """Return the visible text of what carries this test id."""
        found = self.run(f"() => document.querySelector('[data-testid=\"{test_id}\"]').innerText")
        return str(found)

    def type_into(self, test_id: str, text: str) -> None:
        """Focus a field as a person does and type."""
        self.click(test_id)
        keys = [step for key in text for step in _stroke(key)]
        self._perform({"type": "key", "id": "keyboard", "actions": keys})

    def click(self, test_id: str) -> None:
        """Press the primary button of the mouse in the middle of something."""
        found = self.call(
            "browsingContext.locateNodes",
            context=self.tab,
            locator={"type": "css", "value": f'[data-testid="{test_id}"]'},
        )["nodes"][0]
        element = {"type": "element", "element": {"sharedId": found["sharedId"]}}
        self.run(f"() => document.querySelector('[data-testid=\"{test_id}\"]').scrollIntoView()")
        steps = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": element},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._perform({"type": "pointer", "id": "mouse", "actions": steps})

    def _perform(self, source: dict[str, Any]) -> None:
        self.call("input.performActions", context=self.tab, actions=[source])


def _stroke(key: str) -> tuple[dict[str, str], dict[str, str]]:
    return {"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}


@contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """Run a headless Firefox on a fresh profile in `profile` and yield its one tab."""
    (profile / "user.js").write_text(PREFERENCES)
    command = [FIREFOX, "--headless", "--no-remote", "--remote-debugging-port", "0"]
    process = subprocess.Popen(
        [*command, "--profile", str(profile)], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    try:
        with connect(f"{_address(process)}/session", max_size=None) as socket:
            yield Firefox(socket)
    finally:
        process.terminate()
        process.wait(ANSWER_WITHIN_SECONDS)
        if process.stderr:
            process.stderr.close()


def _address(process: subprocess.Popen[bytes]) -> str:
    for line in process.stderr or ():
        found = re.search(rb"ws://[\d.]+:\d+", line)
        if found:
            return found[0].decode()
    raise Refused("Firefox ended before it said where it listens.")
