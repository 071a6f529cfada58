from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from backend.database import db, transaction
from backend.domain.actors import Role
from backend.domain.errors import (
    Forbidden,
    IllegalTransition,
    InvalidValue,
    MissingValue,
    NotFound,
)
from backend.models import AuditEntry, Notice
from backend.services import dossiers, grants
from backend.services.dossiers import Wish
from tests.factories import actor

DAY = timedelta(days=1)


@pytest.fixture
def dossier(make):
    return make.dossier()


@pytest.fixture
def dirk(make):
    return actor(make.user(Role.DIRECTOR))


@pytest.fixture
def alice(make, dossier):
    """A technician who is sent to the client of the dossier."""
    user = make.technician()
    make.grant(user.id, f"client:{dossier.client_id}", mode="read")
    return actor(user)


def ask(alice, dossier, now, **wish):
    with transaction():
        wanted = Wish(**({"reason": "Panne"} | wish))
        return dossiers.request_access(alice, dossier.id, wanted, now=now)


def decide(dirk, request, approve, now, ends_at=None):
    with transaction():
        return dossiers.decide(dirk, request.id, approve, ends_at, now=now)


def told(user_id):
    return set(db.session.scalars(select(Notice.event).where(Notice.user_id == user_id)))


def actions():
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.n)))


def test_nobody_sees_a_dossier_but_the_director_and_who_was_let_in(make, dossier, dirk, now):
    assert dossiers.access_dossier(dirk, dossier.id, now=now) is dossier
    assert dossiers.visible_dossiers(dirk, now=now) == [dossier]
    reader = make.technician()
    make.grant(reader.id, dossier.scope_id, mode="read")
    assert dossiers.visible_dossiers(actor(reader), now=now) == [dossier]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DIRECTOR])
def test_a_stranger_learns_nothing_of_a_dossier(make, dossier, now, role):
    stranger = actor(make.user(role))
    assert dossiers.visible_dossiers(stranger, now=now) == []
    for dossier_id in (dossier.id, uuid4()):
        with pytest.raises(NotFound):
            dossiers.access_dossier(stranger, dossier_id, now=now)
        with pytest.raises(NotFound), transaction():
            dossiers.consult(stranger, dossier_id, now=now)


def test_reading_a_dossier_is_written_down(make, dossier, dirk, now):
    second = make.dossier_item(dossier, position=2)
    first = make.dossier_item(dossier, position=1)
    make.dossier_item(dossier, deleted_at=now)
    with transaction():
        page = dossiers.consult(dirk, dossier.id, now=now)
    assert page.items == (first, second)
    assert actions() == ["dossier.read"]


def test_a_technician_asks_and_the_director_is_told_once(alice, dossier, dirk, now):
    request = ask(alice, dossier, now, mode="write")
    assert (request.state, request.mode, request.reason) == ("open", "write", "Panne")
    assert told(dirk.user_id) == {"access_requested"}
    assert ask(alice, dossier, now).id == request.id


def test_who_was_not_sent_to_the_client_cannot_even_ask(make, dossier, now):
    stranger = actor(make.technician())
    for thing in (dossier, make.dossier(), type("Nothing", (), {"id": uuid4()})()):
        with pytest.raises(NotFound):
            ask(stranger, thing, now)


def test_a_request_has_a_reason_a_known_mode_and_a_mission_of_ones_own(make, alice, dossier, now):
    with pytest.raises(MissingValue):
        ask(alice, dossier, now, reason=" ")
    with pytest.raises(InvalidValue):
        ask(alice, dossier, now, mode="own")
    with pytest.raises(NotFound):
        ask(alice, dossier, now, mission_id=make.mission().id)


def test_what_is_approved_is_open_until_its_end(alice, dossier, dirk, now):
    request = decide(dirk, ask(alice, dossier, now), True, now, ends_at=now + DAY)
    assert (request.state, request.decided_by) == ("approved", dirk.user_id)
    assert dossiers.access_dossier(alice, dossier.id, now=now) is dossier
    assert not grants.has_grant(alice.user_id, dossier.scope_id, mode="write", now=now)
    with pytest.raises(NotFound):
        dossiers.access_dossier(alice, dossier.id, now=now + DAY)
    assert told(alice.user_id) == {"access_approved"}
    assert actions() == ["grant.given", "access.approved"]


def test_what_is_refused_stays_closed(alice, dossier, dirk, now):
    decide(dirk, ask(alice, dossier, now), False, now)
    with pytest.raises(NotFound):
        dossiers.access_dossier(alice, dossier.id, now=now)
    assert told(alice.user_id) == {"access_refused"}
    assert actions() == ["access.refused"]


def test_the_director_decides_once_and_nobody_else_does(make, alice, dossier, dirk, now):
    request = ask(alice, dossier, now)
    for role in (Role.HR, Role.ADMIN, Role.DISPATCHER, Role.TECHNICIAN):
        with pytest.raises(Forbidden):
            decide(actor(make.user(role)), request, True, now)
    with pytest.raises(InvalidValue):
        decide(dirk, request, True, now, ends_at=now)
    decide(dirk, request, False, now)
    with pytest.raises(IllegalTransition):
        decide(dirk, request, True, now)


def test_the_list_of_requests_is_for_those_who_answer_for_rights(make, alice, dossier, dirk, now):
    request = ask(alice, dossier, now)
    for person in (dirk, actor(make.user(Role.HR)), actor(make.user(Role.ADMIN))):
        (row,) = dossiers.access_requests(person)
        assert (row.id, row.user_name, row.dossier_title) == (
            request.id,
            alice.name,
            dossier.title,
        )
    for role in (Role.TECHNICIAN, Role.DISPATCHER, Role.BACK_OFFICE, Role.REFERENT):
        with pytest.raises(NotFound):
            dossiers.access_requests(actor(make.user(role)))
    decide(dirk, request, True, now)
    assert dossiers.access_requests(dirk) == []
    assert len(dossiers.access_requests(dirk, None)) == 1
