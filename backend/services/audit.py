"""Who did what to what: append-only, each entry bound to the one before by its hash."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import rfc8785
from sqlalchemy import select

from backend.database import db
from backend.domain.actors import Actor
from backend.models import AuditEntry
from backend.services.numbers import next_value

_CHAIN = "audit"


def record(
    actor: Actor | None,
    action: str,
    kind: str,
    entity_id: UUID | None,
    detail: str = "",
    *,
    now: datetime,
) -> AuditEntry:
    """Add one entry. Writers queue here until their transaction ends; None is the system itself."""
    entry = AuditEntry(
        n=next_value(_CHAIN),
        at=now,
        by_id=actor.user_id if actor else None,
        by_name=actor.name if actor else "",
        action=action,
        kind=kind,
        entity_id=entity_id,
        detail=detail,
    )
    entry.previous_sha256 = _hash_before(entry.n)
    entry.sha256 = hash_of(entry)
    db.session.add(entry)
    db.session.flush()
    return entry


def hash_of(entry: AuditEntry) -> str:
    """Return the SHA-256, in hex, over everything the entry says and the hash before it."""
    content: dict[str, Any] = {
        "n": entry.n,
        "at": entry.at.astimezone(UTC).isoformat(),
        "by_id": str(entry.by_id or ""),
        "by_name": entry.by_name,
        "action": entry.action,
        "kind": entry.kind,
        "entity_id": str(entry.entity_id or ""),
        "detail": entry.detail,
        "previous_sha256": entry.previous_sha256,
    }
    return sha256(rfc8785.dumps(content)).hexdigest()


def first_broken() -> int | None:
    """Return the number of the first entry that does not fit the chain, or None."""
    previous, expected = "", 1
    for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.n)):
        intact = entry.n == expected and entry.previous_sha256 == previous
        if not intact or entry.sha256 != hash_of(entry):
            return expected
        previous, expected = entry.sha256, entry.n + 1
    return None


def _hash_before(n: int) -> str:
    query = select(AuditEntry.sha256).where(AuditEntry.n == n - 1)
    return db.session.scalar(query) or ""
