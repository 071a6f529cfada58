"""Whatever somebody types or an address says: a page in words, nothing typed is lost, no crash."""

import pytest

from backend.database import db
from backend.models import AccessRequest, Mission, Ticket
from tests.console.pages import text_of

DAYS = ("0001-01-01", "9999-12-31", "2026-02-30", "x", "1066-10-14")


def _count(model):
    db.session.rollback()
    return db.session.query(model).count()


@pytest.mark.parametrize("day", DAYS)
def test_a_day_beyond_all_calendars_shows_a_board(desk, case, day):
    assert desk.get(f"/desk?day={day}").status_code in (200, 303)
    assert desk.get(f"/desk/board?day={day}").status_code in (200, 303)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("field", ["date", "agreed_at"])
def test_a_slot_beyond_all_calendars_is_refused_and_what_was_typed_stays(desk, case, day, field):
    value = day if field == "date" else f"{day}T10:00"
    typed = case.words(**case.slot(**{field: value}), then="mission", problem="Texte à garder")
    before = _count(Ticket)
    answer = desk.post("/desk/intake", data=typed)
    assert answer.status_code == 422
    assert "Texte à garder" in text_of(answer)
    assert (_count(Ticket), _count(Mission)) == (before, 0)


@pytest.mark.parametrize("day", DAYS)
def test_candidates_for_any_day_are_a_page(desk, case, day):
    asked = {**case.slot(date=day), "mission_id": ""}
    assert desk.get("/planning/candidates", query_string=asked).status_code == 200


@pytest.mark.parametrize(
    "more",
    [
        {"minutes": "-5"},
        {"minutes": "99999999999999999999"},
        {"minutes": "1e3"},
        {"technician_id": "nobody"},
        {"technician_id": "00000000-0000-0000-0000-000000000000"},
        {"site_id": "00000000-0000-0000-0000-000000000000"},
        {"nature": "magic"},
        {"time": "25:00"},
        {"agreed_by": "ghost"},
        {"urgent": "perhaps"},
        {"todo": "x" * 5000},
        {"agreed_by": "technician", "technician_id": ""},
        {"client_id": "00000000-0000-0000-0000-000000000000"},
        {"contract_id": "00000000-0000-0000-0000-000000000000"},
        {"title": "x" * 300},
        {"kind": "party"},
        {"then": "party"},
        {"caller_last_name": " "},
        {"urgent_reason": ""},
    ],
    ids=str,
)
def test_a_call_with_wild_words_is_refused_and_nothing_is_written(desk, case, more):
    typed = case.words(**case.slot(), then="mission", problem="Texte à garder") | more
    before = _count(Ticket)
    answer = desk.post("/desk/intake", data=typed)
    assert answer.status_code in (200, 422), answer.status_code
    assert "Texte à garder" in text_of(answer)
    assert (_count(Ticket), _count(Mission)) == (before, 0)


@pytest.mark.parametrize("day", DAYS)
def test_a_right_ends_on_a_day_that_can_be(as_, dirk, make, case, day):
    dossier = make.dossier(case.client)
    request = AccessRequest(
        user_id=case.nadia.id, dossier_id=dossier.id, mode="read", reason="", created_at=make.now
    )
    db.session.add(request)
    db.session.commit()
    answer = as_(dirk).post(f"/access/requests/{request.id}/approve", data={"ends_on": day})
    assert answer.status_code in (409, 422)
    db.session.refresh(request)
    assert request.state == "open"


@pytest.mark.parametrize("page", ["/tickets", "/clients", "/search", "/inbox", "/desk/intake"])
@pytest.mark.parametrize("typed", ["%00", "a&q=%00", "%25%5F\\", "x" * 3000, "%F0%9F%98%80", "'"])
def test_a_search_for_anything_is_a_page(desk, as_, bea, page, typed):
    reader = as_(bea) if page == "/inbox" else desk
    assert reader.get(f"{page}?q={typed}").status_code in (200, 400)


def test_a_text_that_no_database_holds_is_refused_wherever_it_stands(as_, adam, make):
    answer = as_(adam).post(
        f"/users/{make.technician().id}",
        data={
            "first_name": "A", "last_name": "B", "email": "a@b.test", "roles": "technician",
            "clearances": ["b1v", "\x00"],
        },
    )  # fmt: skip
    assert answer.status_code == 400
