"""The acts of the table itself: create, set, text, add, remove, delta, delete.

Each checks everything before it changes anything, so that a refusal leaves no trace.
"""

from __future__ import annotations

from collections.abc import Callable

from backend.domain.errors import NotFound
from backend.domain.merge import Merged, Verdict
from backend.domain.sync import ReceiptStatus
from backend.sync import births
from backend.sync.board import Board
from backend.sync.conflicts import Clash, changed_by_others, keep
from backend.sync.fields import FieldChange, read_change
from backend.sync.kind import Kind, Merge
from backend.sync.mutation import Mutation, Outcome

_DELETED = "deleted_at"


def create(board: Board, kind: Kind, mutation: Mutation) -> Outcome:
    """Give birth to a row under the id that the phone chose, in the scope it names."""
    scope = mutation.args.get("scope")
    if not isinstance(scope, str) or scope.partition(":")[0] != kind.family:
        raise NotFound
    board.require(scope, kind.mode)
    values = births.newborn(kind, mutation)
    known = board.row(kind, mutation.id)
    if known is not None:
        births.require_same(known, scope, values)
        return Outcome(ReceiptStatus.APPLIED, known)
    births.require_parent(board, kind, scope, values)
    return Outcome(ReceiptStatus.APPLIED, births.build(board, kind, mutation, values))


def change(board: Board, kind: Kind, mutation: Mutation) -> Outcome:
    """Change fields, each by its own rule. What loses is kept as a conflict."""
    row = board.access(kind, mutation.id)
    asked = [
        read_change(kind, row, mutation.op, name, given) for name, given in mutation.fields.items()
    ]
    if any(one.rule is not None and one.rule.merge is not Merge.OFFICE for one in asked):
        births.require_open(board, kind, row)
    merged = [(one, one.merge()) for one in asked]
    outcome = Outcome(ReceiptStatus.APPLIED, row)
    if row.deleted_at is not None:
        keep(board, mutation, outcome, row, Clash(_DELETED, None, row.deleted_at, None))
        row.deleted_at = None
    for one, result in merged:
        if result.value != one.current:
            setattr(row, one.name, result.value)
        _say(board, mutation, outcome, (one, result))
    return outcome


def delete(board: Board, kind: Kind, mutation: Mutation) -> Outcome:
    """Delete a row, unless somebody else has changed it since: then the edit wins, and is shown."""
    row = board.access(kind, mutation.id)
    births.require_open(board, kind, row)
    outcome = Outcome(ReceiptStatus.APPLIED, row)
    if row.deleted_at is not None:
        return outcome
    if changed_by_others(board, row, mutation.base):
        keep(board, mutation, outcome, row, Clash(_DELETED, None, None, board.now))
        return outcome
    row.deleted_at = board.now
    births.bury(kind, row)
    return outcome


def _say(
    board: Board, mutation: Mutation, outcome: Outcome, merged: tuple[FieldChange, Merged]
) -> None:
    one, result = merged
    if result.verdict is Verdict.CONFLICT and outcome.row is not None:
        clash = Clash(one.name, one.known_was(), one.current, one.new)
        keep(board, mutation, outcome, outcome.row, clash)
    elif result.verdict is Verdict.MERGED and outcome.status is ReceiptStatus.APPLIED:
        outcome.status = ReceiptStatus.MERGED


TableOp = Callable[[Board, Kind, Mutation], Outcome]
TABLE_OPS: dict[str, TableOp] = {
    "create": create,
    "set": change,
    "text": change,
    "add": change,
    "remove": change,
    "delta": change,
    "delete": delete,
}
