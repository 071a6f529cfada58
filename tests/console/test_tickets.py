"""Tickets and missions on their pages."""

from sqlalchemy import select

from backend.database import db
from backend.domain.missions import MissionStatus
from backend.domain.tickets import TicketStatus
from backend.models import Mission, Ticket, TicketEvent
from tests.console.pages import text_of

TABLE = 'data-testid="tickets"'


def test_tickets_are_filtered_by_status_and_text(desk, make, case):
    make.ticket(case.client, title="Clos depuis longtemps", status=TicketStatus.CLOSED)
    live = text_of(desk.get("/tickets"))
    assert case.ticket.title in live
    assert "Clos depuis" not in live
    assert "Clos depuis" in text_of(desk.get("/tickets?status=closed"))
    assert "Clos depuis" in text_of(desk.get("/tickets?status=all&q=longtemps"))
    assert case.ticket.title in text_of(desk.get("/tickets?status=nonsense"))


def test_a_long_list_comes_page_by_page(desk, make, case):
    for _ in range(60):
        make.ticket(case.client, opened_by=case.ticket.opened_by)
    first = text_of(desk.get("/tickets"))
    assert first.partition(TABLE)[2].count('<tr><td class="fit num">') == 50
    rest = first.partition("&after=")[2].partition('"')[0]
    second = text_of(desk.get(f"/tickets?status=live&after={rest}"))
    assert second.partition(TABLE)[2].count('<tr><td class="fit num">') == 11
    assert "&after=" not in second


def test_htmx_gets_the_rows_alone(desk, case):
    found = text_of(desk.get("/tickets?q=réseau", headers={"HX-Request": "true"}))
    assert case.ticket.number in found
    assert "<html" not in found


def test_the_page_of_a_ticket_tells_client_and_contract(desk, case):
    found = text_of(desk.get(f"/tickets/{case.ticket.id}"))
    assert "Mairie de Saint-Aubin" in found
    assert "10 h restantes sur 20 h" in found
    assert case.ticket.problem in found.replace("&#39;", "’")


def test_a_call_is_noted(desk, case):
    call = {"direction": "out", "with_whom": "Claire", "minutes": "4", "summary": "Rappelle demain"}
    answer = desk.post(f"/tickets/{case.ticket.id}/call", data=call)
    assert answer.location.endswith("said=noted")
    event = db.session.scalars(select(TicketEvent).where(TicketEvent.text != "")).all()[-1]
    assert event.data == {"direction": "out", "with": "Claire", "minutes": 4}
    assert "Rappelle demain" in text_of(desk.get(f"/tickets/{case.ticket.id}"))


def test_a_refused_note_comes_back_open_and_filled(desk, case):
    call = {"with_whom": "Claire", "minutes": "four", "summary": "Rappelle demain"}
    answer = desk.post(f"/tickets/{case.ticket.id}/call", data=call)
    found = text_of(answer)
    assert answer.status_code == 422
    assert 'name="act" open' in found
    assert "Rappelle demain" in found
    assert 'id="minutes-wrong"' in found


def test_a_ticket_is_solved_reopened_and_given_up(desk, case):
    path = f"/tickets/{case.ticket.id}"
    desk.post(f"{path}/resolve", data={"solution": "Redémarré", "minutes": "5"})
    assert db.session.get_one(Ticket, case.ticket.id).status is TicketStatus.RESOLVED
    desk.post(f"{path}/reopen", data={"reason": "Revenu"})
    desk.post(f"{path}/cancel", data={"reason": "Doublon"})
    assert db.session.get_one(Ticket, case.ticket.id).status is TicketStatus.CANCELLED


def test_what_is_no_longer_possible_is_not_offered_and_is_refused(desk, make, case):
    done = make.ticket(case.client, status=TicketStatus.CLOSED)
    assert f"/tickets/{done.id}/cancel" not in text_of(desk.get(f"/tickets/{done.id}"))
    assert desk.post(f"/tickets/{done.id}/cancel", data={"reason": "x"}).status_code == 422
    assert db.session.get_one(Ticket, done.id).status is TicketStatus.CLOSED


def test_a_ticket_becomes_a_mission_with_all_it_holds(desk, case):
    path = f"/tickets/{case.ticket.id}/plan"
    assert 'value="Sylvie Garnier"' in text_of(desk.get(path))
    answer = desk.post(path, data=case.slot())
    mission = db.session.scalars(select(Mission)).one()
    assert f"mission={mission.id}" in answer.location
    assert mission.problem == case.ticket.problem


def test_an_overlap_at_the_planning_keeps_what_was_typed(desk, make, case):
    make.planned_mission(case.nadia)
    found = text_of(desk.post(f"/tickets/{case.ticket.id}/plan", data=case.slot(time="10:00")))
    assert "Ce créneau" in found
    assert "Tester l’autocom" in found
    assert db.session.get_one(Ticket, case.ticket.id).status is TicketStatus.OPEN


def test_a_planning_without_a_technician_says_so(desk, case):
    answer = desk.post(f"/tickets/{case.ticket.id}/plan", data=case.slot(technician_id=""))
    assert answer.status_code == 422
    assert 'id="technician_id-wrong">À remplir' in text_of(answer)


def test_a_mission_is_moved_and_given_to_another(desk, make, case):
    mission = make.planned_mission(case.nadia)
    slot = case.slot(time="15:00", minutes="60")
    desk.post(f"/missions/{mission.id}/move", data=slot)
    moved = db.session.get_one(Mission, mission.id)
    assert moved.starts_at is not None
    assert moved.starts_at.isoformat() == "2026-05-05T13:00:00+00:00"
    desk.post(f"/missions/{mission.id}/reassign", data=slot | {"technician_id": str(case.yann.id)})
    assert db.session.get_one(Mission, mission.id).technician_id == case.yann.id


def test_its_own_slot_does_not_stand_in_the_way_of_a_move(desk, make, case):
    mission = make.planned_mission(case.nadia)
    found = text_of(desk.get(f"/missions/{mission.id}/move"))
    ranked = found.partition('data-testid="candidates"')[2]
    assert "libre" in ranked.partition("Nadia Ferhat")[2][:60]


def test_a_mission_is_called_off_for_a_reason_only(desk, make, case):
    mission = make.planned_mission(case.nadia)
    assert desk.post(f"/missions/{mission.id}/cancel", data={"reason": ""}).status_code == 422
    desk.post(f"/missions/{mission.id}/cancel", data={"reason": "Le client a réparé"})
    assert db.session.get_one(Mission, mission.id).status is MissionStatus.CANCELLED


def test_the_sheet_says_where_when_and_what(desk, make, case):
    mission = make.planned_mission(case.nadia, access_info="Clé au n° 12", contact_name="Claire")
    found = text_of(desk.get(f"/missions/{mission.id}"))
    for word in ("Nadia Ferhat", "Clé au n° 12", "Claire", "Tester le commutateur", mission.number):
        assert word in found


def test_the_back_office_plans_by_the_same_procedure(as_, bea, case):
    answer = as_(bea).post(f"/tickets/{case.ticket.id}/plan", data=case.slot())
    mission = db.session.scalars(select(Mission)).one()
    assert answer.location == f"/missions/{mission.id}?said=booked"


def test_the_director_looks_and_touches_nothing(as_, dirk, make, case):
    mission = make.planned_mission(case.nadia)
    director = as_(dirk)
    assert f"/missions/{mission.id}/move" not in text_of(director.get(f"/missions/{mission.id}"))
    assert director.get(f"/missions/{mission.id}/move").status_code == 404


def test_all_clients_are_listed_until_something_is_typed(desk, make, case):
    make.client(name="Université du Littoral")
    found = text_of(desk.get("/clients"))
    assert found.index("Mairie de Saint-Aubin") < found.index("Université du Littoral")
    assert "Mairie" not in text_of(desk.get("/clients?q=littoral")).partition("</header>")[2]


def test_the_card_of_a_client_holds_contracts_people_and_history(desk, make, case):
    make.history_entry(case.client, title="Serveur remplacé")
    case.contract.service = {"code": "A003", "escalation": ["Le référent", "Chef de service"]}
    found = text_of(desk.get(f"/clients/{case.client.id}"))
    for word in (
        "INF-1",
        "Sylvie Garnier",
        "Hôtel de ville",
        "Serveur remplacé",
        "1 jour ouvré",
        "8 jours ouvrés",
        "Le référent → Chef de service",
        case.ticket.number,
    ):
        assert word in found
