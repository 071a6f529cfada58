"""Lists and single things as JSON: what each may see, and nothing else."""

import pytest
from sqlalchemy import select

from backend.database import db
from backend.models import Report, User
from tests.addresses import NOBODY


@pytest.fixture
def mission(make, alice):
    """A mission of Alice, with its ticket and report."""
    mission = make.planned_mission(db.session.get_one(User, alice.user_id))
    make.report(mission)
    return mission


def report_of(mission):
    return db.session.scalars(select(Report).where(Report.mission_id == mission.id)).one()


def addresses(mission):
    return (
        f"/api/missions/{mission.id}",
        f"/api/tickets/{mission.ticket_id}",
        f"/api/reports/{report_of(mission).id}",
    )


def test_the_dispatcher_reads_ticket_and_mission(as_, dora, mission):
    browser = as_(dora)
    assert [row["number"] for row in browser.get("/api/missions").json] == [mission.number]
    assert len(browser.get("/api/tickets").json) == 1
    ticket = browser.get(f"/api/tickets/{mission.ticket_id}").json
    assert ticket["status"] == "open"
    shown = browser.get(f"/api/missions/{mission.id}").json
    assert shown["todo"] == mission.todo
    assert shown["starts_at"].endswith("+00:00")


def test_the_technician_reads_what_is_his(as_, alice, mission):
    browser = as_(alice)
    assert len(browser.get("/api/missions").json) == 1
    assert browser.get(f"/api/missions/{mission.id}").status_code == 200
    assert browser.get(f"/api/reports/{report_of(mission).id}").json["status"] == "draft"
    assert browser.get("/api/tickets").json == []


def test_a_stranger_learns_nothing(as_, bob, mission):
    browser = as_(bob)
    for address in addresses(mission):
        there = browser.get(address)
        absent = browser.get(f"{address.rpartition('/')[0]}/{NOBODY}")
        assert there.status_code == absent.status_code == 404
        assert there.data == absent.data
    for address in ("/api/missions", "/api/tickets", "/api/users"):
        assert browser.get(address).json == []


def test_the_administrator_reads_people_and_everybody_herself(as_, adam, alice, bob):
    assert len(as_(adam).get("/api/users").json) == 3
    assert as_(adam).get("/api/users?text=alice").json[0]["email"] == "alice@nomade.test"
    assert as_(alice).get(f"/api/users/{alice.user_id}").json["last_name"] == "Durand"
    assert as_(alice).get(f"/api/users/{bob.user_id}").status_code == 404


def test_no_answer_about_a_person_holds_a_hash(as_, adam, alice):
    shown = as_(adam).get(f"/api/users/{alice.user_id}").json
    assert not any("password" in key or "hash" in key for key in shown)


@pytest.mark.parametrize("query", ["limit=0", "limit=1000", "after=x", "status=nope", "unknown=1"])
def test_a_query_that_does_not_fit_is_refused(as_, dora, query):
    for name in ("tickets", "missions"):
        answer = as_(dora).get(f"/api/{name}?{query}")
        assert (answer.status_code, answer.json["code"]) == (400, "bad_shape")
