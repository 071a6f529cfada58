"""The desk: what waits, a day of everybody, and how little it costs."""

from datetime import timedelta

from backend.domain.missions import MissionStatus
from backend.domain.tickets import TicketStatus
from backend.models import Ticket
from tests.console.pages import text_of
from tests.factories import HOUR, MONDAY

MOST_QUERIES = 12


def part(page: str, start: str) -> str:
    return page.partition(start)[2]


def test_what_waits_is_sorted_by_urgency_and_deadline(desk, make, case):
    make.ticket(case.client, title="Plus tard", due_at=MONDAY + 9 * HOUR)
    make.ticket(case.client, title="Bientôt", due_at=MONDAY + 2 * HOUR)
    make.ticket(case.client, title="Tout est arrêté", blocking=True)
    found = part(text_of(desk.get("/desk")), 'data-testid="waiting"')
    places = [found.index(title) for title in ("Tout est arrêté", "Bientôt", "Plus tard")]
    assert places == sorted(places)


def test_a_mission_stands_at_its_hour(desk, make, case):
    make.planned_mission(case.nadia, starts_at=MONDAY + HOUR, ends_at=MONDAY + 2 * HOUR)
    found = part(text_of(desk.get("/desk")), 'data-testid="board"')
    assert 'class="ms planned spill q12 d4"' in found  # Eleven to twelve, from eight on.


def test_an_absence_is_hatched_and_says_its_name(desk, make, case):
    make.booking(case.yann, kind="absence", label="Congé", starts_at=MONDAY - HOUR)
    found = part(text_of(desk.get("/desk")), 'data-testid="board"')
    assert 'class="ms absence' in found
    assert "Congé" in found
    assert "1 disponibles sur 2" in text_of(desk.get("/desk"))


def test_who_is_on_site_is_shown_with_the_place(desk, make, case):
    make.planned_mission(case.nadia, starts_at=MONDAY, status=MissionStatus.ON_SITE)
    found = part(text_of(desk.get("/desk")), "Nadia Ferhat</b>")
    assert found.startswith("<small>Sur place")


def test_the_next_day_is_another_sheet(desk, make, case):
    make.planned_mission(case.nadia, starts_at=MONDAY + timedelta(days=1))
    assert "ms planned" not in text_of(desk.get("/desk"))
    assert "ms planned" in text_of(desk.get("/desk?day=2026-05-05"))


def test_a_day_that_is_none_is_today(desk, case):
    assert "<h1>lundi 4 mai</h1>" in text_of(desk.get("/desk?day=soon"))


def test_an_unchanged_board_is_not_sent_again(desk, make, case):
    first = desk.get("/desk/board")
    again = desk.get("/desk/board", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    make.ticket(case.client, title="Nouveau")
    changed = desk.get("/desk/board", headers={"If-None-Match": first.headers["ETag"]})
    assert "Nouveau" in text_of(changed)


def test_the_panel_tells_the_story_of_a_mission(desk, make, case):
    mission = make.planned_mission(case.nadia)
    fragment = desk.get(f"/desk/mission/{mission.id}", headers={"HX-Request": "true"})
    assert mission.number in text_of(fragment)
    assert "<html" not in text_of(fragment)
    whole = text_of(desk.get(f"/desk?mission={mission.id}"))
    assert f"/missions/{mission.id}/move" in whole


def test_without_a_script_the_panel_leads_to_the_page(desk, case):
    assert desk.get(f"/desk/ticket/{case.ticket.id}").location == f"/tickets/{case.ticket.id}"


def test_a_thing_that_is_not_there_is_absent(desk, case):
    assert desk.get(f"/desk?mission={case.ticket.id}").status_code == 404
    assert (
        desk.get(f"/desk/mission/{case.ticket.id}", headers={"HX-Request": "1"}).status_code == 404
    )


def test_the_desk_asks_the_database_little_however_much_there_is(desk, make, case, queries):
    for n in range(8):
        make.planned_mission(case.nadia, starts_at=MONDAY + timedelta(days=n))
        make.ticket(case.client)
    with queries() as few:
        desk.get("/desk")
    assert len(few) <= MOST_QUERIES
    with queries() as list_of_tickets:
        desk.get("/tickets")
    assert len(list_of_tickets) <= MOST_QUERIES


def test_the_search_finds_clients_and_tickets(desk, case):
    case.client.search = "mairie de saint aubin"
    found = text_of(desk.get("/search?q=aubin", headers={"HX-Request": "true"}))
    assert f"/clients/{case.client.id}" in found
    assert isinstance(case.ticket, Ticket)
    assert case.ticket.number in text_of(desk.get(f"/search?q={case.ticket.number}"))


def test_a_search_that_finds_nothing_says_so(desk, case):
    assert "Rien trouvé" in text_of(desk.get("/search?q=zzzz"))


def test_the_bar_counts_what_stands_in_the_column(desk, make, case):
    make.planned_mission(case.nadia, status=MissionStatus.INTERRUPTED)
    make.ticket(case.client, status=TicketStatus.OPEN)
    page = text_of(desk.get("/desk"))
    bar = int(part(part(page, 'href="/desk"'), "<em>").partition("<")[0])
    column = int(part(page, 'À planifier <span class="num">').partition("<")[0])
    assert bar == column >= 3


def test_the_card_of_a_client_shows_no_code(desk, case):
    case.client.kind = "workshop"
    assert "workshop" not in text_of(desk.get(f"/clients/{case.client.id}"))
