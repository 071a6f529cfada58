from uuid import uuid4

import pytest

from backend.domain.actors import Role
from backend.domain.errors import (
    Forbidden,
    NotFound,
)
from backend.domain.missions import MissionStatus
from backend.services import missions
from backend.services.missions import MissionFilter
from tests.factories import HOUR, actor
from tests.services.desk import DAY


def test_a_stranger_learns_nothing_of_a_mission(desk, make):
    mission = desk.plan()
    strangers = [desk.second, make.user(Role.HR), make.user(Role.REFERENT)]
    for user in strangers:
        for mission_id in (mission.id, uuid4()):
            with pytest.raises(NotFound):
                missions.access_mission(actor(user), mission_id, now=desk.now)
        assert missions.visible_missions(actor(user), now=desk.now) == []
        with pytest.raises(NotFound):
            missions.board(actor(user), desk.now.date())
    with pytest.raises(NotFound):
        desk.step(mission, "accept", user=desk.second)


def test_reading_is_not_enough_to_take_a_step(desk, make):
    mission = desk.plan()
    make.grant(desk.second.id, mission.scope_id, mode="read")
    assert missions.access_mission(actor(desk.second), mission.id, now=desk.now) is mission
    with pytest.raises(NotFound):
        desk.step(mission, "accept", user=desk.second)
    make.grant(desk.second.id, mission.scope_id, cause="more")
    with pytest.raises(Forbidden):
        desk.step(mission, "accept", user=desk.second)


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.DIRECTOR, Role.BACK_OFFICE, Role.ADMIN])
def test_the_office_sees_every_mission(desk, make, role):
    mission = desk.plan()
    person = actor(make.user(role))
    assert missions.access_mission(person, mission.id) is mission
    assert [row.id for row in missions.visible_missions(person)] == [mission.id]


def test_a_technician_lists_his_own(desk):
    mine, _others = desk.plan(), desk.plan(slot=desk.slot(desk.second))
    rows = missions.visible_missions(actor(desk.first), now=desk.now)
    assert [row.id for row in rows] == [mine.id]


def test_missions_are_listed_by_page_and_by_what_is_asked(desk):
    made = [desk.create(title=f"Panne {n}") for n in range(5)]
    newest_first = [mission.id for mission in reversed(made)]
    first = missions.visible_missions(desk.dora, MissionFilter(limit=2))
    rest = missions.visible_missions(desk.dora, MissionFilter(limit=9, after=first[-1].id))
    assert [row.id for row in (*first, *rest)] == newest_first

    def found(**fields):
        return {row.id for row in missions.visible_missions(desk.dora, MissionFilter(**fields))}

    planned = desk.plan(made[0])
    assert found(statuses=(MissionStatus.PLANNED,)) == {planned.id}
    assert found(technician_id=desk.first.id) == {planned.id}
    assert found(text="panne 3") == {made[3].id}
    assert found(text=made[2].number.lower()) == {made[2].id}
    assert found(text="Valmont") == {mission.id for mission in made}
    assert found(client_id=uuid4()) == set()


def test_the_board_shows_a_day_of_everybody_and_what_waits(desk, make):
    planned, waiting = desk.plan(), desk.create()
    absence = make.booking(desk.second, starts_at=desk.now + DAY, kind="absence", label="Formation")
    board = missions.board(desk.dora, (desk.now + DAY).date())
    lanes = {lane.technician_id: lane.slots for lane in board.lanes}
    assert [slot.mission and slot.mission.id for slot in lanes[desk.first.id]] == [planned.id]
    assert [(slot.booking_id, slot.label) for slot in lanes[desk.second.id]] == [
        (absence.id, "Formation")
    ]
    assert [row.id for row in board.unplanned] == [waiting.id]
    assert all(lane.slots == () for lane in missions.board(desk.dora, desk.now.date()).lanes)


def test_the_board_takes_few_queries(desk, make, queries):
    for n in range(4):
        desk.plan(slot=desk.slot(start=DAY + n * 3 * HOUR))
    with queries() as seen:
        missions.board(desk.dora, (desk.now + DAY).date())
    assert len(seen) <= 4
