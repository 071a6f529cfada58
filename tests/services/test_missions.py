import pytest

from backend.database import db, transaction
from backend.domain.actors import Role
from backend.domain.errors import (
    IllegalTransition,
    InvalidValue,
    MissingValue,
)
from backend.domain.missions import MissionOrigin, MissionStatus
from backend.domain.tickets import TicketStatus
from backend.models import Ticket
from backend.services import tickets
from tests.factories import actor
from tests.services.desk import DAY


def test_a_mission_keeps_everything_that_the_ticket_holds(desk):
    desk.ticket.last_actions, desk.ticket.error_messages = "Redémarrage", "Erreur 42"
    desk.ticket.caller_phone, desk.ticket.due_at = "06 00 00 00 00", desk.now + DAY
    db.session.commit()
    mission = desk.create(todo=("Tester", " ", "Remplacer"))
    assert mission.number == "M-2026-0001"
    assert mission.problem == desk.ticket.problem
    assert mission.technical_context.split("\n\n") == ["Redémarrage", "Erreur 42"]
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


def test_a_cancelled_ticket_takes_its_missions_with_it(desk):
    mission = desk.plan()
    with transaction():
        tickets.cancel_ticket(desk.dora, desk.ticket.id, "Erreur", now=desk.now)
    assert mission.status is MissionStatus.CANCELLED
    assert db.session.get_one(Ticket, desk.ticket.id).status is TicketStatus.CANCELLED
