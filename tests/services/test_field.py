import pytest
from sqlalchemy import select

from backend.database import db, new_id, transaction
from backend.domain.errors import (
    IllegalTransition,
    InvalidValue,
    MissingValue,
    NotFound,
)
from backend.domain.missions import EventKind, MissionStatus
from backend.models import MissionEvent, Notice
from backend.services import missions, tickets
from tests.factories import HOUR, actor
from tests.services.desk import DAY, live_bookings, sees, story, told


def test_the_usual_course_of_a_visit(desk):
    mission = desk.on_site()
    assert (mission.status, mission.visits) == (MissionStatus.ON_SITE, 1)
    assert story(mission)[-3:] == [EventKind.ACCEPTED, EventKind.EN_ROUTE, EventKind.ON_SITE]


def test_the_same_event_again_changes_nothing(desk):
    mission = desk.plan()
    event_id = new_id()
    for _ in range(2):
        desk.step(mission, "arrive", event_id=event_id)
    assert mission.visits == 1
    assert len(story(mission)) == 3
    desk.step(mission, "interrupt", text="Pièce")
    assert desk.step(mission, "arrive", event_id=event_id).status is MissionStatus.INTERRUPTED


def test_an_event_of_another_mission_or_person_is_not_repeated_here(desk):
    first, second = desk.plan(), desk.plan(slot=desk.slot(desk.second))
    event_id = new_id()
    desk.step(first, "accept", event_id=event_id)
    with pytest.raises(NotFound):
        desk.step(second, "accept", user=desk.second, event_id=event_id)


def test_a_step_is_kept_with_the_time_at_which_it_happened(desk):
    mission = desk.plan()
    at, now = desk.now + DAY, desk.now + 2 * DAY
    with transaction():
        missions.field_step(actor(desk.first), mission.id, "depart", at=at, now=now)
        missions.field_step(actor(desk.first), mission.id, "arrive", at=now + DAY, now=now)
    depart, arrive = db.session.scalars(
        select(MissionEvent).where(MissionEvent.received_at == now).order_by(MissionEvent.id)
    )
    assert (depart.at, depart.received_at) == (at, now)
    assert arrive.at == now


def test_a_step_that_comes_too_late_is_refused(desk):
    mission = desk.plan()
    with transaction():
        missions.cancel(desk.dora, mission.id, "Plus besoin", now=desk.now)
        desk.make.grant(desk.first.id, mission.scope_id)
    with pytest.raises(IllegalTransition):
        desk.step(mission, "arrive")


def test_declining_frees_the_slot_and_tells_the_desk_why(desk):
    mission = desk.plan()
    with pytest.raises(MissingValue):
        desk.step(mission, "decline")
    event_id = new_id()
    for _ in range(2):
        desk.step(mission, "decline", after=HOUR, text="En congé", event_id=event_id)
    assert (mission.status, mission.technician_id) == (MissionStatus.TO_PLAN, None)
    assert mission.starts_at == desk.now + DAY
    assert live_bookings() == []
    assert not sees(desk.first, mission, desk.now)
    query = select(Notice).where(Notice.user_id == desk.dora.user_id)
    assert db.session.scalars(query).one().event == "mission_declined"
    lines = tickets.timeline(desk.dora, desk.ticket.id)
    assert ("declined", "En congé") in [(line.kind, line.text) for line in lines]


def test_an_interrupted_visit_ends_its_booking_and_is_resumed_by_the_same_technician(desk):
    mission = desk.on_site()
    desk.step(mission, "interrupt", after=DAY + HOUR, text="Pièce à commander")
    assert mission.status is MissionStatus.INTERRUPTED
    assert [b.ends_at for b in live_bookings()] == [desk.now + DAY + HOUR]
    assert sees(desk.first, mission, desk.now)
    desk.step(mission, "resume", after=DAY + 2 * HOUR)
    assert (mission.status, mission.visits) == (MissionStatus.ON_SITE, 2)
    resumed = live_bookings()[-1]
    assert (resumed.mission_id, resumed.technician_id) == (mission.id, desk.first.id)
    assert resumed.starts_at == desk.now + DAY + 2 * HOUR
    assert resumed.ends_at == resumed.starts_at + HOUR  # of two hours estimated, one was used


def test_who_resumes_takes_only_the_time_that_is_free(desk):
    mission = desk.on_site()
    desk.step(mission, "interrupt", after=DAY + HOUR / 4, text="Client absent")
    desk.plan(slot=desk.slot(start=DAY + 3 * HOUR))
    desk.step(mission, "resume", after=DAY + 2 * HOUR)
    assert [b.ends_at for b in live_bookings() if b.mission_id == mission.id][-1] == (
        desk.now + DAY + 3 * HOUR
    )
    desk.step(mission, "interrupt", after=DAY + 2.5 * HOUR, text="Appelé ailleurs")
    desk.step(mission, "resume", after=DAY + 3.5 * HOUR)
    assert len(live_bookings()) == 3
    assert mission.status is MissionStatus.ON_SITE


def test_an_interrupted_mission_is_planned_again_over_several_visits(desk):
    mission = desk.on_site()
    desk.step(mission, "interrupt", after=DAY + HOUR, text="Pièce à commander")
    desk.plan(mission, desk.slot(start=3 * DAY))
    for command in ("accept", "depart", "arrive"):
        desk.step(mission, command, after=3 * DAY)
    desk.step(mission, "interrupt", after=3 * DAY + HOUR, text="Mauvaise pièce")
    desk.plan(mission, desk.slot(desk.second, start=5 * DAY))
    assert told(desk.first)[-1] == "mission_withdrawn"
    desk.step(mission, "arrive", user=desk.second, after=5 * DAY)
    assert mission.visits == 3
    assert len(live_bookings()) == 3
    assert not sees(desk.first, mission, desk.now)


def test_a_thing_to_do_is_ticked_and_unticked(desk):
    mission = desk.plan(desk.create(todo=("Tester", "Nettoyer")))
    todo_id = mission.todo[0]["id"]
    technician = actor(desk.first)
    for done in (True, False, True):
        with transaction():
            missions.check_todo(technician, mission.id, todo_id, done, now=desk.now)
    assert [item["done"] for item in mission.todo] == [True, False]
    with pytest.raises(NotFound), transaction():
        missions.check_todo(technician, mission.id, "nothing", True, now=desk.now)


def test_an_unknown_step_is_refused(desk):
    with pytest.raises(InvalidValue):
        desk.step(desk.plan(), "finish")
