"""Who may push what; a stranger writes nothing and learns nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.clock import utcnow
from backend.database import db, new_id, transaction
from backend.models import Device, MissionEvent, Quarantine, TimeEntry
from backend.services import grants
from tests.sync.phones import Phone
from tests.sync.work import count, minutes, note


def test_a_stranger_writes_nothing_and_learns_nothing(phone_of, bob, mission, report):
    stranger = phone_of(bob)
    absent = new_id()
    tried = [
        stranger.change("report", report.id, solved=(True, False)),
        stranger.change("report", absent, solved=(True, False)),
        minutes(stranger, report),
        stranger.step(mission.id, "accept"),
        stranger.step(absent, "accept"),
        stranger.edit("time_entry", absent, "delete", base=1),
    ]
    shown = {(one["status"], one["code"], one["message"]) for one in stranger.push(*tried)}
    assert len(shown) == 1
    assert shown.pop()[:2] == ("rejected", "not_found")


def test_a_row_under_an_id_that_a_stranger_holds_is_not_found(phone_of, bob, make, report, phone):
    row_id = new_id()
    phone.push(minutes(phone, report, row_id))
    own = make.mission()
    make.grant(bob.user_id, own.scope_id)
    stranger = phone_of(bob)
    [result] = stranger.push(minutes(stranger, make.report(own, technician_id=bob.user_id), row_id))
    assert result["code"] == "not_found"


def test_a_row_cannot_be_hung_on_a_report_of_another_mission(phone, make, mission, report, alice):
    other = make.mission()
    make.grant(alice.user_id, other.scope_id)
    moved = {**minutes(phone, report), "args": {"scope": other.scope_id}}
    [result] = phone.push(moved)
    assert result["code"] == "not_found"


def test_who_may_only_read_is_told_so(phone, make, alice):
    one = make.mission()
    make.grant(alice.user_id, one.scope_id, mode="read")
    assert phone.push(note(phone, one))[0]["code"] == "forbidden"


def test_work_on_a_scope_whose_right_has_ended_is_kept_not_applied(phone, mission, report, alice):
    with transaction():
        grants.revoke(alice.user_id, mission.scope_id, "test", now=utcnow())
    batch = [
        note(phone, mission, "Vu sur place"),
        phone.change("report", report.id, actions_done=("", "Réparé")),
        phone.step(mission.id, "accept"),
    ]
    assert phone.statuses(*batch) == ["quarantined"] * 3
    assert count(MissionEvent) == 0
    kept = db.session.scalars(db.select(Quarantine).order_by(Quarantine.n)).all()
    assert [one.mutation["op"] for one in kept] == ["create", "set", "mission.accept"]
    phone.pull()
    assert len(phone.quarantined) == 3


def test_work_on_a_scope_whose_right_ended_by_the_clock_is_kept(phone, make, alice):
    one = make.mission()
    make.grant(alice.user_id, one.scope_id, ends_at=utcnow() - timedelta(seconds=1))
    assert phone.statuses(note(phone, one)) == ["quarantined"]


def test_work_on_a_row_that_left_is_kept(phone, make, mission, report):
    entry = make.part_line(report)
    entry.scope_id = make.mission().scope_id
    db.session.commit()
    assert phone.statuses(phone.change("part_line", entry.id, label=("", "x"))) == ["quarantined"]


@pytest.mark.parametrize("mark", ["revoked_at", "locked_at", "wipe_at"])
def test_a_phone_that_was_withdrawn_neither_pushes_nor_pulls(phone, report, mark):
    held = db.session.scalars(db.select(Device)).one()
    setattr(held, mark, utcnow())
    db.session.commit()
    code = {"revoked_at": "device_revoked", "locked_at": "device_locked", "wipe_at": "device_wiped"}
    for answer in (phone.send(minutes(phone, report)), phone.ask()):
        assert (answer.status_code, answer.json["code"]) == (403, code[mark])
    assert count(TimeEntry) == 0


@pytest.mark.parametrize("named", ["", "x", "01900000-0000-7000-8000-00000000abcd"])
def test_a_phone_that_is_not_known_is_refused(phone, report, named):
    phone.device_id = named
    for answer in (phone.send(minutes(phone, report)), phone.ask()):
        assert (answer.status_code, answer.json["code"]) == (403, "device_unknown")


def test_the_phone_of_another_person_is_not_known(phone, as_, bob, report):
    thief = Phone(as_(bob), phone.device_id)
    assert thief.send(minutes(thief, report)).json["code"] == "device_unknown"
    assert thief.ask().json["code"] == "device_unknown"


def test_nobody_pushes_or_pulls_without_signing_in(client, phone, report):
    nobody = Phone(client, phone.device_id)
    assert nobody.ask().status_code == 401
