"""The call, from the first letters of a name to a booked slot."""

import pytest
from sqlalchemy import func, select

from backend.database import db
from backend.domain.contracts import CommercialStatus, ContractKind
from backend.domain.tickets import TicketStatus
from backend.models import BillingItem, Booking, Mission, Ticket
from tests.console.pages import text_of

INTAKE = "/desk/intake"


def tickets() -> list[Ticket]:
    query = select(Ticket).where(Ticket.title == "Standard muet")
    return list(db.session.scalars(query))


def test_the_client_is_found_by_name_and_by_contract(desk, case):
    for typed in ("saint-au", "INF-1"):
        client = case.client
        client.search = "saint aubin saintaubin inf1 inf-1"
        assert "Mairie de Saint-Aubin" in text_of(desk.get(f"{INTAKE}/clients?q={typed}"))


def test_one_letter_finds_nobody(desk, case):
    assert "Mairie" not in text_of(desk.get(f"{INTAKE}/clients?q=s"))


@pytest.mark.parametrize(
    ("terms", "word"),
    [
        ({}, "Contrat actif"),
        ({"bank_minutes": 0}, "Crédit d’heures épuisé"),
        ({"ends_on": None, "bank_minutes": 630}, "10 h 30 restantes"),
    ],
)
def test_the_contract_is_told_before_anything_else(desk, make, terms, word):
    client = make.client()
    make.contract(client, ContractKind.MANAGED, **terms)
    assert word in text_of(desk.get(f"{INTAKE}/client/{client.id}"))


def test_no_contract_and_a_blocked_client_are_told_too(desk, make):
    client = make.client(commercial_status=CommercialStatus.BLOCKED)
    found = text_of(desk.get(f"{INTAKE}/client/{client.id}"))
    assert "Sans contrat" in found
    assert "Client bloqué" in found


def test_a_client_that_is_not_there_is_absent(desk, case):
    assert desk.get(f"{INTAKE}/client/{case.ticket.id}").status_code == 404


def test_a_ticket_is_opened_with_all_that_was_said(desk, dora, case):
    answer = desk.post(INTAKE, data=case.words(blocking="on", error_messages="E42"))
    [ticket] = tickets()
    assert answer.location == f"/desk?ticket={ticket.id}&said=opened"
    assert (ticket.opened_by, ticket.blocking, ticket.error_messages) == (dora.user_id, True, "E42")
    assert (ticket.caller_last_name, ticket.caller_verified) == ("Vasseur", "known_voice")
    assert ticket.site_id == case.site.id


def test_what_is_solved_by_phone_goes_to_the_back_office(desk, case):
    words = case.words(then="resolve", solution="Autocom redémarré", call_minutes="12")
    desk.post(INTAKE, data=words)
    [ticket] = tickets()
    assert ticket.status is TicketStatus.RESOLVED
    assert db.session.scalar(select(BillingItem).where(BillingItem.ticket_id == ticket.id))


def test_the_call_ends_with_a_booked_slot(desk, case):
    answer = desk.post(INTAKE, data=case.words(**case.slot(), then="mission"))
    mission = db.session.scalars(select(Mission)).one()
    assert answer.location == f"/desk?day=2026-05-05&mission={mission.id}&said=booked"
    assert mission.technician_id == case.nadia.id
    assert mission.starts_at is not None
    assert mission.starts_at.isoformat() == "2026-05-05T07:00:00+00:00"  # Nine in Paris.
    assert [item["text"] for item in mission.todo] == ["Tester l’autocom", "Appeler l’opérateur"]
    assert mission.appointment["with"] == "Claire Vasseur"


def test_htmx_is_led_on_without_a_page_of_its_own(desk, case):
    answer = desk.post(INTAKE, data=case.words(), headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith("/desk?ticket=")


def test_an_overlap_is_refused_and_nothing_is_half_written(desk, make, case, now):
    make.planned_mission(case.nadia)
    answer = desk.post(INTAKE, data=case.words(**case.slot(time="10:30"), then="mission"))
    found = text_of(answer)
    assert answer.status_code == 422
    assert "créneau" in found.partition('data-testid="refusal">')[2][:200]
    assert not tickets()
    assert db.session.scalar(select(func.count(Booking.id))) == 1


def test_a_refused_form_keeps_everything_that_was_typed(desk, make, case):
    make.planned_mission(case.nadia)
    words = case.words(
        **case.slot(time="10:30"), then="mission", last_actions="Rien touché", blocking="on"
    )
    found = text_of(desk.post(INTAKE, data=words))
    for typed in ("Claire", "Vasseur", "Standard muet", "Plus aucun appel", "Rien touché"):
        assert typed in found
    assert "Mairie de Saint-Aubin</h2>" in found
    assert f'value="{case.nadia.id}" checked' in found
    assert 'name="blocking" value="on" checked' in found


@pytest.mark.parametrize("name", ["title", "problem", "caller_last_name", "client_id"])
def test_what_is_missing_is_said_beside_its_field(desk, case, name):
    answer = desk.post(INTAKE, data=case.words(**{name: "  "}))
    assert answer.status_code == 422
    assert f'id="{name}-wrong">À remplir' in text_of(answer)
    assert not tickets()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "party"},
        {"client_id": "nobody"},
        {"title": "x" * 201},
        {"then": "mission", "minutes": "-5"},
        {"then": "mission", "date": "2026-02-30"},
        {"then": "resolve", "solution": "ok", "call_minutes": "a while"},
    ],
)
def test_nonsense_is_refused_and_nothing_is_written(desk, case, wrong):
    assert desk.post(INTAKE, data=case.words() | wrong).status_code == 422
    assert not tickets()


def test_what_a_client_says_is_text_and_never_a_page(desk, case):
    nasty = "<script>alert(1)</script>"
    answer = desk.post(INTAKE, data=case.words(title=nasty, problem=""))
    assert nasty not in answer.get_data(as_text=True)


def test_technicians_are_ranked_with_the_reasons(desk, make, case):
    make.planned_mission(case.yann)
    slot = case.slot(skill="network", time="10:30")
    found = text_of(desk.get("/planning/candidates", query_string=slot))
    assert found.index("Nadia Ferhat") < found.index("Yann Kerbrat")
    assert "pris" in found.partition("Yann Kerbrat")[2]


def test_without_a_slot_nobody_is_ranked(desk, case):
    found = text_of(desk.get("/planning/candidates", query_string=case.slot(date="")))
    assert "Nadia" not in found
