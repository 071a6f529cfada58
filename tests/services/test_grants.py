from datetime import timedelta

from backend.database import db, transaction
from backend.services import audit, grants


def test_a_scope_stays_open_until_its_last_cause_ends(make, now):
    user = make.technician()
    with transaction():
        grants.grant(user.id, "client:1", "mission:a", now=now)
        grants.grant(user.id, "client:1", "mission:b", now=now)
    with transaction():
        grants.revoke(user.id, "client:1", "mission:a", now=now)
    assert grants.has_grant(user.id, "client:1", now=now)
    with transaction():
        grants.revoke_cause(user.id, "mission:b", now=now)
    assert not grants.has_grant(user.id, "client:1", now=now)


def test_reading_is_not_writing(make, now):
    user = make.technician()
    with transaction():
        grants.grant(user.id, "dossier:1", "request:1", now=now)
    assert grants.has_grant(user.id, "dossier:1", now=now)
    assert not grants.has_grant(user.id, "dossier:1", mode="write", now=now)
    with transaction():
        grants.grant(user.id, "dossier:1", "request:1", mode="write", now=now)
    assert grants.has_grant(user.id, "dossier:1", mode="write", now=now)


def test_a_right_ends_by_itself_and_the_sweep_tells_the_phones(make, now):
    user = make.technician()
    tomorrow = now + timedelta(days=1)
    with transaction():
        row = grants.grant(user.id, "client:1", "mission:a", ends_at=tomorrow, now=now)
    assert "client:1" in grants.live_scopes(user.id, now=now)
    assert not grants.has_grant(user.id, "client:1", now=tomorrow)
    with transaction():
        assert grants.sweep(now=tomorrow) == 1
    db.session.refresh(row)
    assert row.revoked_seq is not None
    with transaction():
        assert grants.sweep(now=tomorrow) == 0


def test_a_right_that_ended_can_be_given_again(make, now):
    user = make.technician()
    with transaction():
        grants.grant(user.id, "client:1", "m", ends_at=now + timedelta(days=1), now=now)
    later = now + timedelta(days=2)
    with transaction():
        grants.grant(user.id, "client:1", "m", now=later)
    assert grants.has_grant(user.id, "client:1", now=later)


def test_a_leaver_loses_everything_at_once(make, now):
    user, other = make.technician(), make.technician()
    with transaction():
        grants.grant(user.id, "client:1", "mission:a", now=now)
        grants.revoke_all(user.id, now=now)
    assert grants.live_scopes(user.id, now=now) == set()
    assert "global" in grants.live_scopes(other.id, now=now)


def test_granting_and_withdrawing_are_written_down(make, now):
    user = make.technician()
    with transaction():
        grants.grant(user.id, "client:1", "mission:a", now=now)
        grants.revoke(user.id, "client:1", "mission:a", now=now)
    assert audit.first_broken() is None
