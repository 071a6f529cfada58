"""What a phone is told, and what it must forget."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from backend.clock import utcnow
from backend.database import db, transaction
from backend.models import Conflict, Device, Mission, Quarantine, SyncMeta
from backend.sequence import SyncCounter
from backend.services import devices, grants
from backend.sync.checksums import Sum
from tests.factories import MONDAY


def revoke(user, scope, cause="test"):
    with transaction():
        grants.revoke(user.user_id, scope, cause, now=utcnow())


def grant(user, scope, cause="test", **more):
    with transaction():
        grants.grant(user.user_id, scope, cause, mode="write", now=utcnow(), **more)


def ids(pages):
    return [row["id"] for page in pages for row in page["put"]]


@pytest.fixture
def many(make, alice):
    """Three missions of Alice with some lines each."""
    missions = []
    for _ in range(3):
        one = make.mission(technician_id=alice.user_id)
        make.grant(alice.user_id, one.scope_id)
        report = make.report(one)
        for _ in range(3):
            make.time_entry(report)
        missions.append(one)
    return missions


# --- everything, in order, once ------------------------------------------------------------------


def test_a_new_phone_gets_everything_its_person_may_see(phone, many):
    phone.pull()
    assert phone.kinds() == {"mission", "report", "time_entry", "technician"}
    assert {str(one.id) for one in many} <= {row_id for kind, row_id in phone.rows}


@pytest.mark.parametrize("limit", [1, 2, 5, 500])
def test_pages_of_any_size_bring_every_row_once(phone, many, limit):
    found = ids(phone.pull(limit=limit))
    assert len(found) == len(set(found)) == 3 * 5 + 1


def test_missions_come_first(phone, many, make, alice):
    dossier = make.dossier()
    make.grant(alice.user_id, dossier.scope_id)
    make.catalogue_row()
    kinds = [row["scope"].partition(":")[0] for page in phone.pull() for row in page["put"]]
    order = ("mission", "technician", "client", "dossier", "global")
    assert kinds == sorted(kinds, key=order.index)


@pytest.mark.parametrize("limit", [1, 500])
def test_changes_come_in_the_order_of_commits(phone, many, limit):
    phone.pull()
    for one in reversed(many):
        one.title = "Autre"
        db.session.commit()
    assert ids(phone.pull(limit=limit)) == [str(one.id) for one in reversed(many)]


def test_nothing_comes_twice_when_nothing_changed(phone, many):
    phone.pull()
    [page] = phone.pull()
    assert (page["put"], page["forget"], page["more"]) == ([], [], False)


def test_a_row_that_changes_between_two_pages_is_not_lost(phone, many):
    phone.page(limit=2)
    for one in many:
        one.title = "Pendant la lecture"
    db.session.commit()
    phone.pull(limit=2)
    assert {phone.data("mission", one.id)["title"] for one in many} == {"Pendant la lecture"}


def test_the_cost_of_a_pull_follows_the_changes_not_what_is_visible(app, phone, many, make, alice):
    def statements():
        seen = []
        with app.app_context():
            engine = db.engine
        listener = lambda *arguments: seen.append(arguments[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        phone.pull()
        event.remove(engine, "before_cursor_execute", listener)
        return len([one for one in seen if "FROM" in one])

    phone.pull()
    before = statements()
    for _ in range(10):
        one = make.mission(technician_id=alice.user_id)
        make.grant(alice.user_id, one.scope_id)
    phone.pull()
    assert statements() == before


def test_a_row_travels_without_its_bookkeeping(phone, many):
    phone.pull()
    data = phone.data("mission", many[0].id)
    hidden = {"id", "scope_id", "seq", "version", "deleted_at", "field_versions"}
    assert not hidden & set(data)
    assert data["created_at"] == "2026-05-04T08:00:00Z"
    assert data["todo"][0]["done"] is False


# --- rights --------------------------------------------------------------------------------------


def test_a_stranger_is_told_nothing(phone_of, bob, many):
    stranger = phone_of(bob)
    stranger.pull()
    assert stranger.kinds() == {"technician"}


@pytest.mark.parametrize("limit", [1, 500])
def test_a_scope_granted_later_is_filled_in(phone, make, alice, many, limit):
    late = make.mission()
    report = make.report(late, technician_id=alice.user_id)
    make.time_entry(report)
    phone.pull()
    grant(alice, late.scope_id)
    many[0].title = "Pendant ce temps"
    db.session.commit()
    phone.pull(limit=limit)
    assert phone.data("report", report.id) is not None
    assert phone.data("mission", many[0].id)["title"] == "Pendant ce temps"


def test_the_cursor_moves_on_only_when_new_scopes_are_whole(phone, many):
    first = phone.page(limit=2)
    assert (first["cursor"], first["more"]) == ("test-epoch.0", True)
    assert first["backfill"] is not None
    phone.pull(limit=2)
    assert phone.cursor == f"test-epoch.{db.session.get(SyncCounter, 1).value}"


def test_a_revoked_scope_is_forgotten(phone, many, alice):
    phone.pull()
    revoke(alice, many[0].scope_id)
    [page] = phone.pull()
    assert {"scope": many[0].scope_id} in page["forget"]
    assert many[0].scope_id not in phone.scopes()


@pytest.mark.parametrize("pages", [1, 2, 3, 4, 5, 6])
def test_a_right_withdrawn_during_its_back_fill_leaves_nothing(phone, many, alice, pages):
    for _ in range(pages):
        phone.page(limit=2)
    for one in many:
        revoke(alice, one.scope_id)
    phone.pull(limit=2)
    assert phone.kinds() == {"technician"}


def test_a_right_withdrawn_and_given_again_shows_what_is_true_now(phone, many, alice, make):
    phone.pull()
    one = many[0]
    entries = [key for key, row in phone.rows.items() if row["scope"] == one.scope_id]
    revoke(alice, one.scope_id)
    gone = db.session.get(Mission, one.id)
    gone.title = "Vu par d’autres"
    db.session.commit()
    grant(alice, one.scope_id)
    pages = phone.pull(limit=2)
    assert [{"scope": one.scope_id} in page["forget"] for page in pages].count(True) == 1
    assert {key for key, row in phone.rows.items() if row["scope"] == one.scope_id} == set(entries)
    assert phone.data("mission", one.id)["title"] == "Vu par d’autres"


def test_a_right_withdrawn_and_given_again_during_its_back_fill_is_whole(phone, many, alice, make):
    phone.page(limit=2)
    for one in many:
        revoke(alice, one.scope_id)
    entry = db.session.scalars(db.select(Mission)).first()
    entry.title = "Entre-temps"
    db.session.commit()
    for one in many:
        grant(alice, one.scope_id)
    phone.pull(limit=2)
    again = phone.rows.copy()
    phone.start_afresh()
    phone.pull()
    assert phone.rows == again


def test_a_scope_stays_while_another_cause_lives(phone, many, alice):
    scope = many[0].scope_id
    grant(alice, scope, "second")
    phone.pull()
    revoke(alice, scope)
    [page] = phone.pull()
    assert (page["forget"], page["put"]) == ([], [])
    assert scope in phone.scopes()


def test_a_right_that_ends_by_the_clock_is_forgotten_without_a_sweep(phone, make, alice):
    one = make.mission()
    make.grant(alice.user_id, one.scope_id, ends_at=utcnow() + timedelta(hours=1))
    phone.pull()
    assert one.scope_id in phone.scopes()
    held = db.session.scalars(db.select(grants.AccessGrant).filter_by(scope_id=one.scope_id)).one()
    held.ends_at = utcnow() - timedelta(seconds=1)
    db.session.commit()
    phone.pull()
    assert one.scope_id not in phone.scopes()


def test_deleted_rows_are_forgotten_by_name(phone, many, make):
    report = make.report(many[0])
    entry = make.time_entry(report)
    phone.pull()
    entry.deleted_at = MONDAY
    db.session.commit()
    [page] = phone.pull()
    assert page["forget"] == [{"kind": "time_entry", "id": str(entry.id)}]
    assert phone.data("time_entry", entry.id) is None


def test_a_row_that_left_for_a_scope_nobody_sees_is_forgotten(phone, many, make):
    report = make.report(many[0])
    entry = make.time_entry(report)
    phone.pull()
    entry.scope_id = make.mission().scope_id
    db.session.commit()
    phone.pull()
    assert phone.data("time_entry", entry.id) is None


@pytest.mark.parametrize("limit", [1, 500])
def test_a_row_that_moves_between_scopes_one_sees_stays(phone, many, make, limit):
    entry = make.time_entry(make.report(many[0]))
    phone.pull()
    entry.scope_id = many[1].scope_id
    db.session.commit()
    phone.pull(limit=limit)
    assert phone.rows["time_entry", str(entry.id)]["scope"] == many[1].scope_id


# --- where a phone stands ------------------------------------------------------------------------


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
    db.session.get(SyncMeta, 1).floor = int(phone.cursor.partition(".")[2]) + 1
    db.session.get(SyncCounter, 1).value += 2
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


# --- sums and repair -----------------------------------------------------------------------------


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


# --- conflicts and kept work ---------------------------------------------------------------------


def test_conflicts_travel_with_their_scope_and_to_nobody_else(phone, phone_of, bob, mission, alice):
    phone.pull()
    stranger = phone_of(bob)
    stranger.pull()
    held = db.session.scalars(db.select(Device).filter_by(user_id=alice.user_id)).one()
    db.session.add(
        Conflict(
            kind="mission",
            entity_id=mission.id,
            scope_id=mission.scope_id,
            field="title",
            base={},
            theirs={"value": "a"},
            mine={"value": "b"},
            by=alice.user_id,
            device_id=held.id,
            n=1,
            at=MONDAY,
        )
    )
    db.session.add(
        Quarantine(
            device_id=held.id,
            user_id=alice.user_id,
            n=2,
            reason="grant_ended",
            mutation={"op": "set"},
            at=MONDAY,
        )
    )
    db.session.commit()
    phone.pull()
    stranger.pull()
    assert [one["theirs"] for one in phone.conflicts.values()] == [{"value": "a"}]
    assert [one["reason"] for one in phone.quarantined.values()] == ["grant_ended"]
    assert not stranger.conflicts
    assert not stranger.quarantined
