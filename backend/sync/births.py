"""What a new row needs beyond its fields: what it hangs on, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from backend.database import db
from backend.domain.errors import (
    AlreadyExists,
    InvalidValue,
    MissingValue,
    NotFound,
    ReportSealed,
)
from backend.domain.missions import EventKind
from backend.domain.reports import ReportStatus
from backend.domain.sync import BadShape, ReadOnly, UnknownMutation
from backend.models import Report
from backend.sequence import Synced
from backend.services import blobs, reports
from backend.sync.board import Board
from backend.sync.fields import checked
from backend.sync.kind import Kind
from backend.sync.kinds import KINDS
from backend.sync.mutation import Mutation

Values = dict[str, Any]
SERVED = frozenset({"report"})  # These are born by a service, not by the table.


def newborn(kind: Kind, mutation: Mutation) -> Values:
    """Return the checked fields of a new row; raise what is wrong with them."""
    values: Values = {}
    for name, given in mutation.fields.items():
        rule = kind.fields.get(name)
        if rule is None:
            raise ReadOnly(field=name) if name in kind.columns else UnknownMutation(field=name)
        if "value" not in given:
            raise BadShape(field=name)
        values[name] = checked(name, rule, given["value"])
    for name, rule in kind.fields.items():
        if rule.required and name not in values:
            raise MissingValue(field=name)
    return values


def require_same(row: Synced, scope: str, values: Values) -> None:
    """Raise unless a row of that id is what is asked for: then it is simply there."""
    if row.scope_id != scope:
        raise NotFound
    if row.deleted_at is None and any(getattr(row, name) != values[name] for name in values):
        raise AlreadyExists


def require_parent(board: Board, kind: Kind, scope: str, values: Values) -> None:
    """Raise NotFound unless the row hangs on something in its own scope that is still open."""
    if kind.parent is None:
        return
    name, parent_kind = kind.parent
    parent = board.row(KINDS[parent_kind], values[name])
    if parent is None or parent.scope_id != scope:
        raise NotFound
    if isinstance(parent, Report):
        _require_stage(parent, kind, values)


def require_open(board: Board, kind: Kind, row: Synced) -> None:
    """Raise ReportSealed when what was signed would change."""
    report = row
    if kind.parent is not None and kind.parent[1] == "report":
        report = board.row(KINDS["report"], getattr(row, kind.parent[0])) or row
    require_unsealed(report)


def require_unsealed(row: object) -> None:
    """Raise ReportSealed when `row` is a report that is no draft any more."""
    if isinstance(row, Report) and row.status is not ReportStatus.DRAFT:
        raise ReportSealed


def report_of(kind: Kind, row: Synced) -> object:
    """Return the report that a row belongs to, or the row itself."""
    if kind.parent is None or kind.parent[1] != "report":
        return row
    return db.session.get(Report, getattr(row, kind.parent[0]))


def _require_stage(report: Report, kind: Kind, values: Values) -> None:
    """Everything goes on a draft; a signature on what was frozen, under its hash."""
    signing = kind.name == "signature"
    if report.status is not (ReportStatus.FROZEN if signing else ReportStatus.DRAFT):
        raise ReportSealed
    if signing and values["content_sha256"] != report.content_sha256:
        raise InvalidValue(field="content_sha256")


def build(board: Board, kind: Kind, mutation: Mutation, values: Values) -> Synced:
    """Make the row."""
    make = _MAKE.get(kind.name, _plain_row)
    return make(board, kind, mutation, values)


def bury(kind: Kind, row: Synced) -> None:
    """Let go of what a deleted row held."""
    if kind.name == "attachment":
        blobs.drop_reference(kind.name, row.id)


def _plain_row(board: Board, kind: Kind, mutation: Mutation, values: Values) -> Synced:
    row = kind.model(id=mutation.id, scope_id=mutation.args["scope"], **values)
    board.add(kind, row)
    return row


def _report(board: Board, kind: Kind, mutation: Mutation, values: Values) -> Synced:
    at = values.get("started_at") or board.now
    row = reports.start_report(board.actor, values["mission_id"], mutation.id, at=at, now=board.now)
    board.add(kind, row)
    return row


def _mission_event(board: Board, kind: Kind, mutation: Mutation, values: Values) -> Synced:
    more = {
        "at": values.get("at", board.now),
        "kind": EventKind.NOTE,
        "received_at": board.now,
        "by_id": board.actor.user_id,
        "by_name": board.actor.name,
    }
    return _plain_row(board, kind, mutation, {**values, **more})


def _signature(board: Board, kind: Kind, mutation: Mutation, values: Values) -> Synced:
    return _plain_row(board, kind, mutation, {**values, "device_id": board.device.id})


def _attachment(board: Board, kind: Kind, mutation: Mutation, values: Values) -> Synced:
    row = _plain_row(board, kind, mutation, values)
    claim = blobs.Claim(
        sha256=values["sha256"],
        size=values["size"],
        mime=values["mime"],
        kind=kind.name,
        entity_id=row.id,
        scope=row.scope_id,
    )
    blobs.refer(board.actor, claim, now=board.now)
    return row


_MAKE: dict[str, Callable[[Board, Kind, Mutation, Values], Synced]] = {
    "report": _report,
    "mission_event": _mission_event,
    "signature": _signature,
    "attachment": _attachment,
}
