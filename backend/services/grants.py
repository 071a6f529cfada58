"""The one access rule: a person sees a scope while at least one cause for it lives."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from backend.database import db
from backend.models import AccessGrant
from backend.services import audit


def grant(  # noqa: PLR0913 -- who, what, why, how, by whom, until when
    user_id: UUID,
    scope: str,
    cause: str,
    *,
    mode: str = "read",
    by: UUID | None = None,
    ends_at: datetime | None = None,
    now: datetime,
) -> AccessGrant:
    """Let a person see `scope` for `cause`. Granted again, it takes the new mode and end."""
    row = _of_cause(user_id, scope, cause)
    if row is not None and (row.ends_at is None or row.ends_at > now):
        row.mode, row.ends_at = mode, ends_at
        return row
    if row is not None:
        row.revoked_at = now
    row = AccessGrant(
        user_id=user_id,
        scope_id=scope,
        mode=mode,
        cause=cause,
        granted_by=by,
        granted_at=now,
        ends_at=ends_at,
    )
    db.session.add(row)
    audit.record(None, "grant.given", "user", user_id, f"{scope} {mode} {cause}", now=now)
    return row


def revoke(user_id: UUID, scope: str, cause: str, *, now: datetime) -> None:
    """End one cause; the scope stays visible while another lives."""
    row = _of_cause(user_id, scope, cause)
    if row is not None:
        _end(row, now)


def revoke_cause(user_id: UUID, cause: str, *, now: datetime) -> None:
    """End everything that a person was granted for `cause`."""
    for row in _unrevoked(AccessGrant.user_id == user_id, AccessGrant.cause == cause):
        _end(row, now)


def revoke_all(user_id: UUID, *, now: datetime) -> None:
    """End every right of a person at once."""
    for row in _unrevoked(AccessGrant.user_id == user_id):
        _end(row, now)


def end_later(cause: str, ends_at: datetime) -> None:
    """Let everything granted for `cause` end by itself at `ends_at`."""
    for row in _unrevoked(AccessGrant.cause == cause):
        row.ends_at = ends_at


def sweep(*, now: datetime) -> int:
    """Revoke what has ended by itself, so that phones forget it; return how many."""
    expired = _unrevoked(AccessGrant.ends_at <= now)
    for row in expired:
        _end(row, now)
    return len(expired)


def has_grant(user_id: UUID, scope: str, *, now: datetime, mode: str = "read") -> bool:
    """Say whether a person may see `scope`, or write into it."""
    query = select(AccessGrant.id).where(
        AccessGrant.user_id == user_id, AccessGrant.scope_id == scope, live(now)
    )
    if mode == "write":
        query = query.where(AccessGrant.mode == "write")
    return db.session.scalar(query.limit(1)) is not None


def live_scopes(user_id: UUID, *, now: datetime) -> set[str]:
    """Return every scope that a person may see."""
    query = select(AccessGrant.scope_id).where(AccessGrant.user_id == user_id, live(now))
    return set(db.session.scalars(query))


def live(now: datetime) -> ColumnElement[bool]:
    """Return the condition under which a grant counts at `now`."""
    lasting = or_(AccessGrant.ends_at.is_(None), AccessGrant.ends_at > now)
    return AccessGrant.revoked_at.is_(None) & lasting


def _of_cause(user_id: UUID, scope: str, cause: str) -> AccessGrant | None:
    rows = _unrevoked(
        AccessGrant.user_id == user_id, AccessGrant.scope_id == scope, AccessGrant.cause == cause
    )
    return rows[0] if rows else None


def _unrevoked(*conditions: ColumnElement[bool]) -> list[AccessGrant]:
    query = select(AccessGrant).where(AccessGrant.revoked_at.is_(None), *conditions)
    return list(db.session.scalars(query.order_by(AccessGrant.id)))


def _end(row: AccessGrant, now: datetime) -> None:
    row.revoked_at = now
    detail = f"{row.scope_id} {row.mode} {row.cause}"
    audit.record(None, "grant.withdrawn", "user", row.user_id, detail, now=now)
