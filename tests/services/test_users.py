"""People with an account: added, changed, switched off."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.database import db
from backend.domain.actors import Role
from backend.domain.errors import (
    AlreadyExists,
    Forbidden,
    InvalidValue,
    LastAdmin,
    LinkExpired,
    MissingValue,
    NotFound,
)
from backend.domain.missions import MissionStatus
from backend.domain.reports import ReportStatus
from backend.models import (
    AuditEntry,
    Booking,
    Device,
    Notice,
    Report,
    Technician,
    User,
    UserSession,
)
from backend.services import grants, invitations, sessions, users
from backend.services.users import Profile
from tests.factories import HOUR

WEEK = timedelta(days=7)
ZOE = Profile("Zoe@Firm.test ", "Zoé", "Blanc", (Role.DISPATCHER,), phone="01 02 03 04 05")
TOM = Profile(
    "tom@firm.test",
    "Tom",
    "Noir",
    (Role.TECHNICIAN,),
    home_city="Rennes",
    skills={"network": 2},
    clearances=("b1v",),
)


def actions(user_id):
    query = select(AuditEntry.action).where(AuditEntry.entity_id == user_id)
    return set(db.session.scalars(query))


def test_a_person_is_added_without_a_password(adam, now):
    user = users.create_user(adam, ZOE, now=now)
    assert user.email == "zoe@firm.test"
    assert user.password_hash is None
    assert user.roles == ["dispatcher"]
    assert "user.created" in actions(user.id)


def test_a_technician_can_be_planned_and_sees_what_all_technicians_see(adam, now):
    user = users.create_user(adam, TOM, now=now)
    technician = db.session.get_one(Technician, user.id)
    assert (technician.home_city, technician.skills) == ("Rennes", {"network": 2})
    assert technician.scope_id == f"technician:{user.id}"
    assert grants.live_scopes(user.id, now=now) == {"global", f"technician:{user.id}"}


def test_who_stops_being_a_technician_loses_it_and_can_become_one_again(adam, now):
    user = users.create_user(adam, TOM, now=now)
    desk = Profile(TOM.email, "Tom", "Noir", (Role.DISPATCHER,))
    users.update_user(adam, user.id, desk, now=now)
    assert not db.session.get_one(Technician, user.id).active
    assert grants.live_scopes(user.id, now=now) == set()
    users.update_user(adam, user.id, TOM, now=now)
    assert db.session.get_one(Technician, user.id).active
    assert len(grants.live_scopes(user.id, now=now)) == 2


def test_a_form_starts_from_what_is_stored(adam, now):
    user = users.create_user(adam, TOM, now=now)
    assert users.profile_of(user) == TOM


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"email": ""}, MissingValue),
        ({"email": "nobody"}, InvalidValue),
        ({"email": "a b@firm.test"}, InvalidValue),
        ({"email": "a@b@firm.test"}, InvalidValue),
        ({"first_name": "  "}, MissingValue),
        ({"last_name": ""}, MissingValue),
        ({"roles": ()}, MissingValue),
        ({"roles": (Role.REFERENT,)}, InvalidValue),
        ({"language": "it"}, InvalidValue),
    ],
)
def test_what_cannot_be_is_refused_and_named(adam, now, changed, error):
    with pytest.raises(error) as refused:
        users.create_user(adam, replace(ZOE, **changed), now=now)
    assert refused.value.params["field"] in changed


def test_an_address_belongs_to_one_person(adam, now):
    users.create_user(adam, ZOE, now=now)
    with pytest.raises(AlreadyExists):
        users.create_user(adam, ZOE, now=now)


@pytest.mark.parametrize("name", ["alice", "bob", "dora", "bea", "dirk", "hanna"])
def test_only_an_administrator_keeps_users(request, adam, now, name):
    actor = request.getfixturevalue(name)
    for act in (
        lambda: users.create_user(actor, ZOE, now=now),
        lambda: users.update_user(actor, adam.user_id, ZOE, now=now),
        lambda: users.leave(actor, adam.user_id, now=now),
        lambda: invitations.invite(actor, adam.user_id, WEEK, now=now),
    ):
        with pytest.raises((Forbidden, NotFound)):
            act()


def test_a_stranger_learns_nothing_of_other_people(alice, bob, dora):
    assert list(users.visible_users(alice)) == []
    for stranger in (alice, dora):
        with pytest.raises(NotFound):
            users.access_user(stranger, bob.user_id)
    assert users.access_user(bob, bob.user_id).id == bob.user_id


def test_people_are_found_by_any_part_of_name_or_address(adam, alice, bob):
    assert [user.first_name for user in users.visible_users(adam, "dur ali")] == ["Alice"]
    assert list(users.visible_users(adam, "100%")) == []


def test_a_leaver_loses_everything_at_once(adam, alice, make, now):
    make.device(db.session.get_one(User, alice.user_id))
    lifetimes = sessions.Lifetimes(WEEK, WEEK)
    token = sessions.open_session(alice.user_id, sessions.Origin(), lifetimes, now=now)
    link = invitations.invite(adam, alice.user_id, WEEK, now=now)
    users.leave(adam, alice.user_id, now=now)
    assert sessions.find_session(token, WEEK, now=now) is None
    assert grants.live_scopes(alice.user_id, now=now) == set()
    assert db.session.scalars(select(Device)).one().revoked_at == now
    assert not db.session.get_one(Technician, alice.user_id).active
    with pytest.raises(LinkExpired):
        invitations.look(link, now=now)
    assert alice.name not in [user.name for user in users.visible_users(adam)]
    assert alice.name in [user.name for user in users.visible_users(adam, with_leavers=True)]
    assert "user.left" in actions(alice.user_id)


def test_the_last_administrator_stays(adam, now):
    with pytest.raises(LastAdmin):
        users.leave(adam, adam.user_id, now=now)
    with pytest.raises(LastAdmin):
        users.update_user(adam, adam.user_id, ZOE, now=now)


def test_with_two_administrators_one_may_leave(adam, make, now):
    make.user(Role.ADMIN)
    assert users.leave(adam, adam.user_id, now=now).left_at == now


def test_sessions_of_others_are_untouched_by_a_leaver(adam, alice, bob, now):
    lifetimes = sessions.Lifetimes(WEEK, WEEK)
    token = sessions.open_session(bob.user_id, sessions.Origin(), lifetimes, now=now)
    users.leave(adam, alice.user_id, now=now)
    assert sessions.find_session(token, WEEK, now=now) is not None
    assert db.session.scalars(select(UserSession)).one().ended_at is None


@pytest.mark.parametrize("goes", ["leaves", "changes"])
def test_the_missions_of_who_goes_come_back_to_the_desk(adam, make, now, goes):
    user = users.create_user(adam, TOM, now=now)
    desk = make.user()
    ticket = make.ticket(opened_by=desk.id)
    later = make.planned_mission(user, ticket=ticket)
    today = make.planned_mission(user, starts_at=now - HOUR, status=MissionStatus.ON_SITE)
    done = make.planned_mission(user, starts_at=now - 9 * HOUR, status=MissionStatus.DONE)
    report = make.report(today, technician_id=user.id)
    if goes == "leaves":
        users.leave(adam, user.id, now=now)
    else:
        users.update_user(adam, user.id, replace(TOM, roles=(Role.DISPATCHER,)), now=now)
    for mission in (later, today):
        assert (mission.status, mission.technician_id) == (MissionStatus.TO_PLAN, None)
    assert done.technician_id == user.id
    live = select(Booking).where(Booking.cancelled_at.is_(None), Booking.ends_at > now)
    assert db.session.scalars(live).all() == []
    assert grants.live_scopes(user.id, now=now) == set()
    told = db.session.scalars(select(Notice.event).where(Notice.user_id == desk.id)).all()
    assert told == ["mission_returned"]
    assert db.session.get_one(Report, report.id).status is ReportStatus.DRAFT
