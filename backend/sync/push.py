"""Applying what a phone did while it was away: in order, each mutation exactly once.

One batch is one transaction: effects, receipts and the counter commit together, and the answer is
built only after that. A mutation that is refused leaves no trace and never holds up the next.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from backend.database import db, transaction
from backend.domain.actors import Actor
from backend.domain.errors import DomainError, IllegalTransition, InvalidValue
from backend.domain.sync import ReadOnly, ReceiptStatus, UnknownMutation
from backend.models import Quarantine
from backend.services import devices
from backend.sync import births, commands, receipts
from backend.sync.board import Board, Withdrawn
from backend.sync.kinds import KINDS
from backend.sync.mutation import Mutation, Outcome, refused
from backend.sync.mutators import TABLE_OPS

MAX_MUTATIONS = 200
TRIES = 5
_AGAIN = frozenset({"40001", "40P01"})  # PostgreSQL: serialization failure, deadlock.
Done = list[tuple[Mutation, Outcome]]
log = logging.getLogger(__name__)


class Unforeseen(Exception):
    """A mutation met a defect among others: the batch begins anew, each on its own."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a phone sent in one request.

    Its epoch is not asked for: work done against a former life of the database is merged value by
    value like any other, and a number that no longer fits is told by `expected`.
    """

    mutations: Sequence[Mutation]
    schema: int
    outbox_depth: int


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of a batch, in the order of numbers, after it was committed."""

    epoch: str
    acked: int
    results: list[dict[str, Any]]


def push(actor: Actor, device_id: UUID | None, batch: Batch, *, now: datetime) -> Pushed:
    """Apply a batch, or nothing of it. What the database stops by chance is tried again."""
    careful = False
    for attempt in range(1, TRIES + 1):
        try:
            return _push_once(actor, device_id, batch, now=now, careful=careful)
        except (IntegrityError, DataError, Unforeseen):
            # One mutation spoilt the common work: find it, each in a savepoint of its own.
            if careful:
                raise
            careful = True
        except DBAPIError as error:
            if not _by_chance(error) or attempt == TRIES:
                raise
    raise AssertionError("unreachable")


def _push_once(
    actor: Actor, device_id: UUID | None, batch: Batch, *, now: datetime, careful: bool
) -> Pushed:
    with transaction():
        device = devices.speaking_device(actor, device_id, lock=True)
        epoch = devices.current_epoch()
        parted = receipts.sort_out(device, batch.mutations)
        board = Board(actor, device, now)
        board.prepare(parted.fresh)
        done = _apply_all(board, parted.fresh, careful=careful)
        receipts.write(device, done, now)
        device.last_n = max([device.last_n, *(one.n for one in batch.mutations)])
        device.outbox_depth, device.last_seen = batch.outbox_depth, now
        device.schema = batch.schema
        acked = device.last_n
    replies = {**parted.answered, **{one.n: outcome.reply() for one, outcome in done}}
    mids = {one.n: str(one.mid) for one in batch.mutations}
    return Pushed(epoch, acked, [{"n": n, "mid": mids[n], **replies[n]} for n in sorted(replies)])


def _apply_all(board: Board, mutations: Sequence[Mutation], *, careful: bool) -> Done:
    done: Done = []
    for mutation in mutations:
        alone = careful or _through_services(mutation)
        if alone:
            _settle(done)
        done.append((mutation, _apply(board, mutation, alone=alone)))
    _settle(done)
    return done


def _settle(done: Done) -> None:
    """Write what was changed so far, and note which version each row got by it."""
    db.session.flush()
    for _, outcome in reversed(done):
        if outcome.row is None:
            continue
        if outcome.version is not None:
            return
        outcome.version = outcome.row.version


def _apply(board: Board, mutation: Mutation, *, alone: bool) -> Outcome:
    """Apply one mutation. A defect of ours parks it for the desk: it must not hold up the rest."""
    try:
        return _apply_or_refuse(board, mutation, alone=alone)
    except DBAPIError:
        raise
    except Exception as error:
        if not alone:
            raise Unforeseen from error
        log.exception("A mutation met a defect: %s %s", mutation.kind, mutation.op)
        return _quarantine(board, mutation, reason="unforeseen")


def _apply_or_refuse(board: Board, mutation: Mutation, *, alone: bool) -> Outcome:
    try:
        with _savepoint(board, mutation) if alone else db.session.no_autoflush:
            return _dispatch(board, mutation)
    except Withdrawn:
        return _quarantine(board, mutation)
    except IllegalTransition as error:
        kind = KINDS.get(mutation.kind)
        late = commands.late_step(board, kind, mutation) if kind else None
        return late or refused(error)
    except DomainError as error:
        return refused(error)
    except (IntegrityError, DataError):
        if not alone:
            raise
        return refused(InvalidValue(field="fields"))


def _dispatch(board: Board, mutation: Mutation) -> Outcome:
    if mutation.problem is not None:
        raise mutation.problem
    kind = KINDS.get(mutation.kind)
    if kind is None:
        raise UnknownMutation(field="kind")
    if mutation.op in kind.commands:
        outcome = commands.run(board, kind, mutation)
        board.forget_rights()
        board.forget_missing()
        return outcome
    if mutation.op not in TABLE_OPS:
        raise UnknownMutation(field="op")
    if mutation.op not in kind.ops:
        raise ReadOnly(field="op")
    return TABLE_OPS[mutation.op](board, kind, mutation)


def _quarantine(board: Board, mutation: Mutation, reason: str = "grant_ended") -> Outcome:
    kept = Quarantine(
        device_id=board.device.id,
        user_id=board.actor.user_id,
        n=mutation.n,
        reason=reason,
        mutation=mutation.raw,
        at=board.now,
    )
    db.session.add(kept)
    code = "quarantined" if reason == "grant_ended" else reason
    return Outcome(ReceiptStatus.QUARANTINED, code=code)


def _through_services(mutation: Mutation) -> bool:
    born = mutation.op == "create" and mutation.kind in births.SERVED
    return born or mutation.op in commands.COMMANDS


@contextmanager
def _savepoint(board: Board, mutation: Mutation) -> Iterator[None]:
    """All or nothing of one mutation; services find what was changed before it."""
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except BaseException:
        board.forget_row(mutation.kind, mutation.id)
        raise


def _by_chance(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in _AGAIN
