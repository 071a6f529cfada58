"""Where a phone stands, and how it notices that it differs."""

from __future__ import annotations

import pytest

from backend.database import db, transaction
from backend.models import SyncMeta
from backend.sequence import SyncCounter
from backend.services import devices
from backend.sync.checksums import Sum


def test_another_epoch_means_starting_afresh(phone, many):
    phone.pull()
    with transaction():
        devices.new_epoch()
    answer = phone.ask()
    assert (answer.status_code, answer.json["code"]) == (410, "resync")
    phone.start_afresh()
    phone.pull()
    assert len(phone.rows) == 16


def test_a_cursor_older_than_the_tombstones_means_starting_afresh(phone, many):
    phone.pull()
    db.session.get_one(SyncMeta, 1).floor = int(phone.cursor.partition(".")[2]) + 1
    db.session.get_one(SyncCounter, 1).value += 2
    db.session.commit()
    assert phone.ask().status_code == 410


def test_a_cursor_from_the_future_means_starting_afresh(phone):
    phone.cursor = "test-epoch.999999"
    assert phone.ask().status_code == 410


@pytest.mark.parametrize(
    "query",
    [
        {"cursor": "7"},
        {"cursor": "test-epoch.-1"},
        {"backfill": "mission:1"},
        {"limit": "0"},
        {"limit": "many"},
        {"backfill": "nonsense:1@0"},
        {"unknown": "1"},
    ],
)
def test_a_request_that_cannot_be_read_is_refused(phone, query):
    answer = phone.ask(**query)
    assert (answer.status_code, answer.json["code"]) == (400, "bad_shape")


def test_an_app_too_old_is_told_so_and_may_still_push(phone, mission, monkeypatch):
    monkeypatch.setattr("backend.sync.pull.MIN_SCHEMA", 2)
    answer = phone.ask()
    assert (answer.status_code, answer.json["code"]) == (426, "too_old")
    note = {"mission_id": mission.id, "kind": "note", "text": "Bien reçu"}
    created = phone.create("mission_event", mission.id, mission.scope_id, **note)
    assert phone.statuses(created) == ["applied"]


def test_acknowledgements_come_with_the_last_page_only(phone, mission, many, report):
    entry = {"report_id": report.id, "kind": "work", "minutes": 5}
    phone.push(phone.create("time_entry", mission.id, mission.scope_id, **entry))
    pages = phone.pull(limit=2)
    assert [page["acked"] for page in pages] == [0] * (len(pages) - 1) + [1]


def sums(phone):
    return phone.browser.get("/api/sync/checksums", headers=phone.headers).json


def test_checksums_agree_with_what_was_pulled(phone, many):
    phone.pull()
    held = {scope: Sum() for scope in {*phone.scopes(), "global"}}
    for (_, row_id), row in phone.rows.items():
        held[row["scope"]].add(row_id, row["version"])
    assert sums(phone) == {scope: found.to_wire() for scope, found in held.items()}


def test_checksums_say_nothing_of_scopes_one_does_not_see(phone_of, bob, many):
    assert set(sums(phone_of(bob))) == {"global", f"technician:{bob.user_id}"}


def test_a_scope_that_differs_is_sent_anew(phone, many):
    phone.pull()
    whole = dict(phone.rows)
    scope = many[0].scope_id
    lost = next(key for key, row in phone.rows.items() if row["scope"] == scope)
    del phone.rows[lost]
    phone.rows["time_entry", "ghost"] = {"scope": scope, "version": 1, "data": {}}
    cursor = phone.cursor
    pages = phone.pull(repair=scope, limit=2)
    assert len(pages) > 1
    assert (phone.rows, phone.cursor) == (whole, cursor)


def test_repairing_a_scope_one_does_not_see_erases_it(phone, make):
    [page] = phone.pull(repair=make.mission().scope_id)
    assert (page["put"], len(page["forget"])) == ([], 1)
