"""How a thing with states is written down: a table, read by the rules, the documents and tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from backend.domain.actors import Actor, Role
from backend.domain.errors import Forbidden, IllegalTransition

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Step(Generic[S]):
    """One allowed step: `command` takes a thing from any of `sources` to `target`.

    `who` names the roles that may take it, `follows` says in words what it sets in motion.
    """

    command: str
    sources: frozenset[S]
    target: S
    who: frozenset[Role]
    follows: str


def step_table(kind: str, steps: tuple[Step[S], ...]) -> Mapping[str, Step[S]]:
    """Index `steps` by command; a command may stand once only."""
    table = {step.command: step for step in steps}
    if len(table) != len(steps):
        raise ValueError(f"A command of {kind} stands twice.")
    return table


def require_step(kind: str, table: Mapping[str, Step[S]], current: S, command: str) -> S:
    """Return the state that `command` leads to, or raise IllegalTransition."""
    step = table.get(command)
    if step is None or current not in step.sources:
        raise IllegalTransition(kind, current.value, command)
    return step.target


def require_may(table: Mapping[str, Step[S]], command: str, actor: Actor) -> None:
    """Raise Forbidden unless the actor holds a role that may take the step."""
    step = table.get(command)
    if step is not None and not actor.has(*step.who):
        raise Forbidden(f"The step {command} takes another role.")
