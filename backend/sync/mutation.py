"""One thing a person did on a phone, as it is read, and what became of it, as it is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from backend.domain.errors import DomainError
from backend.domain.sync import BadShape, ReceiptStatus
from backend.sequence import Synced

MAX_N = 2**31 - 1
NOBODY = UUID(int=0)
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Mutation:
    """`n` and `mid` name it; the rest is what the phone says, and `problem` why it cannot be read.

    A mutation that cannot be read is still numbered: it is refused, and the queue goes on.
    """

    n: int
    mid: UUID
    raw: dict[str, Any]
    kind: str = ""
    id: UUID = NOBODY
    op: str = ""
    base: int | None = None
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    args: Mapping[str, Any] = field(default_factory=dict)
    problem: DomainError | None = None

    def sha256(self) -> str:
        """Return the hash of what was sent, number aside: a renumbered mutation keeps it."""
        content = {name: value for name, value in self.raw.items() if name != "n"}
        return sha256(_encode(content).encode()).hexdigest()


@dataclass(slots=True)
class Outcome:
    """What became of one mutation; `row` is the one it changed, whose version is read late."""

    status: ReceiptStatus
    row: Synced | None = None
    version: int | None = None
    code: str | None = None
    params: dict[str, Any] = field(default_factory=dict)
    conflicts: list[dict[str, str]] = field(default_factory=list)

    def reply(self) -> dict[str, Any]:
        """Return what is kept, and sent again when the same mutation comes again."""
        kept: dict[str, Any] = {"status": self.status.value, "version": self.version}
        if self.code is not None:
            kept |= {"code": self.code, "params": self.params}
        if self.conflicts:
            kept["conflicts"] = self.conflicts
        return kept


def refused(error: DomainError) -> Outcome:
    """Return the outcome of a mutation that the rules refuse."""
    params = {name: _plain(value) for name, value in error.params.items()}
    return Outcome(ReceiptStatus.REJECTED, code=error.code, params=params)


def _plain(value: object) -> Any:
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value if isinstance(value, bool | int | None) else str(value)


def read_mutation(raw: object) -> Mutation:
    """Read one mutation; raise BadShape only when it cannot even be numbered."""
    if not isinstance(raw, dict):
        raise BadShape(field="mutations")
    n, mid = raw.get("n"), _uuid(raw.get("mid"))
    if not isinstance(n, int) or isinstance(n, bool) or not 0 < n <= MAX_N or mid is None:
        raise BadShape(field="mutations")
    row_id, base = _uuid(raw.get("id")), raw.get("base")
    texts = [raw.get("kind"), raw.get("op")]
    fields, args = raw.get("fields") or {}, raw.get("args") or {}
    readable = (
        row_id is not None
        and (base is None or (isinstance(base, int) and not isinstance(base, bool)))
        and all(isinstance(text, str) for text in texts)
        and isinstance(args, dict)
        and isinstance(fields, dict)
        and all(isinstance(value, dict) for value in fields.values())
    )
    if not readable or row_id is None:
        return Mutation(n, mid, raw, problem=BadShape())
    return Mutation(n, mid, raw, raw["kind"], row_id, raw["op"], base, fields, args)


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
