"""What becomes of the work of a phone: in order, each once, nothing lost, nothing held up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from backend.clock import utcnow
from backend.database import db, new_id, transaction
from backend.domain.missions import MissionStatus
from backend.models import Conflict, Device, MissionEvent, Quarantine, Receipt, TimeEntry
from backend.services import grants
from backend.sync import births
from backend.sync import push as pushing
from tests.sync.phones import Phone, enrol


def minutes(phone, report, row_id=None, **more):
    values = {"report_id": report.id, "kind": "work", "minutes": 30, **more}
    return phone.create("time_entry", row_id or new_id(), report.scope_id, **values)


def note(phone, mission, text="Portail fermé", row_id=None):
    values = {"mission_id": mission.id, "kind": "note", "text": text}
    return phone.create("mission_event", row_id or new_id(), mission.scope_id, **values)


def count(model):
    return db.session.scalar(db.select(db.func.count()).select_from(model))


# --- once ----------------------------------------------------------------------------------------


def test_a_batch_is_applied_and_comes_back_with_the_next_pull(phone, mission, report):
    phone.pull()
    row_id = new_id()
    results = phone.push(minutes(phone, report, row_id), note(phone, mission))
    assert [(one["status"], one["version"]) for one in results] == [("applied", 1)] * 2
    pages = phone.pull()
    assert phone.data("time_entry", row_id)["minutes"] == 30
    assert pages[-1]["acked"] == 2


def test_the_same_push_again_gets_the_stored_reply_and_changes_nothing(phone, report):
    batch = [minutes(phone, report), phone.set("report", report.id, number=("", "R-1"))]
    first = phone.push(*batch)
    again = phone.push(*batch)
    assert [one["status"] for one in again] == ["duplicate", "duplicate"]
    assert [one["first"] for one in again] == [one["status"] for one in first]
    assert [one["version"] for one in again] == [one["version"] for one in first]
    assert again[1]["code"] == first[1]["code"] == "read_only"
    assert count(TimeEntry) == 1


def test_a_batch_half_known_goes_on_where_it_stopped(phone, report):
    batch = [minutes(phone, report) for _ in range(4)]
    phone.push(*batch[:2])
    assert phone.statuses(*batch) == ["duplicate"] * 2 + ["applied"] * 2
    assert count(TimeEntry) == 4


def test_mutations_are_applied_in_the_order_of_numbers(phone, report):
    first = phone.set("report", report.id, actions_done=("", "un"))
    second = phone.set("report", report.id, actions_done=("un", "deux"))
    assert phone.statuses(second, first) == ["applied", "applied"]
    assert db.session.get(type(report), report.id).actions_done == "deux"


def test_a_number_used_for_something_else_is_a_fork_and_nothing_is_done(phone, report):
    phone.push(minutes(phone, report))
    phone.n = 0
    answer = phone.send(minutes(phone, report), minutes(phone, report))
    assert (answer.status_code, answer.json["code"]) == (409, "fork")
    assert count(TimeEntry) == 1


def test_a_missing_number_is_named_and_nothing_is_done(phone, report):
    phone.n = 3
    answer = phone.send(minutes(phone, report))
    assert (answer.status_code, answer.json["code"]) == (409, "expected")
    assert answer.json["expected"] == 1
    assert count(TimeEntry) == 0


def test_a_hole_inside_a_batch_is_refused_as_a_whole(phone, report):
    batch = [minutes(phone, report) for _ in range(3)]
    assert phone.send(batch[0], batch[2]).json["code"] == "expected"
    assert count(TimeEntry) == 0


def test_a_forked_phone_keeps_its_mids_and_nothing_doubles(phone, report):
    batch = [minutes(phone, report) for _ in range(3)]
    phone.push(*batch[:2])
    clone = enrol(phone.browser, "Copie")
    renumbered = [{**one, "n": n} for n, one in enumerate(batch, 1)]
    assert clone.statuses(*renumbered) == ["duplicate", "duplicate", "applied"]
    assert clone.statuses(*renumbered) == ["duplicate"] * 3
    assert count(TimeEntry) == 3


def test_the_mid_of_another_person_answers_as_if_its_row_did_not_exist(
    phone, phone_of, bob, report, make
):
    stolen = minutes(phone, report)
    phone.push(stolen)
    stranger = phone_of(bob)
    [same_mid] = stranger.push({**stolen, "n": 1})
    [nothing] = stranger.push({**stolen, "n": 2, "mid": str(new_id())})
    shown = ("status", "code", "message", "version")
    assert [same_mid[name] for name in shown] == [nothing[name] for name in shown]
    assert same_mid["code"] == "not_found"


# --- nothing blocks ------------------------------------------------------------------------------


def test_a_refused_mutation_is_kept_and_does_not_hold_up_the_next(phone, report):
    bad = minutes(phone, report, minutes=-5)
    [refused, taken] = phone.push(bad, minutes(phone, report))
    assert (refused["status"], refused["code"]) == ("rejected", "invalid_value")
    assert taken["status"] == "applied"
    kept = db.session.scalars(db.select(Receipt).order_by(Receipt.n)).first().reply
    assert kept["mutation"]["fields"]["minutes"] == {"value": -5}


@pytest.mark.parametrize("spoilt", [
    {"kind": "cheque"}, {"op": "burn"}, {"op": "mission.accept"}, {"op": "set"},
    {"id": "x"}, {"fields": 7}, {"fields": {"minutes": 5}}, {"args": []}, {"base": "1"},
    {"fields": {"colour": {"value": 1}}}, {"fields": {"id": {"value": 1}}}, {"kind": None},
    {"args": {}}, {"args": {"scope": 7}}, {"args": {"scope": "client:1"}}, {"fields": {}},
])  # fmt: skip
def test_a_mutation_that_makes_no_sense_is_refused_and_the_queue_goes_on(phone, report, spoilt):
    bad = {**minutes(phone, report), **spoilt}
    results = phone.push(bad, minutes(phone, report))
    assert [one["status"] for one in results] == ["rejected", "applied"]
    assert results[0]["message"]
    assert count(TimeEntry) == 1


@pytest.mark.parametrize("body", [
    {"mutations": [{}]}, {"mutations": ["x"]}, {"mutations": [{"n": True, "mid": "x"}]}, {},
    {"mutations": [], "proto": 2}, {"mutations": [], "colour": 1}, {"mutations": 3},
])  # fmt: skip
def test_a_request_that_cannot_be_numbered_is_refused_as_a_whole(phone, body):
    answer = phone.browser.post("/api/sync/push", json=body, headers=phone.headers)
    assert answer.status_code == 400


def test_too_many_mutations_are_refused_so_that_the_phone_halves_them(phone, report):
    answer = phone.send(*[minutes(phone, report) for _ in range(201)])
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")
    assert count(TimeEntry) == 0


def test_too_many_bytes_are_refused_so_that_the_phone_halves_them(phone, mission):
    answer = phone.send(*[note(phone, mission, "x" * 15_000) for _ in range(20)])
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


def test_what_the_database_refuses_is_found_and_spares_the_others(phone, mission, monkeypatch):
    def spoilt(board, kind, mutation, values):
        row = plain(board, kind, mutation, values)
        if values["text"] == "bad":
            row.kind = None
        return row

    plain = births._MAKE["mission_event"]
    monkeypatch.setitem(births._MAKE, "mission_event", spoilt)
    batch = [note(phone, mission, text) for text in ("good", "bad", "good")]
    assert phone.statuses(*batch) == ["applied", "rejected", "applied"]
    assert count(MissionEvent) == 2


# --- all or nothing ------------------------------------------------------------------------------


def test_a_crash_before_the_commit_leaves_nothing_and_acknowledges_nothing(
    phone, report, monkeypatch
):
    def crash(*_):
        raise RuntimeError("lightning")

    batch = [minutes(phone, report) for _ in range(3)]
    with monkeypatch.context() as storm:
        storm.setattr(pushing.receipts, "write", crash)
        assert phone.send(*batch).status_code == 500
    assert (count(TimeEntry), count(Receipt)) == (0, 0)
    assert db.session.get(Device, db.session.scalar(db.select(Device.id))).last_n == 0
    assert phone.statuses(*batch) == ["applied"] * 3


def test_the_answer_is_built_only_after_the_commit(phone, report, monkeypatch):
    def no_commit(_):
        raise RuntimeError("the disk is full")

    def written(*arguments):
        write(*arguments)
        event.listen(db.session(), "before_commit", no_commit)

    write = pushing.receipts.write
    batch = [minutes(phone, report)]
    with monkeypatch.context() as storm:
        storm.setattr(pushing.receipts, "write", written)
        assert phone.send(*batch).status_code == 500
    assert (count(TimeEntry), count(Receipt)) == (0, 0)
    assert phone.statuses(*batch) == ["applied"]


def test_a_deadlock_is_tried_again_and_never_answered(phone, report, monkeypatch):
    class Deadlock(Exception):
        sqlstate = "40P01"

    tries = []

    def unlucky(*arguments):
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("UPDATE", {}, Deadlock())
        return write(*arguments)

    write = pushing.receipts.write
    monkeypatch.setattr(pushing.receipts, "write", unlucky)
    assert phone.statuses(minutes(phone, report)) == ["applied"]
    assert (len(tries), count(TimeEntry)) == (3, 1)


# --- rights --------------------------------------------------------------------------------------


def test_a_stranger_writes_nothing_and_learns_nothing(phone_of, bob, mission, report):
    stranger = phone_of(bob)
    absent = new_id()
    tried = [
        stranger.set("report", report.id, solved=(True, False)),
        stranger.set("report", absent, solved=(True, False)),
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
        phone.set("report", report.id, actions_done=("", "Réparé")),
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
    assert phone.statuses(phone.set("part_line", entry.id, label=("", "x"))) == ["quarantined"]


@pytest.mark.parametrize("mark", ["revoked_at", "locked_at", "wipe_at"])
def test_a_phone_that_was_withdrawn_neither_pushes_nor_pulls(phone, report, mark):
    held = db.session.scalars(db.select(Device)).one()
    setattr(held, mark, utcnow())
    db.session.commit()
    code = {"revoked_at": "device_revoked", "locked_at": "device_locked", "wipe_at": "device_wiped"}
    for answer in (phone.send(minutes(phone, report)), phone.ask()):
        assert (answer.status_code, answer.json["code"]) == (403, code[mark])
    assert count(TimeEntry) == 0


@pytest.mark.parametrize("named", ["", "x", str(new_id())])
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


# --- commands ------------------------------------------------------------------------------------


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
    text = phone.set("report", report_id, "text", actions_done=("", "Commutateur remplacé"))
    assert phone.statuses(created, entry, text) == ["applied"] * 3
    phone.pull()
    assert phone.data("report", report_id)["actions_done"] == "Commutateur remplacé"


def test_a_phone_reports_how_much_still_waits(phone, report):
    phone.push(minutes(phone, report), outbox_depth=41)
    held = db.session.scalars(db.select(Device)).one()
    assert (held.outbox_depth, held.last_n) == (41, 1)
    assert held.last_seen is not None
