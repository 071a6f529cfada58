"""People and rights, as the administrator and the director keep them."""

import re

import pytest
from sqlalchemy import select

from backend.clock import utcnow
from backend.database import db
from backend.models import AccessGrant, AccessRequest, Device, User, UserSession
from tests.console.pages import text_of

WORDS = {
    "first_name": "Inès",
    "last_name": "Carvalho",
    "email": "ines@nomade.test",
    "roles": ["technician"],
    "language": "fr",
    "home_city": "Vannes",
}


@pytest.fixture
def keeper(as_, adam):
    return as_(adam)


@pytest.fixture
def director(as_, dirk):
    return as_(dirk)


def invited(settings) -> str:
    """Return the path of the link in the last mail."""
    mails = sorted(settings.mail_folder.rglob("*.eml"))
    found = re.search(r"/invitation/[\w-]+", mails[-1].read_text())
    assert found
    return found[0]


def test_a_person_is_invited_and_chooses_her_password(keeper, client, make, settings):
    make.catalogue_row(list="skill", code="network", label="Réseau")
    keeper.post("/users/new", data=WORDS | {"skill-network": "3"})
    user = db.session.scalars(select(User).where(User.email == "ines@nomade.test")).one()
    link = invited(settings)
    page = text_of(client.get(link))
    assert "Inès Carvalho" in page
    token = page.partition('name="csrf-token" content="')[2].partition('"')[0]
    choice = {"password": "des chaussettes vertes", "again": "des chaussettes vertes"}
    answer = client.post(link, data=choice, headers={"X-CSRF-Token": token})
    assert answer.location == "/"
    assert client.get("/").location == "/app"
    assert db.session.get_one(User, user.id).password_hash
    assert client.get(link).status_code == 410


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        ({"password": "des chaussettes vertes", "again": "rouges"}, "again"),
        ({"password": "short", "again": "short"}, "password"),
    ],
)
def test_a_poor_choice_is_told_beside_its_field(keeper, client, settings, choice, field):
    keeper.post("/users/new", data=WORDS)
    link = invited(settings)
    token = text_of(client.get(link)).partition('name="csrf-token" content="')[2].partition('"')[0]
    answer = client.post(link, data=choice, headers={"X-CSRF-Token": token})
    assert answer.status_code == 422
    assert f'id="{field}-wrong"' in text_of(answer)


def test_a_link_that_nobody_sent_is_no_link(client):
    assert client.get("/invitation/made-up").status_code == 410


def test_an_address_that_is_taken_is_refused_and_the_form_keeps(keeper, adam):
    answer = keeper.post("/users/new", data=WORDS | {"email": "adam@nomade.test"})
    assert answer.status_code == 422
    assert 'id="email-wrong"' in text_of(answer)
    assert 'value="Carvalho"' in text_of(answer)


def test_a_person_without_a_role_is_refused(keeper):
    answer = keeper.post("/users/new", data=WORDS | {"roles": []})
    assert 'id="roles-wrong"' in text_of(answer)


def test_roles_and_skills_are_changed(keeper, make):
    make.catalogue_row(list="skill", code="network", label="Réseau")
    nadia = make.technician(first_name="Nadia", last_name="Ferhat")
    assert 'value="2" selected' in text_of(keeper.get(f"/users/{nadia.id}"))
    words = WORDS | {"email": nadia.email, "roles": ["technician", "dispatcher"]}
    keeper.post(f"/users/{nadia.id}", data=words | {"skill-network": "3"})
    assert set(db.session.get_one(User, nadia.id).roles) == {"technician", "dispatcher"}
    assert 'value="3" selected' in text_of(keeper.get(f"/users/{nadia.id}"))


def test_the_last_administrator_stays(keeper, adam):
    answer = keeper.post(f"/users/{adam.user_id}/leave")
    assert answer.status_code == 409
    assert db.session.get_one(User, adam.user_id).left_at is None


def test_a_leaver_is_out_at_once(keeper, as_, dora):
    dispatcher = as_(dora)
    assert dispatcher.get("/desk").status_code == 200
    keeper.post(f"/users/{dora.user_id}/leave")
    assert dispatcher.get("/desk").status_code == 303
    assert "Dora Petit" not in text_of(keeper.get("/users"))
    assert "Dora Petit" in text_of(keeper.get("/users?gone=1"))


def test_one_session_is_ended_and_one_phone_erased(keeper, as_, make):
    nadia = make.technician()
    phone = make.device(nadia, last_seen=utcnow())
    as_(nadia)
    session = db.session.scalars(select(UserSession).where(UserSession.user_id == nadia.id)).one()
    keeper.post(f"/users/{nadia.id}/sessions/{session.id}/end")
    keeper.post(f"/users/{nadia.id}/devices/{phone.id}/wipe")
    query = select(UserSession.ended_at).where(UserSession.user_id == nadia.id)
    assert db.session.scalars(query).one()
    assert db.session.get_one(Device, phone.id).wipe_at


def ask(make, nadia) -> AccessRequest:
    dossier = make.dossier(make.client(name="Mairie de Saint-Aubin"))
    request = AccessRequest(user_id=nadia.id, dossier_id=dossier.id, created_at=utcnow())
    db.session.add(request)
    db.session.commit()
    return request


def test_a_request_is_granted_until_a_day_then_withdrawn(director, make):
    request = ask(make, make.technician(last_name="Ferhat"))
    assert "Mairie de Saint-Aubin" in text_of(director.get("/access"))
    director.post(f"/access/requests/{request.id}/approve", data={"ends_on": "2026-06-01"})
    scope = f"dossier:{request.dossier_id}"
    grant = db.session.scalars(select(AccessGrant).where(AccessGrant.scope_id == scope)).one()
    assert grant.ends_at is not None
    assert grant.ends_at.isoformat() == "2026-06-01T21:59:00+00:00"
    assert "Ferhat" in text_of(director.get("/access")).partition('data-testid="held"')[2]
    director.post(f"/access/grants/{grant.id}/withdraw")
    assert db.session.get_one(AccessGrant, grant.id).revoked_at
    assert "Personne n’a accès" in text_of(director.get("/access"))


def test_an_end_in_the_past_or_none_is_refused(director, make):
    request = ask(make, make.technician())
    for day in ("2026-01-01", "", "soon"):
        path = f"/access/requests/{request.id}/approve"
        assert director.post(path, data={"ends_on": day}).status_code in (409, 422)
    assert db.session.get_one(AccessRequest, request.id).state == "open"


def test_a_request_is_refused(director, make):
    request = ask(make, make.technician())
    director.post(f"/access/requests/{request.id}/refuse")
    assert db.session.get_one(AccessRequest, request.id).state == "refused"


def test_only_rights_to_dossiers_are_withdrawn_here(director, make):
    own = make.technician()
    query = select(AccessGrant).where(AccessGrant.user_id == own.id).limit(1)
    grant = db.session.scalars(query).one()
    assert director.post(f"/access/grants/{grant.id}/withdraw").status_code == 404


def test_human_resources_read_and_do_not_decide(as_, hanna, make):
    request = ask(make, make.technician())
    reader = as_(hanna)
    assert "/approve" not in text_of(reader.get("/access"))
    assert reader.post(f"/access/requests/{request.id}/refuse").status_code == 404
