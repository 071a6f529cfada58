"""Choosing between two values, and deciding on work that came after its right had ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, true

from backend.database import db
from backend.domain.actors import Actor, Role
from backend.domain.errors import MissingValue, NotFound
from backend.domain.sync import ReadOnly
from backend.models import AccessGrant, Conflict, Device, Quarantine, User
from backend.services import audit, grants
from backend.sync import births
from backend.sync.board import Board
from backend.sync.fields import checked
from backend.sync.kind import Field, Merge
from backend.sync.kinds import KINDS, instant
from backend.sync.mutation import read_mutation
from backend.sync.mutators import TABLE_OPS

DESK = (Role.DISPATCHER, Role.DIRECTOR)
OPEN, DELETED = "open", "deleted_at"
STATES = {"theirs": "kept_theirs", "mine": "kept_mine", "merged": "merged"}
_WHEN = Field(Merge.SCALAR, instant(allow_none=True))


@dataclass(slots=True)
class DeskBoard(Board):
    """Work applied by the desk for somebody whose right has ended."""

    def require(self, scope: str, mode: str) -> None:
        """Let everything pass: the desk has decided."""


def visible_conflicts(actor: Actor, *, now: datetime) -> list[Conflict]:
    """Return the open conflicts: the desk's are all, others see those of their scopes."""
    query = select(Conflict).where(Conflict.state == OPEN, _seen(actor, now, "read"))
    return list(db.session.scalars(query.order_by(Conflict.seq)))


def settle_conflict(actor: Actor, conflict_id: UUID, choice: str, *, now: datetime) -> Conflict:
    """Let `theirs` or `mine` stand, or what stands now (`merged`); raise NotFound to others."""
    query = select(Conflict).where(Conflict.id == conflict_id, _seen(actor, now, "write"))
    conflict = db.session.scalar(query.with_for_update())
    if conflict is None:
        raise NotFound("There is no such conflict.")
    if conflict.state == OPEN:
        if choice != "merged":
            _restore(conflict, getattr(conflict, choice)["value"])
        conflict.state = STATES[choice]
        detail = f"{conflict.kind}.{conflict.field} {choice}"
        audit.record(actor, "conflict.settled", conflict.kind, conflict.entity_id, detail, now=now)
    return conflict


def visible_quarantine(actor: Actor) -> list[Quarantine]:
    """Return the work that waits for a decision: the desk's is all, others see their own."""
    own: ColumnElement[bool] = Quarantine.user_id == actor.user_id
    seen = true() if actor.has(*DESK) else own
    query = select(Quarantine).where(Quarantine.state == OPEN, seen)
    return list(db.session.scalars(query.order_by(Quarantine.seq)))


def apply_quarantined(actor: Actor, quarantine_id: UUID, *, now: datetime) -> Quarantine:
    """Do what the technician did, as if the right had still been there."""
    kept = _access_quarantine(actor, quarantine_id)
    if kept.state != OPEN:
        return kept
    mutation = read_mutation(kept.mutation)
    kind, act = KINDS.get(mutation.kind), TABLE_OPS.get(mutation.op)
    if kind is None or act is None or mutation.op not in kind.ops:
        raise ReadOnly(field="op")
    author = db.session.get_one(User, kept.user_id)
    device = db.session.get_one(Device, kept.device_id)
    roles = frozenset(Role(role) for role in author.roles)
    board = DeskBoard(Actor(author.id, author.name, roles, author.language), device, now)
    act(board, kind, mutation)
    return _decide(actor, kept, "applied", "", now)


def discard_quarantined(
    actor: Actor, quarantine_id: UUID, reason: str, *, now: datetime
) -> Quarantine:
    """Set work aside for good, and say why; the log keeps both."""
    kept = _access_quarantine(actor, quarantine_id)
    if not reason.strip():
        raise MissingValue(field="reason")
    return _decide(actor, kept, "discarded", reason, now) if kept.state == OPEN else kept


def _seen(actor: Actor, now: datetime, mode: str) -> ColumnElement[bool]:
    if actor.has(*DESK):
        return true()
    query = select(AccessGrant.scope_id).where(
        AccessGrant.user_id == actor.user_id, grants.live(now)
    )
    if mode == "write":
        query = query.where(AccessGrant.mode == "write")
    return Conflict.scope_id.in_(query)


def _restore(conflict: Conflict, value: Any) -> None:
    kind = KINDS[conflict.kind]
    row = db.session.get_one(kind.model, conflict.entity_id, with_for_update=True)
    rule = _WHEN if conflict.field == DELETED else kind.fields.get(conflict.field)
    if rule is None:
        # What planning decides is changed by planning; here only what it decided is confirmed.
        if value == conflict.mine["value"]:
            raise ReadOnly(field=conflict.field)
        return
    births.require_unsealed(births.report_of(kind, row))
    setattr(row, conflict.field, checked(conflict.field, rule, value))


def _access_quarantine(actor: Actor, quarantine_id: UUID) -> Quarantine:
    kept = db.session.get(Quarantine, quarantine_id, with_for_update=True)
    if kept is None or not actor.has(*DESK):
        raise NotFound("There is no such work.")
    return kept


def _decide(actor: Actor, kept: Quarantine, state: str, reason: str, now: datetime) -> Quarantine:
    kept.state = state
    action = f"quarantine.{state}"
    audit.record(actor, action, str(kept.mutation.get("kind", "")), kept.id, reason, now=now)
    return kept
