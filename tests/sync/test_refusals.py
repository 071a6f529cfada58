"""What is refused is kept, says why, and holds up nothing."""

from __future__ import annotations

import pytest

from backend.database import db
from backend.models import MissionEvent, Receipt, TimeEntry
from backend.sync import births
from tests.sync.work import count, minutes, note


def test_a_refused_mutation_is_kept_and_does_not_hold_up_the_next(phone, report):
    bad = minutes(phone, report, minutes=-5)
    [refused, taken] = phone.push(bad, minutes(phone, report))
    assert (refused["status"], refused["code"]) == ("rejected", "invalid_value")
    assert taken["status"] == "applied"
    [kept, _] = db.session.scalars(db.select(Receipt).order_by(Receipt.n)).all()
    assert kept.reply["mutation"]["fields"]["minutes"] == {"value": -5}


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
            setattr(row, "kind", None)  # noqa: B010 -- the table knows the column
        return row

    plain = births._MAKE["mission_event"]
    monkeypatch.setitem(births._MAKE, "mission_event", spoilt)
    batch = [note(phone, mission, text) for text in ("good", "bad", "good")]
    assert phone.statuses(*batch) == ["applied", "rejected", "applied"]
    assert count(MissionEvent) == 2
