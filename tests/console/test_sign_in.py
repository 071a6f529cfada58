"""Signing in on the page."""

from dataclasses import replace

import pytest

from backend.database import db
from backend.models import User
from backend.web.session import hasher
from tests.console.pages import text_of

PASSWORD = "lanterne sous la pluie"


@pytest.fixture
def lucie(make):
    return make.user(
        first_name="Lucie",
        last_name="Armand",
        email="lucie@nomade.test",
        password_hash=hasher().hash(PASSWORD),
    )


@pytest.fixture
def page(client):
    """A browser that has the form, with its token."""
    found = text_of(client.get("/sign-in"))
    token = found.partition('name="csrf-token" content="')[2].partition('"')[0]
    client.environ_base["HTTP_X_CSRF_TOKEN"] = token
    return client


def enter(page, **fields):
    return page.post("/sign-in", data={"email": "lucie@nomade.test", "password": PASSWORD} | fields)


def test_she_comes_back_to_the_page_she_wanted(page, lucie):
    assert enter(page, next="/tickets?status=open").location == "/tickets?status=open"
    assert page.get("/tickets").status_code == 200


def test_she_is_never_led_to_another_site(page, lucie):
    assert enter(page, next="//evil.example").location == "/"


def test_a_wrong_password_keeps_the_address_and_never_the_password(page, lucie):
    answer = enter(page, password="wrong and long enough")
    assert answer.status_code == 422
    assert 'value="lucie@nomade.test"' in text_of(answer)
    assert "wrong and long" not in text_of(answer)


def test_an_unknown_address_reads_the_same(page, lucie):
    wrong = enter(page, password="wrong and long enough")
    unknown = enter(page, email="nobody@nomade.test")
    told = [text_of(a).partition('data-testid="refusal">')[2][:80] for a in (wrong, unknown)]
    assert told[0] == told[1] != ""


def test_an_empty_form_says_what_is_missing(page):
    answer = enter(page, email="", password="")
    assert answer.status_code == 422
    assert text_of(answer).count("À remplir") == 2


def test_too_many_tries_are_told_to_wait(page, app, lucie):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], sign_in_tries=2)
    answers = [enter(page, password="wrong and long enough").status_code for _ in range(4)]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_signing_out_ends_it(page, lucie):
    enter(page)
    token = page.get("/api/session").json["csrf"]
    page.post("/sign-out", headers={"X-CSRF-Token": token})
    assert page.get("/desk").status_code == 303


def test_a_form_without_its_token_is_refused(client, lucie):
    assert enter(client).status_code == 403


def test_the_language_can_be_chosen_before_signing_in(page):
    page.post("/preferences", data={"language": "de", "next": "/sign-in"})
    assert "Anmeldung" in text_of(page.get("/sign-in"))


def test_the_language_and_the_colours_stay_with_the_person(desk, dora):
    answer = desk.post("/preferences", data={"language": "en", "theme": "sun", "next": "/tickets"})
    assert answer.location == "/tickets"
    assert db.session.get_one(User, dora.user_id).language == "en"
    found = text_of(desk.get("/tickets"))
    assert 'data-theme="sun"' in found
    assert "Take a call" in found


def test_a_language_we_do_not_speak_changes_nothing(desk, dora):
    desk.post("/preferences", data={"language": "tlh", "next": "/tickets"})
    assert db.session.get_one(User, dora.user_id).language == "fr"
