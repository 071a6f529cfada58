import pytest
from sqlalchemy import select

from backend.database import db, transaction
from backend.domain.actors import Role
from backend.domain.errors import (
    Forbidden,
    InvalidValue,
    MissingValue,
    NotFound,
    SlotTaken,
)
from backend.domain.missions import EventKind, MissionStatus
from backend.domain.tickets import TicketStatus
from backend.models import AccessRequest, Notice, Report
from backend.services import grants, missions
from backend.services.missions import Appointment
from tests.factories import HOUR, actor
from tests.services.desk import DAY, live_bookings, sees, story, told


def test_planning_books_grants_and_tells(desk):
    appointment = Appointment(desk.dora.user_id, "Mme Garnier", desk.now, text="Réseau")
    mission = desk.plan(appointment=appointment)
    assert mission.status is MissionStatus.PLANNED
    assert mission.appointment["with"] == "Mme Garnier"
    assert mission.appointment["by_name"] == desk.dora.name
    assert mission.appointment["at"] == "2026-05-04T08:00:00Z"
    assert sees(desk.first, mission, desk.now)
    assert grants.has_grant(desk.first.id, mission.scope_id, mode="write", now=desk.now)
    assert grants.has_grant(desk.first.id, f"client:{desk.client.id}", now=desk.now)
    assert told(desk.first) == ["mission_planned"]
    assert story(mission) == [EventKind.CREATED, EventKind.PLANNED]
    notice = db.session.scalars(select(Notice)).one()
    assert notice.params == {"number": mission.number}


def test_an_appointment_says_with_whom(desk):
    with pytest.raises(MissingValue):
        desk.plan(appointment=Appointment(desk.dora.user_id, " ", desk.now))


def test_a_slot_that_is_taken_is_refused_and_nothing_happens(desk):
    desk.plan()
    second = desk.create()
    with pytest.raises(SlotTaken):
        desk.plan(second)
    db.session.refresh(second)
    assert second.status is MissionStatus.TO_PLAN
    assert told(desk.first) == ["mission_planned"]


def test_only_a_technician_is_sent(desk, make):
    mission = desk.create()
    with pytest.raises(InvalidValue):
        desk.plan(mission, desk.slot(make.user()))
    with pytest.raises(InvalidValue):
        desk.plan(mission, desk.slot(make.technician(active=False)))


def test_planning_asks_for_the_dossier_once_unless_the_technician_may_see_it(desk, make, now):
    dossier = make.dossier(desk.client)
    director = make.user(Role.DIRECTOR)
    desk.plan()
    request = db.session.scalars(select(AccessRequest)).one()
    assert (request.user_id, request.state) == (desk.first.id, "open")
    assert told(director) == ["access_requested"]
    make.grant(desk.second.id, dossier.scope_id, mode="read")
    desk.plan(slot=desk.slot(desk.second))
    desk.plan(slot=desk.slot(start=2 * DAY))
    assert db.session.scalars(select(AccessRequest)).one() is request


def test_moving_books_anew_tells_and_asks_again(desk):
    mission = desk.plan()
    desk.step(mission, "accept")
    with transaction():
        missions.move(desk.dora, mission.id, desk.slot(start=2 * DAY), now=desk.now)
    assert mission.status is MissionStatus.PLANNED
    assert [b.starts_at for b in live_bookings()] == [desk.now + 2 * DAY]
    assert told(desk.first) == ["mission_planned", "mission_moved"]
    assert sees(desk.first, mission, desk.now)


def test_moving_onto_something_else_leaves_all_as_it_was(desk):
    mission = desk.plan()
    desk.plan(slot=desk.slot(start=2 * DAY))
    with pytest.raises(SlotTaken), transaction():
        missions.move(desk.dora, mission.id, desk.slot(start=2 * DAY), now=desk.now)
    db.session.expire_all()
    assert mission.starts_at == desk.now + DAY
    assert len(live_bookings()) == 2


def test_moving_to_another_technician_is_reassigning(desk):
    mission = desk.plan()
    with transaction():
        missions.move(desk.dora, mission.id, desk.slot(desk.second), now=desk.now)
    assert told(desk.first)[-1] == "mission_withdrawn"
    assert mission.technician_id == desk.second.id


def test_reassigned_after_departure_the_first_is_told_and_loses_all_but_his_work_stays(desk):
    mission = desk.plan()
    for command in ("accept", "depart"):
        desk.step(mission, command)
    report = desk.make.report(mission, actions_done="Câble vérifié")
    later = desk.now + DAY + HOUR
    with transaction():
        missions.reassign(desk.dora, mission.id, desk.slot(desk.second), now=later)
    assert mission.status is MissionStatus.PLANNED
    assert told(desk.first)[-1] == "mission_withdrawn"
    assert not sees(desk.first, mission, later)
    assert not grants.has_grant(desk.first.id, f"client:{desk.client.id}", now=later)
    assert sees(desk.second, mission, later)
    assert told(desk.second) == ["mission_planned"]
    assert db.session.get_one(Report, report.id).actions_done == "Câble vérifié"
    first, second = sorted(live_bookings(), key=lambda b: b.technician_id != desk.first.id)
    assert (first.ends_at, second.technician_id) == (later, desk.second.id)
    with pytest.raises(NotFound):
        desk.step(mission, "arrive", after=DAY + 2 * HOUR)
    desk.step(mission, "arrive", user=desk.second, after=DAY + 2 * HOUR)


def test_reassigning_before_departure_gives_the_slot_back(desk):
    mission = desk.plan()
    with transaction():
        missions.reassign(desk.dora, mission.id, desk.slot(desk.second), now=desk.now)
    assert [b.technician_id for b in live_bookings()] == [desk.second.id]
    with pytest.raises(InvalidValue), transaction():
        missions.reassign(desk.dora, mission.id, desk.slot(desk.second), now=desk.now)


def test_a_dossier_opened_for_the_mission_closes_with_it(desk, make):
    dossier = make.dossier(desk.client)
    mission = desk.plan()
    request = db.session.scalars(select(AccessRequest)).one()
    with transaction():
        cause = f"request:{request.id}"
        grants.grant(desk.first.id, dossier.scope_id, cause, now=desk.now)
        request.state = "approved"
    with transaction():
        missions.reassign(desk.dora, mission.id, desk.slot(desk.second), now=desk.now)
    assert not grants.has_grant(desk.first.id, dossier.scope_id, now=desk.now)


def test_a_cancelled_mission_frees_the_slot_and_gives_the_ticket_back(desk):
    mission = desk.plan()
    with pytest.raises(MissingValue), transaction():
        missions.cancel(desk.dora, mission.id, " ", now=desk.now)
    db.session.expire_all()
    with transaction():
        missions.cancel(desk.dora, mission.id, "Plus besoin", now=desk.now)
    assert live_bookings() == []
    assert told(desk.first)[-1] == "mission_cancelled"
    assert not sees(desk.first, mission, desk.now)
    assert desk.ticket.status is TicketStatus.OPEN


def test_a_ticket_stays_on_a_mission_while_another_of_its_missions_is_open(desk):
    mission, _other = desk.plan(), desk.create()
    with transaction():
        missions.cancel(desk.dora, mission.id, "Double", now=desk.now)
    assert desk.ticket.status is TicketStatus.MISSION


@pytest.mark.parametrize("act", ["plan", "move", "reassign", "cancel"])
def test_the_desk_decides_and_nobody_else(desk, make, act):
    mission = desk.plan()
    args = {"plan": (desk.slot(), None), "cancel": ("Non",)}.get(act, (desk.slot(desk.second),))
    with pytest.raises(Forbidden), transaction():
        getattr(missions, act)(actor(desk.first), mission.id, *args, now=desk.now)
    with pytest.raises(NotFound), transaction():
        getattr(missions, act)(actor(desk.second), mission.id, *args, now=desk.now)
