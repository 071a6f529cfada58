"""Two values, one choice; work that came too late, one decision."""

from __future__ import annotations

import pytest

from backend.clock import utcnow
from backend.database import db, new_id, transaction
from backend.domain.reports import ReportStatus
from backend.models import AuditEntry, Conflict, MissionEvent, Quarantine
from backend.services import grants


@pytest.fixture
def part(make, report):
    return make.part_line(report, label="Câble")


@pytest.fixture
def conflict(phone, part):
    """Alice wrote Jarretière, somebody else had written Cordon."""
    part.label = "Cordon"
    db.session.commit()
    phone.push(phone.change("part_line", part.id, label=("Câble", "Jarretière")))
    return db.session.scalars(db.select(Conflict)).one()


@pytest.fixture
def kept(phone, mission, alice):
    """A note that Alice wrote after her mission had been taken from her."""
    with transaction():
        grants.revoke(alice.user_id, mission.scope_id, "test", now=utcnow())
    values = {"mission_id": mission.id, "kind": "note", "text": "Vu"}
    phone.push(phone.create("mission_event", new_id(), mission.scope_id, **values))
    return db.session.scalars(db.select(Quarantine)).one()


@pytest.fixture(params=["alice", "dora"])
def settler(request, as_):
    return as_(request.getfixturevalue(request.param))


def choose(browser, conflict, choice):
    return browser.post(f"/api/sync/conflicts/{conflict.id}", json={"choice": choice})


def decide(browser, kept, choice, reason=""):
    body = {"choice": choice, "reason": reason}
    return browser.post(f"/api/sync/quarantine/{kept.id}", json=body)


@pytest.mark.parametrize(("choice", "label"), [
    ("theirs", "Cordon"), ("mine", "Jarretière"), ("merged", "Jarretière"),
])  # fmt: skip
def test_a_conflict_is_settled_by_the_desk_or_by_who_may_write(
    settler, phone, conflict, part, choice, label
):
    browser = settler
    assert [one["id"] for one in browser.get("/api/sync/conflicts").json] == [str(conflict.id)]
    assert choose(browser, conflict, choice).status_code == 204
    db.session.refresh(part)
    assert part.label == label
    assert browser.get("/api/sync/conflicts").json == []
    phone.pull()
    assert phone.conflicts[str(conflict.id)]["state"] != "open"


def test_a_stranger_neither_sees_nor_settles_a_conflict(as_, bob, conflict, part):
    stranger = as_(bob)
    assert stranger.get("/api/sync/conflicts").json == []
    refused = choose(stranger, conflict, "theirs")
    conflict.id = new_id()
    absent = choose(stranger, conflict, "theirs")
    assert (refused.status_code, refused.json) == (absent.status_code, absent.json)


def test_a_conflict_is_settled_once(as_, alice, conflict, part):
    choose(as_(alice), conflict, "theirs")
    choose(as_(alice), conflict, "mine")
    db.session.refresh(part)
    assert part.label == "Cordon"


def test_a_choice_does_not_change_what_was_signed(as_, alice, conflict, part, report):
    report.status = ReportStatus.CLOSED
    db.session.commit()
    assert choose(as_(alice), conflict, "theirs").json["code"] == "report_sealed"
    assert choose(as_(alice), conflict, "merged").status_code == 204


def test_what_planning_decides_is_not_changed_by_a_choice(as_, dora, phone, mission):
    phone.push(phone.change("mission", mission.id, estimated_minutes=(90, 15)))
    conflict = db.session.scalars(db.select(Conflict)).one()
    assert choose(as_(dora), conflict, "mine").json["code"] == "read_only"
    assert choose(as_(dora), conflict, "theirs").status_code == 204


def test_quarantined_work_is_seen_by_its_person_and_the_desk_only(as_, alice, bob, dora, kept):
    seen = {who.name: as_(who).get("/api/sync/quarantine").json for who in (alice, bob, dora)}
    assert [len(found) for found in seen.values()] == [1, 0, 1]


def test_the_desk_applies_quarantined_work(as_, dora, kept, alice):
    assert decide(as_(dora), kept, "apply").status_code == 204
    [event] = db.session.scalars(db.select(MissionEvent)).all()
    assert (event.text, event.by_id) == ("Vu", alice.user_id)
    assert decide(as_(dora), kept, "apply").status_code == 204
    assert as_(dora).get("/api/sync/quarantine").json == []


def test_the_desk_discards_quarantined_work_with_a_reason(as_, dora, kept):
    assert decide(as_(dora), kept, "discard").json["code"] == "missing_value"
    assert decide(as_(dora), kept, "discard", "Déjà noté").status_code == 204
    logged = db.session.scalars(db.select(AuditEntry).filter_by(action="quarantine.discarded"))
    assert logged.one().detail == "Déjà noté"


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_nobody_else_decides_on_quarantined_work(request, as_, kept, who):
    browser = as_(request.getfixturevalue(who))
    assert decide(browser, kept, "apply").status_code == 404
    assert db.session.scalars(db.select(MissionEvent)).all() == []
