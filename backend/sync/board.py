"""Everything one batch touches, read and locked once, in one order: grants, then rows by kind, id.

Two batches, or a batch and the desk, that meet on the same rows queue instead of deadlocking.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.database import db
from backend.domain.actors import Actor
from backend.domain.errors import Forbidden, NotFound
from backend.models import AccessGrant, Device
from backend.sequence import ScopeLeft, Synced
from backend.sync.kind import Kind
from backend.sync.kinds import KINDS
from backend.sync.mutation import Mutation

Key = tuple[str, UUID]


class Withdrawn(Exception):
    """The right to it was there and has ended: the work is kept for a dispatcher."""


@dataclass(slots=True)
class Rights:
    """What a person may do in one scope, and whether more was granted once."""

    modes: set[str] = field(default_factory=set)
    ended: bool = False


@dataclass(slots=True)
class Board:
    """One batch of one phone at work."""

    actor: Actor
    device: Device
    now: datetime
    _rows: dict[Key, Synced | None] = field(default_factory=dict)
    _rights: dict[str, Rights] = field(default_factory=dict)
    _session: Session = field(default_factory=db.session)

    def prepare(self, mutations: Iterable[Mutation]) -> None:
        """Lock the grants and rows that `mutations` name, and what those rows hang on."""
        wanted: dict[str, set[UUID]] = defaultdict(set)
        scopes: set[str] = set()
        for mutation in mutations:
            kind = KINDS.get(mutation.kind)
            if kind is not None:
                wanted[kind.name].add(mutation.id)
                scopes.update(_named_scope(mutation))
                _add_parent(wanted, kind, _named_parent(kind, mutation))
        scopes |= _add_stored(wanted)
        self._load_rights(scopes)
        for name in sorted(wanted):
            self._load_rows(KINDS[name], wanted[name])

    def row(self, kind: Kind, row_id: UUID) -> Synced | None:
        """Return a row, deleted or not; None when there is none."""
        if (kind.name, row_id) not in self._rows:
            self._load_rows(kind, {row_id})
        return self._rows[kind.name, row_id]

    def add(self, kind: Kind, row: Synced) -> None:
        """Put a new row on the board and into the session."""
        self._rows[kind.name, row.id] = row
        self._session.add(row)

    def forget_row(self, name: str, row_id: UUID) -> None:
        """Look again for a row when next asked: what was done to it was undone."""
        self._rows.pop((name, row_id), None)

    def forget_rights(self) -> None:
        """Read the rights anew when next asked: a command may have changed them."""
        self._rights.clear()

    def forget_missing(self) -> None:
        """Look again for rows that were not there: a command may have made them."""
        self._rows = {key: row for key, row in self._rows.items() if row is not None}

    def require(self, scope: str, mode: str) -> None:
        """Raise NotFound, Forbidden or Withdrawn unless the person may act in `scope`."""
        if scope not in self._rights:
            self._load_rights({scope})
        rights = self._rights[scope]
        if mode in rights.modes or "write" in rights.modes:
            return
        if rights.ended:
            raise Withdrawn
        raise Forbidden if rights.modes else NotFound

    def access(self, kind: Kind, row_id: UUID) -> Synced:
        """Return a row that the person may write; else raise as `require` does."""
        row = self.row(kind, row_id)
        if row is None:
            raise NotFound
        try:
            self.require(row.scope_id, kind.mode)
        except NotFound:
            if self._was_seen(_left(kind, row_id)):
                raise Withdrawn from None
            raise
        return row

    def _was_seen(self, scopes: set[str]) -> bool:
        self._load_rights(scopes)
        return any(self._rights[scope].modes or self._rights[scope].ended for scope in scopes)

    def _load_rights(self, scopes: set[str]) -> None:
        found = {scope: Rights() for scope in scopes}
        query = (
            select(
                AccessGrant.scope_id,
                AccessGrant.mode,
                AccessGrant.revoked_at,
                AccessGrant.ends_at,
            )
            .where(AccessGrant.user_id == self.actor.user_id, AccessGrant.scope_id.in_(scopes))
            .order_by(AccessGrant.id)
            .with_for_update(read=True)
        )
        for scope, mode, revoked_at, ends_at in db.session.execute(query):
            if revoked_at is None and (ends_at is None or ends_at > self.now):
                found[scope].modes.add(mode)
            else:
                found[scope].ended = True
        self._rights |= found

    def _load_rows(self, kind: Kind, ids: set[UUID]) -> None:
        model = kind.model
        query = select(model).where(model.id.in_(ids)).order_by(model.id).with_for_update()
        rows = db.session.scalars(query, execution_options={"populate_existing": True})
        self._rows |= dict.fromkeys((kind.name, row_id) for row_id in ids)
        self._rows |= {(kind.name, row.id): row for row in rows}


def _named_scope(mutation: Mutation) -> list[str]:
    scope = mutation.args.get("scope")
    return [scope] if isinstance(scope, str) else []


def _named_parent(kind: Kind, mutation: Mutation) -> object:
    return mutation.fields.get(kind.parent[0], {}).get("value") if kind.parent else None


def _add_parent(wanted: dict[str, set[UUID]], kind: Kind, value: Any) -> None:
    if kind.parent is None or not value:
        return
    try:
        wanted[kind.parent[1]].add(value if isinstance(value, UUID) else UUID(str(value)))
    except ValueError:
        return


def _add_stored(wanted: dict[str, set[UUID]]) -> set[str]:
    """Add what the stored rows hang on; return their scopes. Reads without locking."""
    scopes: set[str] = set()
    for name, ids in sorted(wanted.items()):
        kind = KINDS[name]
        table = kind.table
        parent = table.c[kind.parent[0]] if kind.parent else table.c.id
        query = select(table.c.scope_id, parent).where(table.c.id.in_(ids))
        for scope, parent_id in db.session.execute(query):
            scopes.add(scope)
            _add_parent(wanted, kind, parent_id)
    return scopes


def _left(kind: Kind, row_id: UUID) -> set[str]:
    query = select(ScopeLeft.scope_id).where(
        ScopeLeft.kind == kind.name, ScopeLeft.row_id == row_id
    )
    return set(db.session.scalars(query))
