from __future__ import annotations

import pytest

from backend.database import db, new_id
from backend.models import Report
from tests.sync.phones import Phone, enrol


@pytest.fixture
def phone_of(as_):
    """Return a newly enrolled phone of a person."""

    def phone(who) -> Phone:
        return enrol(as_(who))

    return phone


@pytest.fixture
def phone(phone_of, alice) -> Phone:
    """Alice's phone."""
    return phone_of(alice)


@pytest.fixture
def mission(make, alice):
    """A mission that Alice may write into."""
    found = make.mission(technician_id=alice.user_id)
    make.grant(alice.user_id, found.scope_id)
    return found


@pytest.fixture
def report(mission, alice):
    """Alice's draft of that mission."""
    draft = Report(
        id=new_id(),
        scope_id=mission.scope_id,
        mission_id=mission.id,
        client_id=mission.client_id,
        ticket_id=mission.ticket_id,
        technician_id=alice.user_id,
        actions_done="",
    )
    db.session.add(draft)
    db.session.commit()
    return draft
