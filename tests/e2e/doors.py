"""Every door of an installation, read from its own list of routes, tried by somebody outside."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page

from tests.e2e.stack import Stack

# What a route is asked for and is no thing with an id: files, tokens, uploads under way.
ELSEWHERE = {"path", "filename", "token", "upload_id"}
# A body that is read before the door is looked at must be a good one.
BODIES = {"/api/devices/<uuid:device_id>": {"label": "essai"}}
NOBODY = "00000000-0000-7000-8000-000000000000"  # For kinds of things that the story lacks.
SLOT = re.compile(r"<(?:(any)\(([\w, -]+)\):|\w+:)?(\w+)>")
UNSAFE = {"POST", "PATCH", "PUT", "DELETE"}
FETCH = """async ({ method, path, headers, body }) => {
  const answer = await fetch(path, { method, headers, body, redirect: 'manual' });
  return { status: answer.status, body: await answer.text(), place: answer.type };
}"""


@dataclass(frozen=True)
class Door:
    """One method of one address, with slots for ids."""

    method: str
    rule: str

    @property
    def slots(self) -> set[str]:
        """Return the names of the things it is asked for."""
        return {name for kind, _, name in SLOT.findall(self.rule) if kind != "any"}

    @property
    def body(self) -> dict[str, str]:
        """Return what to send through it."""
        return BODIES.get(self.rule, {})

    def addresses(self, things: Mapping[str, str]) -> Iterator[str]:
        """Yield the address with those things in it, once for each fixed word it may hold."""
        parts: list[list[str]] = []
        end = 0
        for slot in SLOT.finditer(self.rule):
            words = slot[2].split(",") if slot[1] else [things.get(slot[3], NOBODY)]
            parts += [[self.rule[end : slot.start()]], [word.strip() for word in words]]
            end = slot.end()
        for chosen in itertools.product(*parts, [self.rule[end:]]):
            yield "".join(chosen)


def doors_of(stack: Stack) -> list[Door]:
    """Return every door that is asked for a thing."""
    lines = [line.split() for line in stack.flask("routes").splitlines()[2:]]
    found = [
        Door(method, words[-1])
        for words in lines
        if len(words) > 2 and "<" in words[-1]
        for method in " ".join(words[1:-1]).split(", ")
    ]
    return [door for door in found if door.slots and not door.slots & ELSEWHERE]


@dataclass
class Stranger:
    """Somebody who is signed in, in her own browser, and tries what is not hers."""

    page: Page
    device: str = ""

    def knock(self, door: Door, path: str) -> dict[str, Any]:
        """Try one address of a door."""
        return self.ask(door.method, path, door.body)

    def ask(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """Send a request as her own app would; return its status and body."""
        headers = {"X-Device": self.device, "Content-Type": "application/json"}
        if method in UNSAFE:
            headers["X-CSRF-Token"] = self._token()
        sent = json.dumps({} if body is None else body) if method in UNSAFE else None
        ask = {"method": method, "path": path, "headers": headers, "body": sent}
        answer: dict[str, Any] = self.page.evaluate(FETCH, ask)
        return answer

    def enrol(self) -> None:
        """Have a device of her own to speak for."""
        body = {"label": "essai", "public_key": "", "schema": 1}
        self.device = json.loads(self.ask("POST", "/api/devices", body)["body"])["id"]

    def _token(self) -> str:
        answer = self.page.evaluate(FETCH, {"method": "GET", "path": "/api/session"})
        return str(json.loads(answer["body"])["csrf"])


def nothing_like(things: Mapping[str, str]) -> dict[str, str]:
    """Return as many things of the same form that do not exist."""
    return {
        name: "0" * 64 if name == "sha256" else str(uuid4()) for name, _ in sorted(things.items())
    }
