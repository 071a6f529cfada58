"""What becomes of the work of a phone: in order, each once, all or nothing."""

from __future__ import annotations

from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from backend.database import db, new_id
from backend.models import Device, Quarantine, Receipt, TimeEntry
from backend.sync import mutators, receipts
from tests.sync.phones import enrol
from tests.sync.work import count, minutes, note


def test_a_batch_is_applied_and_comes_back_with_the_next_pull(phone, mission, report):
    phone.pull()
    row_id = new_id()
    results = phone.push(minutes(phone, report, row_id), note(phone, mission))
    assert [(one["status"], one["version"]) for one in results] == [("applied", 1)] * 2
    pages = phone.pull()
    assert phone.data("time_entry", row_id)["minutes"] == 30
    assert pages[-1]["acked"] == 2


def test_the_same_push_again_gets_the_stored_reply_and_changes_nothing(phone, report):
    batch = [minutes(phone, report), phone.change("report", report.id, number=("", "R-1"))]
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
    first = phone.change("report", report.id, actions_done=("", "un"))
    second = phone.change("report", report.id, actions_done=("un", "deux"))
    assert phone.statuses(second, first) == ["applied", "applied"]
    assert db.session.get_one(type(report), report.id).actions_done == "deux"


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


def test_a_crash_before_the_commit_leaves_nothing_and_acknowledges_nothing(
    phone, report, monkeypatch
):
    def crash(*_):
        raise RuntimeError("lightning")

    batch = [minutes(phone, report) for _ in range(3)]
    with monkeypatch.context() as storm:
        storm.setattr(receipts, "write", crash)
        assert phone.send(*batch).status_code == 500
    assert (count(TimeEntry), count(Receipt)) == (0, 0)
    assert db.session.get_one(Device, db.session.scalar(db.select(Device.id))).last_n == 0
    assert phone.statuses(*batch) == ["applied"] * 3


def test_the_answer_is_built_only_after_the_commit(phone, report, monkeypatch):
    def no_commit(_):
        raise RuntimeError("the disk is full")

    def written(*arguments):
        write(*arguments)
        event.listen(db.session(), "before_commit", no_commit)

    write = receipts.write
    batch = [minutes(phone, report)]
    with monkeypatch.context() as storm:
        storm.setattr(receipts, "write", written)
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

    write = receipts.write
    monkeypatch.setattr(receipts, "write", unlucky)
    assert phone.statuses(minutes(phone, report)) == ["applied"]
    assert (len(tries), count(TimeEntry)) == (3, 1)


def test_a_defect_of_ours_parks_one_mutation_for_the_desk_and_holds_up_no_other(
    phone, mission, report, monkeypatch
):
    sound = mutators.TABLE_OPS["create"]

    def stumble(board, kind, mutation):
        if kind.name == "mission_event":
            raise KeyError("a defect")
        return sound(board, kind, mutation)

    monkeypatch.setitem(mutators.TABLE_OPS, "create", stumble)
    batch = [minutes(phone, report), note(phone, mission), minutes(phone, report)]
    results = phone.push(*batch)
    assert [one["status"] for one in results] == ["applied", "quarantined", "applied"]
    assert results[1]["code"] == "unforeseen"
    kept = db.session.scalars(select(Quarantine)).one()
    assert (kept.reason, kept.mutation["mid"]) == ("unforeseen", batch[1]["mid"])
    assert phone.statuses(*batch) == ["duplicate"] * 3
