from itertools import product
from pathlib import Path

import pytest

from backend.domain.errors import IllegalTransition
from backend.domain.state_tables import KINDS, STORIES, render
from backend.domain.states import require_step

KIND_COMMANDS = [(kind, command) for kind, (_, steps) in KINDS.items() for command in steps]


def test_the_page_of_states_is_what_the_rules_say():
    assert Path("docs/states.md").read_text() == render()


def test_the_stories_tell_of_everything_that_can_befall_a_mission():
    taken = {c for story in STORIES if story.kind == "mission" for c in story.commands}
    assert taken == set(KINDS["mission"][1])


@pytest.mark.parametrize(("kind", "command"), KIND_COMMANDS)
def test_a_step_is_taken_from_its_sources_and_from_nowhere_else(kind, command):
    states, steps = KINDS[kind]
    for state in states:
        if state in steps[command].sources:
            assert require_step(kind, steps, state, command) is steps[command].target
        else:
            with pytest.raises(IllegalTransition):
                require_step(kind, steps, state, command)


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_can_be_reached_and_an_unknown_step_is_refused(kind):
    states, steps = KINDS[kind]
    reached = {next(iter(states))}
    for _, step in product(states, steps.values()):
        if reached & step.sources:
            reached.add(step.target)
    assert reached == set(states)
    with pytest.raises(IllegalTransition):
        require_step(kind, steps, next(iter(states)), "fly")


def test_every_step_is_taken_by_a_service():
    served = "".join(path.read_text() for path in Path("backend").glob("s[ey][rn]*/*.py"))
    taken = (f'"{command}"' in served for _, command in KIND_COMMANDS)
    assert [one for one, there in zip(KIND_COMMANDS, taken, strict=True) if not there] == []
