"""The states of tickets, missions and reports as a page, made from the tables the rules use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from backend.domain import missions, reports, tickets
from backend.domain.states import Step, require_step

HEADER = """# States

Made by `python -m backend.domain.state_tables > docs/states.md` from the tables in
`backend/domain/{tickets,missions,reports}.py`, which the rules themselves read. A test compares.
Whatever is not in a table is refused with `illegal_transition`.
"""


@dataclass(frozen=True, slots=True)
class Story:
    """A course of events: commands, one after the other, from a first state."""

    title: str
    kind: str
    start: StrEnum
    commands: tuple[str, ...]
    told: str


KINDS: dict[str, tuple[type[StrEnum], Mapping[str, Step[Any]]]] = {
    "ticket": (tickets.TicketStatus, tickets.STEPS),
    "mission": (missions.MissionStatus, missions.STEPS),
    "report": (reports.ReportStatus, reports.STEPS),
}
_M = missions.MissionStatus
STORIES: tuple[Story, ...] = (
    Story(
        "The usual course",
        "mission",
        _M.TO_PLAN,
        ("plan", "accept", "depart", "arrive", "finish"),
        "The report closes the mission; its ticket is resolved in the same act.",
    ),
    Story(
        "Cancelled",
        "mission",
        _M.TO_PLAN,
        ("plan", "accept", "cancel"),
        "The slot is free again, the rights end, the technician is told, and the ticket comes "
        "back to the desk unless another of its missions is open.",
    ),
    Story(
        "Moved",
        "mission",
        _M.TO_PLAN,
        ("plan", "accept", "move", "accept"),
        "The technician is told and answers again.",
    ),
    Story(
        "Declined",
        "mission",
        _M.TO_PLAN,
        ("plan", "decline", "plan", "accept"),
        "With a reason. The slot is free, the desk is told and finds somebody else; the date "
        "agreed with the client stays on the mission.",
    ),
    Story(
        "The technician leaves the firm",
        "mission",
        _M.TO_PLAN,
        ("plan", "accept", "give_back", "plan", "accept"),
        "The administrator switches him off; each of his open missions comes back to the desk.",
    ),
    Story(
        "Reassigned after departure",
        "mission",
        _M.TO_PLAN,
        ("plan", "accept", "depart", "reassign", "accept", "depart", "arrive", "finish"),
        "The first technician is told and loses the rights at once; what was already recorded "
        "stays on the mission. The second gets everything.",
    ),
    Story(
        "Interrupted, and resumed by the same technician",
        "mission",
        _M.ON_SITE,
        ("interrupt", "resume", "finish"),
        "Two visits, one report.",
    ),
    Story(
        "Interrupted, and planned again over several visits",
        "mission",
        _M.ON_SITE,
        (
            "interrupt",
            "plan",
            "accept",
            "depart",
            "arrive",
            "interrupt",
            "plan",
            "arrive",
            "finish",
        ),
        "Each interruption ends the booking and returns the mission to the desk, which books the "
        "next visit for the same technician or another. `visits` counts the arrivals.",
    ),
    Story(
        "Solved by phone, then settled",
        "ticket",
        tickets.TicketStatus.OPEN,
        ("resolve_by_phone", "settle"),
        "The back office gets a billing item here too, at 0 € when nothing is due.",
    ),
    Story(
        "Not solved on site",
        "ticket",
        tickets.TicketStatus.OPEN,
        ("open_mission", "unsolved_in_field", "open_mission", "close_in_field", "settle"),
        "The report says that the problem remains: the mission is done and billed, the ticket "
        "comes back to the desk.",
    ),
    Story(
        "Changed after it was frozen",
        "report",
        reports.ReportStatus.DRAFT,
        ("freeze", "thaw", "freeze", "close"),
        "The signatures given before the change are void and stay in the log.",
    ),
)


def render() -> str:
    """Return docs/states.md."""
    parts = [HEADER, *(_table(kind) for kind in KINDS), "## Stories\n"]
    parts += [_story(story) for story in STORIES]
    return "\n".join(parts)


def _table(kind: str) -> str:
    states, steps = KINDS[kind]
    names = ", ".join(f"`{state.value}`" for state in states)
    lines = [f"## {kind.capitalize()}\n", f"States: {names}.\n"]
    lines += ["| Step | From | To | Who | What follows |", "|---|---|---|---|---|"]
    lines += [_row(states, step) for step in steps.values()]
    return "\n".join(lines) + "\n"


def _row(states: type[StrEnum], step: Step[Any]) -> str:
    sources = ", ".join(state.value for state in states if state in step.sources)
    who = ", ".join(sorted(role.value for role in step.who))
    return f"| `{step.command}` | {sources} | {step.target.value} | {who} | {step.follows} |"


def _story(story: Story) -> str:
    return f"### {story.title}\n\n{' → '.join(_course(story))}\n\n{story.told}\n"


def _course(story: Story) -> Iterator[str]:
    """Yield each state and step; raise IllegalTransition when the story cannot happen."""
    state: Any = story.start
    yield f"**{state.value}**"
    for command in story.commands:
        state = require_step(story.kind, KINDS[story.kind][1], state, command)
        yield f"`{command}`"
        yield f"**{state.value}**"


if __name__ == "__main__":
    import sys

    sys.stdout.write(render())
