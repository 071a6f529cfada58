"""A phone reduced to what the protocol needs: it numbers what it does and keeps what it is told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from backend.database import new_id


class Phone:
    """One installed app of one person, speaking to the real routes.

    `rows` is what the server said, by (kind, id); `results` the answers to the last push.
    """

    def __init__(self, browser: Any, device_id: str) -> None:
        self.browser = browser
        self.device_id = device_id
        self.n = 0
        self.cursor: str | None = None
        self.backfill: str | None = None
        self.rows: dict[tuple[str, str], dict[str, Any]] = {}
        self.conflicts: dict[str, dict[str, Any]] = {}
        self.quarantined: dict[str, dict[str, Any]] = {}

    @property
    def headers(self) -> dict[str, str]:
        return {"X-Device": self.device_id}

    # --- what a person does -----------------------------------------------------------------------

    def edit(self, kind: str, row_id: Any, op: str, **parts: Any) -> dict[str, Any]:
        """Number one mutation. `fields` maps names to values, or to {value, was} …"""
        self.n += 1
        return {
            "n": self.n,
            "mid": str(new_id()),
            "kind": kind,
            "id": str(row_id),
            "op": op,
            "at": "2026-05-04T08:00:00Z",
            **parts,
        }

    def create(self, kind: str, row_id: Any, scope: str, /, **values: Any) -> dict[str, Any]:
        fields = {name: {"value": plain(value)} for name, value in values.items()}
        return self.edit(kind, row_id, "create", fields=fields, args={"scope": scope})

    def change(self, kind: str, row_id: Any, op: str = "set", **pairs: Any) -> dict[str, Any]:
        """Set fields; each pair is (was, value)."""
        fields = {name: {"was": plain(w), "value": plain(v)} for name, (w, v) in pairs.items()}
        return self.edit(kind, row_id, op, fields=fields)

    def step(self, mission_id: Any, command: str, **args: Any) -> dict[str, Any]:
        at = "2026-05-04T08:00:00Z"
        given = {"event_id": str(new_id()), "at": at, **args}
        return self.edit("mission", mission_id, f"mission.{command}", args=given)

    # --- what a phone does ------------------------------------------------------------------------

    def send(self, *mutations: dict[str, Any], **envelope: Any) -> Any:
        """Push and return the HTTP answer."""
        body = {"proto": 1, "schema": 1, "mutations": mutations, **envelope}
        return self.browser.post("/api/sync/push", json=body, headers=self.headers)

    def push(self, *mutations: dict[str, Any], **envelope: Any) -> list[dict[str, Any]]:
        """Push and return the results; the push as a whole must be taken."""
        answer = self.send(*mutations, **envelope)
        assert answer.status_code == 200, answer.json
        results: list[dict[str, Any]] = answer.json["results"]
        return results

    def statuses(self, *mutations: dict[str, Any]) -> list[str]:
        return [result["status"] for result in self.push(*mutations)]

    def ask(self, **query: Any) -> Any:
        """Pull one page and return the HTTP answer, without taking it in."""
        given = {"cursor": self.cursor, "backfill": self.backfill, **query}
        asked = {name: value for name, value in given.items() if value is not None}
        return self.browser.get("/api/sync/pull", query_string=asked, headers=self.headers)

    def page(self, **query: Any) -> dict[str, Any]:
        """Pull one page and take it in, as a phone does: forget first, then put."""
        answer = self.ask(**query)
        assert answer.status_code == 200, answer.json
        page: dict[str, Any] = answer.json
        for item in page["forget"]:
            self._forget(item)
        for row in page["put"]:
            self.rows[row["kind"], row["id"]] = row
        self.conflicts |= {item["id"]: item for item in page["conflicts"]}
        self.quarantined |= {item["id"]: item for item in page["quarantined"]}
        self.cursor, self.backfill = page["cursor"], page["backfill"]
        return page

    def pull(self, **query: Any) -> list[dict[str, Any]]:
        """Pull until nothing is left; return the pages."""
        pages = [self.page(**query)]
        while pages[-1]["more"]:
            pages.append(self.page(**query))
        return pages

    def start_afresh(self) -> None:
        self.cursor = self.backfill = None
        self.rows.clear()

    def _forget(self, item: dict[str, str]) -> None:
        if "scope" in item:
            kept = {k: row for k, row in self.rows.items() if row["scope"] != item["scope"]}
            self.rows = kept
        else:
            self.rows.pop((item["kind"], item["id"]), None)

    # --- what a test looks at ---------------------------------------------------------------------

    def kinds(self) -> set[str]:
        return {kind for kind, _ in self.rows}

    def scopes(self) -> set[str]:
        return {row["scope"] for row in self.rows.values()}

    def data(self, kind: str, row_id: Any) -> dict[str, Any] | None:
        row = self.rows.get((kind, str(row_id)))
        return None if row is None else row["data"]


def plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def enrol(browser: Any, label: str = "Téléphone") -> Phone:
    """Enrol a phone for whoever is signed in."""
    body = {"label": label, "public_key": "", "schema": 1}
    answer = browser.post("/api/devices", json=body)
    assert answer.status_code == 201, answer.json
    return Phone(browser, answer.json["id"])
