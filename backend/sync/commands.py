"""The named acts: each reads its arguments and calls one service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from backend.domain import missions as mission_rules
from backend.domain.errors import InvalidValue
from backend.domain.reports import SigningOutcome
from backend.domain.sync import ReceiptStatus
from backend.models import Mission
from backend.services import field, reports
from backend.sync.board import Board
from backend.sync.conflicts import Clash, keep
from backend.sync.kind import Kind
from backend.sync.kinds import FIELD_STEPS, LONG, instant
from backend.sync.mutation import Mutation, Outcome

Args = dict[str, Any]


class StepSchema(Schema):
    """Arguments of mission.accept, decline, depart, arrive, interrupt, resume."""

    event_id = fields.UUID(required=True)
    at = instant(required=True)
    reason = fields.String(load_default="", validate=validate.Length(max=LONG))


class CheckSchema(Schema):
    """Arguments of mission.check."""

    todo_id = fields.String(required=True, validate=validate.Length(max=60))
    done = fields.Boolean(required=True)


class FreezeSchema(Schema):
    """Arguments of report.freeze."""

    frozen = fields.Dict(keys=fields.String(), required=True)
    content_sha256 = fields.String(required=True, validate=validate.Regexp(r"\A[0-9a-f]{64}\Z"))


class CloseSchema(Schema):
    """Arguments of report.close."""

    at = instant(required=True)
    outcome = fields.Enum(SigningOutcome, by_value=True, load_default=None, allow_none=True)
    outcome_reason = fields.String(load_default="", validate=validate.Length(max=LONG))


def run(board: Board, kind: Kind, mutation: Mutation) -> Outcome:
    """Run the command that a mutation names; it must be one of its kind."""
    row = board.access(kind, mutation.id)
    schema, act = COMMANDS[mutation.op]
    try:
        args = schema.load(dict(mutation.args))
    except ValidationError as error:
        names = error.normalized_messages()
        raise InvalidValue(field=next(iter(names), "args")) from error
    act(board, mutation, args)
    return Outcome(ReceiptStatus.APPLIED, row)


def late_step(board: Board, kind: Kind, mutation: Mutation) -> Outcome | None:
    """Return what becomes of a mission's step that came too late, None if it is no such step.

    A replay never moves a mission backwards: where it stands already, nothing happens; else the
    step is kept as a conflict that a dispatcher sees.
    """
    row = board.row(kind, mutation.id)
    step = mission_rules.STEPS.get(mutation.op.partition(".")[2])
    if not isinstance(row, Mission) or step is None:
        return None
    outcome = Outcome(ReceiptStatus.APPLIED, row)
    if row.status is not step.target:
        clash = Clash("status", None, row.status, step.target)
        keep(board, mutation, outcome, row, clash)
    return outcome


def _step(board: Board, mutation: Mutation, args: Args) -> None:
    command = mutation.op.partition(".")[2]
    field.field_step(
        board.actor,
        mutation.id,
        command,
        at=args["at"],
        now=board.now,
        event_id=args["event_id"],
        text=args["reason"],
    )


def _check(board: Board, mutation: Mutation, args: Args) -> None:
    field.check_todo(board.actor, mutation.id, args["todo_id"], args["done"], now=board.now)


def _freeze(board: Board, mutation: Mutation, args: Args) -> None:
    reports.freeze(board.actor, mutation.id, args["frozen"], args["content_sha256"], now=board.now)


def _thaw(board: Board, mutation: Mutation, args: Args) -> None:
    del args
    reports.thaw(board.actor, mutation.id, now=board.now)


def _close(board: Board, mutation: Mutation, args: Args) -> None:
    reports.close_report(board.actor, mutation.id, **args, now=board.now)


COMMANDS: dict[str, tuple[Schema, Callable[[Board, Mutation, Args], None]]] = {
    **{f"mission.{step}": (StepSchema(), _step) for step in FIELD_STEPS},
    "mission.check": (CheckSchema(), _check),
    "report.freeze": (FreezeSchema(), _freeze),
    "report.thaw": (Schema(), _thaw),
    "report.close": (CloseSchema(), _close),
}
