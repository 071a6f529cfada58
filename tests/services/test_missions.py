from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from backend.database import db, new_id, transaction
from backend.domain.actors import Role
from backend.domain.errors import (
    Forbidden,
    IllegalTransition,
    InvalidValue,
    MissingValue,
    NotFound,
    SlotTaken,
)
from backend.domain.missions import EventKind, MissionNature, MissionOrigin, MissionStatus
from backend.domain.tickets import TicketStatus
from backend.models import AccessRequest, Booking, MissionEvent, Notice, Report, Ticket
from backend.services import grants, missions, tickets
from backend.services.missions import Appointment, MissionDraft, MissionFilter, Slot
from tests.factories import actor

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def dora(make):
    return actor(make.user())


@pytest.fixture
def desk(make, now, dora):
    return Desk(make, now, dora)


class Desk:
    """A dispatcher with a ticket in hand and two technicians to send."""

    def __init__(self, make, now, dora):
        self.make, self.now, self.dora = make, now, dora
        self.first, self.second = make.technician(), make.technician()
        self.client = make.client()
        self.site = make.site(self.client, access_info="Code 12")
        self.ticket = make.ticket(self.client, opened_by=dora.user_id, skill="network")

    def create(self, **fields):
        with transaction():
            draft = MissionDraft(self.site.id, MissionNature.NETWORK, **fields)
            return missions.create_mission(self.dora, self.ticket.id, draft, now=self.now)

    def slot(self, user=None, start=DAY, length=2 * HOUR):
        begin = self.now + start
        return Slot((user or self.first).id, begin, begin + length)

    def plan(self, mission=None, slot=None, appointment=None):
        mission = mission or self.create()
        with transaction():
            return missions.plan(
                self.dora, mission.id, slot or self.slot(), appointment, now=self.now
            )

    def step(self, mission, command, user=None, after=DAY, **fields):
        at = self.now + after
        with transaction():
            return missions.field_step(
                actor(user or self.first), mission.id, command, at=at, now=at, **fields
            )

    def on_site(self):
        mission = self.plan()
        for command in ("accept", "depart", "arrive"):
            self.step(mission, command)
        return mission


def sees(user, mission, now):
    return grants.has_grant(user.id, mission.scope_id, now=now)


def told(user):
    query = select(Notice).where(Notice.user_id == user.id).order_by(Notice.created_at, Notice.id)
    return [notice.event for notice in db.session.scalars(query)]


def live_bookings():
    query = select(Booking).where(Booking.cancelled_at.is_(None)).order_by(Booking.starts_at)
    return list(db.session.scalars(query))


def story(mission):
    query = select(MissionEvent).where(MissionEvent.mission_id == mission.id)
    return [event.kind for event in db.session.scalars(query.order_by(MissionEvent.id))]


# --- from the ticket to the sheet ----------------------------------------------------------------


def test_a_mission_keeps_everything_that_the_ticket_holds(desk):
    desk.ticket.last_actions, desk.ticket.error_messages = "Redémarrage", "Erreur 42"
    desk.ticket.caller_phone, desk.ticket.due_at = "06 00 00 00 00", desk.now + DAY
    db.session.commit()
    mission = desk.create(todo=("Tester", " ", "Remplacer"))
    assert mission.number == "M-2026-0001"
    assert mission.problem.split("\n\n") == [desk.ticket.problem, "Redémarrage", "Erreur 42"]
    assert (mission.title, mission.skill) == (desk.ticket.title, "network")
    assert (mission.contact_name, mission.contact_phone) == ("Sylvie Garnier", "06 00 00 00 00")
    assert (mission.access_info, mission.due_at) == ("Code 12", desk.ticket.due_at)
    assert [item["text"] for item in mission.todo] == ["Tester", "Remplacer"]
    assert mission.estimated_minutes == 120
    assert mission.origin is MissionOrigin.HOTLINE
    assert desk.ticket.status is TicketStatus.MISSION


def test_sales_start_missions_too_and_it_shows(desk, make):
    desk.dora = actor(make.user(Role.BACK_OFFICE))
    assert desk.create().origin is MissionOrigin.SALES


def test_only_a_contract_that_stands_goes_with_the_mission(desk, make):
    today = desk.now.date()
    expired = make.contract(desk.client, ends_on=today - DAY)
    desk.ticket.contract_id = expired.id
    db.session.commit()
    assert desk.create().contract_id is None
    expired.ends_on = today
    db.session.commit()
    assert desk.create().contract_id == expired.id


def test_an_urgent_mission_has_a_reason(desk):
    with pytest.raises(MissingValue) as refusal:
        desk.create(urgent=True, urgent_reason=" ")
    assert refusal.value.params["field"] == "urgent_reason"
    assert desk.create(urgent=True, urgent_reason="École fermée").urgent


def test_a_mission_is_at_a_site_of_the_client(desk, make):
    desk.site = make.site(make.client())
    with pytest.raises(InvalidValue):
        desk.create()


def test_no_mission_comes_from_a_ticket_that_is_over(desk):
    desk.ticket.status = TicketStatus.CANCELLED
    db.session.commit()
    with pytest.raises(IllegalTransition):
        desk.create()


# --- booked, moved, given to another ------------------------------------------------------------


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
    assert db.session.scalars(select(AccessRequest)).one()


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


# --- in the field --------------------------------------------------------------------------------


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


# --- who sees what -------------------------------------------------------------------------------


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
    assert missions.access_mission(actor(desk.second), mission.id, now=desk.now)
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
    assert [slot.mission.id for slot in lanes[desk.first.id]] == [planned.id]
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


def test_a_cancelled_ticket_takes_its_missions_with_it(desk):
    mission = desk.plan()
    with transaction():
        tickets.cancel_ticket(desk.dora, desk.ticket.id, "Erreur", now=desk.now)
    assert mission.status is MissionStatus.CANCELLED
    assert db.session.get_one(Ticket, desk.ticket.id).status is TicketStatus.CANCELLED
