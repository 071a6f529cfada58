"""The life of a ticket."""

from __future__ import annotations

from enum import StrEnum

from backend.domain.actors import Role
from backend.domain.states import Step, require_step, step_table


class TicketKind(StrEnum):
    """What the caller asks for (A-04)."""

    INCIDENT = "incident"
    ASSISTANCE = "assistance"
    NEED = "need"


class TicketStatus(StrEnum):
    """Where a ticket stands. `resolved` is technically closed, `closed` is definitive (A-43)."""

    OPEN = "open"
    MISSION = "mission"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class TicketEventKind(StrEnum):
    """One line of a ticket's timeline (A-49)."""

    OPENED = "opened"
    CALL = "call"
    MAIL = "mail"
    NOTE = "note"
    TAKEN_OVER = "taken_over"
    MISSION = "mission"
    FIELD = "field"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    SETTLED = "settled"
    CLOSED = "closed"
    CANCELLED = "cancelled"


_S = TicketStatus
_DESK = frozenset({Role.DISPATCHER})
LIVE: frozenset[TicketStatus] = frozenset({_S.OPEN, _S.MISSION})

STEPS = step_table(
    "ticket",
    (
        Step(
            "resolve_by_phone",
            frozenset({_S.OPEN}),
            _S.RESOLVED,
            _DESK,
            "the solution is recorded; a billing item goes to the back office (A-07…A-09)",
        ),
        Step(
            "open_mission",
            LIVE,
            _S.MISSION,
            _DESK | {Role.BACK_OFFICE},
            "a mission keeps everything the ticket holds (A-13)",
        ),
        Step(
            "mission_cancelled",
            frozenset({_S.MISSION}),
            _S.OPEN,
            _DESK,
            "the ticket comes back to the desk",
        ),
        Step(
            "close_in_field",
            LIVE,
            _S.RESOLVED,
            frozenset({Role.TECHNICIAN}),
            "by closing the report: dossier, billing item and history follow (A-30)",
        ),
        Step(
            "unsolved_in_field",
            LIVE,
            _S.OPEN,
            frozenset({Role.TECHNICIAN}),
            "the closed report says that the problem remains; the desk goes on",
        ),
        Step(
            "settle",
            frozenset({_S.RESOLVED}),
            _S.CLOSED,
            frozenset({Role.BACK_OFFICE}),
            "definitive, after the billing item is validated (A-43)",
        ),
        Step("reopen", frozenset({_S.RESOLVED}), _S.OPEN, _DESK, "with a reason"),
        Step("cancel", LIVE, _S.CANCELLED, _DESK, "with a reason"),
    ),
)


def next_status(current: TicketStatus, command: str) -> TicketStatus:
    """Return where `command` leads from `current`, or raise IllegalTransition."""
    return require_step("ticket", STEPS, current, command)
