from __future__ import annotations

import pytest

from tests.sync.phones import Phone, enrol


@pytest.fixture
def phone_of(as_):
    """Return a newly enrolled phone of a person."""

    def phone(who) -> Phone:
        return enrol(as_(who))

    return phone


@pytest.fixture
def phone(phone_of, alice):
    """Alice's phone."""
    return phone_of(alice)


@pytest.fixture
def mission(make, alice):
    """A mission that Alice may write into."""
    found = make.mission(technician_id=alice.user_id)
    make.grant(alice.user_id, found.scope_id)
    return found


@pytest.fixture
def report(make, mission):
    """Alice's draft of that mission."""
    return make.report(mission)


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
