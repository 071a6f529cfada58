"""Whether a phone holds what it should: one short sum for each scope.

The sum of a row is FNV-1a (32 bits) over "<version>:<id>"; those of a scope are combined by xor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import union_all
from sqlalchemy.sql import select

from backend.database import db
from backend.services import grants
from backend.sync.kinds import KINDS
from backend.sync.rows import among, prepare

_OFFSET, _PRIME, _MASK = 0x811C9DC5, 0x01000193, 0xFFFFFFFF


@dataclass(slots=True)
class Sum:
    """What a scope holds."""

    count: int = 0
    xor: int = 0

    def add(self, row_id: str, version: int) -> None:
        """Count one row."""
        self.count += 1
        self.xor ^= row_sum(row_id, version)

    def to_wire(self) -> dict[str, Any]:
        """Write it as it travels."""
        return {"count": self.count, "xor": f"{self.xor:08x}"}


def row_sum(row_id: str, version: int) -> int:
    """Return the sum of one row; `row_id` is lower-case with dashes."""
    value = _OFFSET
    for byte in f"{version}:{row_id}".encode():
        value = ((value ^ byte) * _PRIME) & _MASK
    return value


def checksums(user_id: UUID, *, now: Any) -> dict[str, dict[str, Any]]:
    """Return the sum of every scope that a person sees."""
    sums = {scope: Sum() for scope in sorted(grants.live_scopes(user_id, now=now))}
    connection = db.session.connection()
    parts = [
        select(kind.table.c.scope_id, kind.table.c.id, kind.table.c.version).where(
            among(kind.table.c.scope_id, "scopes", connection.dialect.name),
            kind.table.c.deleted_at.is_(None),
        )
        for kind in KINDS.values()
    ]
    statement = prepare(union_all(*parts), connection.dialect.name)
    for scope, row_id, version in statement.rows(connection, scopes=list(sums)):
        sums[scope].add(str(UUID(str(row_id))), version)
    return {scope: found.to_wire() for scope, found in sums.items()}
