"""The life of a mission."""

from __future__ import annotations

from enum import StrEnum

from backend.domain.actors import Role
from backend.domain.states import Step, require_step, step_table


class MissionStatus(StrEnum):
    """Where a mission stands."""

    TO_PLAN = "to_plan"
    PLANNED = "planned"
    ACCEPTED = "accepted"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    INTERRUPTED = "interrupted"
    DONE = "done"
    CANCELLED = "cancelled"


class MissionNature(StrEnum):
    """What kind of work it is (A-24); decides the usual duration."""

    HARDWARE = "hardware"
    CONFIGURATION = "configuration"
    SOFTWARE = "software"
    NETWORK = "network"
    INSTALLATION = "installation"
    MAINTENANCE = "maintenance"


class MissionOrigin(StrEnum):
    """Who set the mission in motion (A-62)."""

    HOTLINE = "hotline"
    SALES = "sales"


class EventKind(StrEnum):
    """What happened to a mission; each is one line of its timeline."""

    CREATED = "created"
    PLANNED = "planned"
    MOVED = "moved"
    REASSIGNED = "reassigned"
    CANCELLED = "cancelled"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    RETURNED = "returned"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    INTERRUPTED = "interrupted"
    RESUMED = "resumed"
    DONE = "done"
    NOTE = "note"


USUAL_MINUTES: dict[MissionNature, int] = {
    MissionNature.HARDWARE: 90,
    MissionNature.CONFIGURATION: 60,
    MissionNature.SOFTWARE: 120,
    MissionNature.NETWORK: 120,
    MissionNature.INSTALLATION: 180,
    MissionNature.MAINTENANCE: 120,
}

_S = MissionStatus
_OFFICE = frozenset({Role.DISPATCHER, Role.BACK_OFFICE})
_FIELD = frozenset({Role.TECHNICIAN})
OPEN: frozenset[MissionStatus] = frozenset(
    {_S.TO_PLAN, _S.PLANNED, _S.ACCEPTED, _S.EN_ROUTE, _S.ON_SITE, _S.INTERRUPTED}
)
ASSIGNED: frozenset[MissionStatus] = OPEN - {_S.TO_PLAN}

STEPS = step_table(
    "mission",
    (
        Step(
            "plan",
            frozenset({_S.TO_PLAN, _S.INTERRUPTED}),
            _S.PLANNED,
            _OFFICE,
            "the slot is booked, rights on mission and client are granted, the technician is told",
        ),
        Step(
            "move",
            frozenset({_S.PLANNED, _S.ACCEPTED}),
            _S.PLANNED,
            _OFFICE,
            "the booking moves, the technician is told and answers again",
        ),
        Step(
            "reassign",
            ASSIGNED - {_S.INTERRUPTED},
            _S.PLANNED,
            _OFFICE,
            "the first technician loses the rights and is told, also after departure; "
            "the second is granted and told; work already recorded is kept",
        ),
        Step(
            "cancel",
            OPEN,
            _S.CANCELLED,
            _OFFICE,
            "the booking is freed, rights end, the technician is told",
        ),
        Step(
            "give_back",
            ASSIGNED,
            _S.TO_PLAN,
            frozenset({Role.ADMIN}),
            "the technician left the firm or is none any more: what is left of the slot is freed, "
            "rights end, the desk is told; work already recorded is kept",
        ),
        Step(
            "accept",
            frozenset({_S.PLANNED}),
            _S.ACCEPTED,
            _FIELD,
            "the dispatcher sees it at once",
        ),
        Step(
            "decline",
            frozenset({_S.PLANNED, _S.ACCEPTED}),
            _S.TO_PLAN,
            _FIELD,
            "with a reason; the slot is freed and the mission returns to the desk",
        ),
        Step(
            "depart",
            frozenset({_S.PLANNED, _S.ACCEPTED}),
            _S.EN_ROUTE,
            _FIELD,
            "counts as acceptance when none was given",
        ),
        Step(
            "arrive",
            frozenset({_S.PLANNED, _S.ACCEPTED, _S.EN_ROUTE}),
            _S.ON_SITE,
            _FIELD,
            "the report is opened, the time on site begins",
        ),
        Step(
            "interrupt",
            frozenset({_S.EN_ROUTE, _S.ON_SITE}),
            _S.INTERRUPTED,
            _FIELD,
            "with a reason; the visit ends, the desk plans the next one",
        ),
        Step(
            "resume",
            frozenset({_S.INTERRUPTED}),
            _S.ON_SITE,
            _FIELD,
            "a further visit begins on the same report; the agenda takes up what is left of the "
            "estimate, as far as it is free",
        ),
        Step(
            "finish",
            frozenset({_S.ON_SITE, _S.EN_ROUTE, _S.ACCEPTED, _S.PLANNED, _S.INTERRUPTED}),
            _S.DONE,
            _FIELD,
            "by closing the report, never alone",
        ),
    ),
)


def next_status(current: MissionStatus, command: str) -> MissionStatus:
    """Return where `command` leads from `current`, or raise IllegalTransition."""
    return require_step("mission", STEPS, current, command)
