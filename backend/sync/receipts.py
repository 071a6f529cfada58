"""Numbers and receipts: each mutation counts once, whatever is sent again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from backend.database import db
from backend.domain.errors import NotFound
from backend.domain.sync import BadShape, Forked, NumberExpected, ReceiptStatus
from backend.models import Device, Receipt
from backend.sync.mutation import Mutation, Outcome, refused

Reply = dict[str, Any]
_Known = tuple[UUID, Reply]


@dataclass(slots=True)
class Sorted:
    """A batch: what is new, in order, and what is answered already, by number."""

    fresh: list[Mutation] = field(default_factory=list)
    answered: dict[int, Reply] = field(default_factory=dict)


def sort_out(device: Device, mutations: Sequence[Mutation]) -> Sorted:
    """Part a batch, or raise Forked, NumberExpected or BadShape: then nothing of it is done.

    `mid` names a mutation on every device, so that one that was renumbered is known again; the
    `mid` of another person answers as if its row did not exist.
    """
    batch = sorted(mutations, key=lambda mutation: mutation.n)
    if len({one.n for one in batch}) != len(batch) or len({one.mid for one in batch}) != len(batch):
        raise BadShape(field="mutations")
    known = _known([one.mid for one in batch])
    result, expected = Sorted(), device.last_n + 1
    for one in batch:
        old = one.n <= device.last_n
        if old and one.mid not in known:
            raise Forked
        if not old and one.n != expected:
            raise NumberExpected(expected=device.last_n + 1)
        expected += not old
        if one.mid in known:
            result.answered[one.n] = _again(device, known[one.mid])
        else:
            result.fresh.append(one)
    return result


def write(device: Device, done: Sequence[tuple[Mutation, Outcome]], now: datetime) -> None:
    """Write the receipts of a batch."""
    rows = [_row(device, mutation, outcome, now) for mutation, outcome in done]
    if rows:
        table = Receipt.metadata.tables[Receipt.__tablename__]
        # With something to return, PostgreSQL takes them all in one statement.
        db.session.execute(insert(table).returning(table.c.n), rows)


def _known(mids: list[UUID]) -> dict[UUID, _Known]:
    query = (
        select(Receipt.mid, Device.user_id, Receipt.reply)
        .join(Device, Device.id == Receipt.device_id)
        .where(Receipt.mid.in_(mids))
    )
    return {mid: (user_id, reply) for mid, user_id, reply in db.session.execute(query)}


def _again(device: Device, known: _Known) -> Reply:
    """Return the stored reply as a duplicate; `first` says what had become of it."""
    user_id, reply = known
    if user_id != device.user_id:
        return refused(NotFound()).reply()
    shown = {name: value for name, value in reply.items() if name != "mutation"}
    return {**shown, "first": reply["status"], "status": ReceiptStatus.DUPLICATE.value}


def _row(device: Device, mutation: Mutation, outcome: Outcome, now: datetime) -> dict[str, Any]:
    reply = outcome.reply()
    if outcome.status is ReceiptStatus.REJECTED:
        reply["mutation"] = mutation.raw
    return {
        "device_id": device.id,
        "n": mutation.n,
        "mid": mutation.mid,
        "sha256": mutation.sha256(),
        "status": outcome.status.value,
        "reply": reply,
        "received_at": now,
        "entity_id": outcome.row.id if outcome.row is not None else None,
        "version": outcome.version,
    }
