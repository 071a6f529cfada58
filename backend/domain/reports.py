"""The life of a report, and what it must hold before it is signed or closed."""

from __future__ import annotations

from enum import StrEnum

from backend.domain.actors import Role
from backend.domain.states import Step, require_step, step_table


class ReportStatus(StrEnum):
    """Where a report stands."""

    DRAFT = "draft"
    FROZEN = "frozen"
    CLOSED = "closed"


class PdfState(StrEnum):
    """Where the paper stands; the worker moves it."""

    NONE = "none"
    DUE = "due"
    READY = "ready"
    FAILED = "failed"


class SigningOutcome(StrEnum):
    """How the signing ended; the paper prints it, there is never an empty box."""

    SIGNED = "signed"
    SIGNED_WITH_RESERVATIONS = "signed_with_reservations"
    REFUSED = "refused"
    ABSENT = "absent"
    NOT_REQUIRED = "not_required"


class SignerRole(StrEnum):
    """Who signs, in the order of the chain."""

    TECHNICIAN = "technician"
    CLIENT = "client"
    WITNESS = "witness"


class InventoryAnswer(StrEnum):
    """What the visit changed in the dossier (A-35): "nothing" is an answer."""

    UNANSWERED = "unanswered"
    NOTHING_CHANGED = "nothing_changed"
    CHANGED = "changed"


class TimeKind(StrEnum):
    """What the minutes of a time entry were spent on."""

    WORK = "work"
    TRAVEL = "travel"


class ChangeOp(StrEnum):
    """What a visit does to one line of the inventory."""

    ADD = "add"
    REPLACE = "replace"
    REMOVE = "remove"
    PARAMETER = "parameter"


_S = ReportStatus
_FIELD = frozenset({Role.TECHNICIAN})

STEPS = step_table(
    "report",
    (
        Step(
            "freeze",
            frozenset({_S.DRAFT, _S.FROZEN}),
            _S.FROZEN,
            _FIELD,
            "the content is fixed under its hash; signatures can be given",
        ),
        Step(
            "thaw",
            frozenset({_S.FROZEN}),
            _S.DRAFT,
            _FIELD,
            "any change before closing voids the signatures, which stay in the log",
        ),
        Step(
            "close",
            frozenset({_S.FROZEN}),
            _S.CLOSED,
            _FIELD,
            "one act: ticket resolved, inventory updated, billing item made, mission done, PDF due",
        ),
    ),
)


def next_status(current: ReportStatus, command: str) -> ReportStatus:
    """Return where `command` leads from `current`, or raise IllegalTransition."""
    return require_step("report", STEPS, current, command)
