"""The named acts: through the rules of the services, never backwards."""

from __future__ import annotations

import pytest

from backend.database import db, new_id
from backend.domain.missions import MissionStatus
from backend.models import Conflict, Device
from tests.sync.work import count, minutes, note


@pytest.fixture
def planned(make, alice):
    user = type("Technician", (), {"id": alice.user_id})
    return make.planned_mission(user)


def test_a_step_goes_through_the_rules_and_its_event_keeps_the_phones_id(phone, planned):
    event_id = str(new_id())
    [result] = phone.push(phone.step(planned.id, "accept", event_id=event_id))
    assert result["status"] == "applied"
    phone.pull()
    assert phone.data("mission", planned.id)["status"] == "accepted"
    assert phone.data("mission_event", event_id)["kind"] == "accepted"


def test_a_step_that_comes_too_late_is_kept_as_a_conflict(phone, planned):
    planned.status = MissionStatus.ON_SITE
    db.session.commit()
    [result] = phone.push(phone.step(planned.id, "depart"))
    assert result["status"] == "conflict"
    [kept] = db.session.scalars(db.select(Conflict)).all()
    assert (kept.field, kept.theirs, kept.mine) == (
        "status", {"value": "on_site"}, {"value": "en_route"}
    )  # fmt: skip
    db.session.refresh(planned)
    assert planned.status is MissionStatus.ON_SITE


def test_a_step_where_the_mission_stands_already_changes_nothing(phone, planned):
    planned.status = MissionStatus.ACCEPTED
    db.session.commit()
    assert phone.statuses(phone.step(planned.id, "accept")) == ["applied"]
    assert count(Conflict) == 0


def test_a_step_without_what_it_needs_is_refused_without_a_trace(phone, planned):
    version = planned.version
    [result] = phone.push(phone.step(planned.id, "decline", reason=""))
    assert (result["status"], result["code"]) == ("rejected", "missing_value")
    db.session.refresh(planned)
    assert planned.version == version


def test_a_right_that_a_command_ends_holds_for_the_rest_of_the_batch(phone, planned):
    batch = [phone.step(planned.id, "decline", reason="Malade"), note(phone, planned)]
    assert phone.statuses(*batch) == ["applied", "quarantined"]


def test_a_report_is_born_by_the_service_and_can_be_written_at_once(phone, planned):
    report_id, entry_id = new_id(), new_id()
    phone.push(phone.step(planned.id, "depart"), phone.step(planned.id, "arrive"))
    values = {"mission_id": planned.id, "started_at": "2026-05-04T08:00:00Z"}
    created = phone.create("report", report_id, planned.scope_id, **values)
    entry = phone.create(
        "time_entry", entry_id, planned.scope_id, report_id=report_id, kind="work", minutes=12
    )
    text = phone.change("report", report_id, "text", actions_done=("", "Commutateur remplacé"))
    assert phone.statuses(created, entry, text) == ["applied"] * 3
    phone.pull()
    assert phone.data("report", report_id)["actions_done"] == "Commutateur remplacé"


def test_a_phone_reports_how_much_still_waits(phone, report):
    phone.push(minutes(phone, report), outbox_depth=41)
    held = db.session.scalars(db.select(Device)).one()
    assert (held.outbox_depth, held.last_n) == (41, 1)
    assert held.last_seen is not None
