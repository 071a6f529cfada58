from datetime import timedelta

import pytest

from backend.database import transaction
from backend.domain.actors import Role
from backend.domain.errors import NotFound
from backend.domain.missions import MissionStatus
from backend.services import missions, planning
from backend.services.planning import Need
from tests.factories import HOUR, actor


def names(found):
    return [candidate.technician.last_name for candidate in found]


def codes(candidate):
    return {reason.code for reason in candidate.reasons}


def test_the_best_comes_first_and_nobody_is_hidden(make, dora, now):
    start = now + timedelta(days=1)
    make.technician(last_name="Novice", skills={})
    make.technician(last_name="Expert", skills={"network": 3})
    busy = make.technician(last_name="Busy", skills={"network": 3})
    make.technician(last_name="Fair", skills={"network": 1})
    make.technician(last_name="Gone", active=False)
    make.booking(busy, starts_at=start - HOUR, ends_at=start + HOUR)
    found = planning.candidates(dora, "network", start, 60, now=now)
    assert names(found) == ["Expert", "Fair", "Busy", "Novice"]
    unfree = found[2]
    assert not unfree.free
    assert unfree.next_free_at == start + HOUR
    (reason,) = [reason for reason in unfree.reasons if reason.code == "busy"]
    assert reason.params == {"start": start - HOUR, "end": start + HOUR}


def test_knowing_the_client_counts(make, dora, now):
    client = make.client()
    site = make.site(client, city="Brest")
    known, lead, near = (make.technician(home_city=city) for city in ("Paris", "Nice", "Brest"))
    client.lead_technician_id = lead.id
    ticket = make.ticket(client, opened_by=dora.user_id)
    for _ in range(2):
        make.mission(ticket, technician_id=known.id, status=MissionStatus.DONE)
    need = Need("network", now, 60, client_id=client.id, site_id=site.id)
    found = {c.technician.id: c for c in planning.candidates_for(dora, need, now=now)}
    assert "knows_client" in codes(found[known.id])
    assert "lead" in codes(found[lead.id])
    assert "near" in codes(found[near.id])
    visits = [r.params for r in found[known.id].reasons if r.code == "knows_client"]
    assert visits == [{"count": 2}]


def test_clearances_are_asked_for(make, dora, now):
    make.technician(last_name="Cleared", clearances=["height"])
    make.technician(last_name="Other", clearances=[])
    found = planning.candidates(dora, "network", now, 60, clearances=("height",), now=now)
    assert names(found) == ["Cleared", "Other"]
    assert "cleared" in codes(found[0])
    assert "clearance_missing" in codes(found[1])


def test_a_cancelled_booking_and_the_missions_own_do_not_count(make, dora, now):
    technician = make.technician()
    mission = make.planned_mission(technician, starts_at=now)
    make.booking(technician, starts_at=now, ends_at=now + HOUR, cancelled_at=now)
    (others_view,) = planning.candidates(dora, "network", now, 60, now=now)
    assert not others_view.free
    need = planning.need_of(dora, mission.id, now)
    assert (need.minutes, need.skill) == (mission.estimated_minutes, "network")
    (own_view,) = planning.candidates_for(dora, need, now=now)
    assert own_view.free


def test_a_slot_that_is_booked_is_gone_for_everybody(make, dora, now):
    technician = make.technician()
    mission = make.mission()
    start = now + timedelta(days=1)
    with transaction():
        slot = missions.Slot(technician.id, start, start + HOUR)
        missions.plan(dora, mission.id, slot, None, now=now)
    (found,) = planning.candidates(actor(make.user()), "network", start, 60, now=now)
    assert not found.free


def test_ranking_takes_as_many_queries_for_many_as_for_one(make, dora, now, queries):
    client = make.client()
    site = make.site(client)
    need = Need("network", now, 60, client_id=client.id, site_id=site.id)

    def count():
        with queries() as seen:
            planning.candidates_for(dora, need, now=now)
        return len(seen)

    make.booking(make.technician(), starts_at=now)
    one = count()
    for _ in range(5):
        make.booking(make.technician(), starts_at=now)
    assert count() == one <= 6


def test_a_stranger_learns_nothing_of_who_is_free(make, now):
    technician = make.technician()
    mission = make.mission()
    for user in (technician, make.user(Role.HR), make.user(Role.REFERENT)):
        with pytest.raises(NotFound):
            planning.candidates(actor(user), "network", now, 60, now=now)
        with pytest.raises(NotFound):
            planning.need_of(actor(user), mission.id, now)
