"""What a phone may hold, and what it must forget."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.clock import utcnow
from backend.database import db, transaction
from backend.models import AccessGrant, Conflict, Device, Mission, Quarantine
from backend.sequence import SyncCounter
from backend.services import grants
from tests.factories import MONDAY


def revoke(user, scope, cause="test"):
    with transaction():
        grants.revoke(user.user_id, scope, cause, now=utcnow())


def grant(user, scope, cause="test", **more):
    with transaction():
        grants.grant(user.user_id, scope, cause, mode="write", now=utcnow(), **more)


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
    assert phone.cursor == f"test-epoch.{db.session.get_one(SyncCounter, 1).value}"


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
    gone = db.session.get_one(Mission, one.id)
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
    entry = db.session.get_one(Mission, many[1].id)
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
    held = db.session.scalars(db.select(AccessGrant).filter_by(scope_id=one.scope_id)).one()
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
