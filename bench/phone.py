"""A phone for measures: the real routes over one connection, nothing skipped, little of its own."""

from __future__ import annotations

import gzip
import http.client
import json
import time
from dataclasses import dataclass
from typing import Any

from backend.database import new_id
from backend.web.csrf import COOKIE
from bench.company import Worker
from bench.stage import Stage


@dataclass
class Answer:
    """One answer: how long until its last byte, how many came over the wire, what they say."""

    seconds: float
    wire_bytes: int
    body: Any


class BenchPhone:
    """One enrolled phone of a signed-in technician."""

    def __init__(self, stage: Stage, worker: Worker) -> None:
        self._connection: http.client.HTTPConnection = stage.connect()
        self._headers = {
            "Cookie": f"{COOKIE}={worker.token}",
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
        }
        self._headers["X-CSRF-Token"] = self.ask("GET", "/api/session").body["csrf"]
        self._headers["X-Device"] = self.ask("POST", "/api/devices", {"label": "Banc"}).body["id"]
        self.n = 0
        self.cursor: str | None = None

    def ask(self, method: str, path: str, body: Any = None) -> Answer:
        """Send one request; the clock runs from the first byte sent to the last received."""
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = {**self._headers, **({"Content-Type": "application/json"} if data else {})}
        start = time.perf_counter()
        self._connection.request(method, path, data, headers)
        response = self._connection.getresponse()
        raw = response.read()
        seconds = time.perf_counter() - start
        text = gzip.decompress(raw) if response.headers["Content-Encoding"] == "gzip" else raw
        found = json.loads(text)
        if response.status >= 300:  # noqa: PLR2004 -- whatever is not a success
            raise RuntimeError(f"{method} {path}: {response.status} {found}")
        return Answer(seconds, len(raw), found)

    def mutation(self, kind: str, row_id: str, op: str, **parts: Any) -> dict[str, Any]:
        """Make one mutation with the next number."""
        self.n += 1
        named = {"n": self.n, "mid": str(new_id()), "kind": kind, "id": row_id, "op": op}
        return {**named, "at": "2026-01-05T08:00:00Z", **parts}

    def push(self, mutations: list[dict[str, Any]]) -> Answer:
        """Push one batch; every mutation must be applied."""
        body = {"proto": 1, "schema": 1, "outbox_depth": len(mutations), "mutations": mutations}
        answer = self.ask("POST", "/api/sync/push", body)
        bad = [one for one in answer.body["results"] if one["status"] != "applied"]
        if bad:
            raise RuntimeError(f"not applied: {bad[0]}")
        return answer

    def pull(self, limit: int) -> list[Answer]:
        """Pull until nothing is left."""
        answers, backfill = [], None
        while True:
            position = {"cursor": self.cursor, "backfill": backfill, "limit": limit}
            query = "&".join(f"{name}={value}" for name, value in position.items() if value)
            answers.append(self.ask("GET", f"/api/sync/pull?{query}"))
            page = answers[-1].body
            self.cursor, backfill = page["cursor"], page["backfill"]
            if not page["more"]:
                return answers
