"""Keeping what lost, so that a person can choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from backend.database import db, new_id
from backend.domain.sync import ReceiptStatus
from backend.models import Conflict, Receipt
from backend.sequence import Synced
from backend.sync.board import Board
from backend.sync.mutation import Mutation, Outcome
from backend.sync.rows import to_wire


@dataclass(frozen=True, slots=True)
class Clash:
    """Two values of one field: `theirs` was here, `mine` came by the phone, `base` before both."""

    field: str
    base: Any
    theirs: Any
    mine: Any


def keep(board: Board, mutation: Mutation, outcome: Outcome, row: Synced, clash: Clash) -> None:
    """Write a conflict down; the outcome says so."""
    conflict = Conflict(
        id=new_id(),
        kind=row.__tablename__,
        entity_id=row.id,
        scope_id=row.scope_id,
        field=clash.field,
        base={"value": to_wire(clash.base)},
        theirs={"value": to_wire(clash.theirs)},
        mine={"value": to_wire(clash.mine)},
        by=board.actor.user_id,
        device_id=board.device.id,
        n=mutation.n,
        at=board.now,
    )
    db.session.add(conflict)
    outcome.status = ReceiptStatus.CONFLICT
    outcome.conflicts.append({"id": str(conflict.id), "field": clash.field})


def changed_by_others(board: Board, row: Synced, base: int | None) -> bool:
    """Say whether the row has changes since version `base` that this phone did not make.

    A phone without a base has never seen the row from here: all it knows are its own changes.
    """
    later = {version for version in (row.field_versions or {}).values() if version > (base or 0)}
    if not later:
        return False
    query = select(Receipt.version).where(
        Receipt.entity_id == row.id, Receipt.device_id == board.device.id
    )
    return not later <= set(db.session.scalars(query))
