"""Signing in and out, and everything a session must withstand."""

from dataclasses import replace
from datetime import timedelta

import time_machine
from argon2.exceptions import VerificationError
from sqlalchemy import select

from backend.app import create_app
from backend.clock import utcnow
from backend.config import Settings
from backend.database import db, transaction
from backend.models import User, UserSession
from backend.services import sessions, users
from backend.web.csrf import COOKIE
from tests.people import PASSWORD, Browser, give_password, sign_in_with_password


def cookie_of(browser):
    return browser.get_cookie(COOKIE, domain="localhost").value


def who(browser):
    return browser.get("/api/session").json["user"]


def test_nobody_is_signed_in_at_first(client):
    answer = client.get("/api/session")
    assert answer.json["user"] is None
    assert answer.json["csrf"]


def test_a_person_signs_in_and_is_known(client, alice):
    answer = sign_in_with_password(client, give_password(alice))
    assert answer.status_code == 200
    assert answer.json["user"] == {
        "id": str(alice.user_id),
        "name": "Alice Durand",
        "roles": ["technician"],
        "language": "fr",
    }
    assert who(client) == answer.json["user"]


def test_the_address_is_read_without_spaces_and_case(client, alice):
    email = give_password(alice)
    assert sign_in_with_password(client, f"  {email.upper()} ").status_code == 200


def test_a_wrong_password_is_refused_in_the_language_of_the_browser(client, alice):
    email = give_password(alice)
    csrf = client.get("/api/session").json["csrf"]
    answer = client.post(
        "/api/session",
        json={"email": email, "password": "wrong"},
        headers={"X-CSRF-Token": csrf, "Accept-Language": "de"},
    )
    assert answer.status_code == 401
    assert answer.json["code"] == "sign_in_refused"
    assert "Passwort" in answer.json["message"]


def test_an_unknown_account_and_a_wrong_password_look_alike(client, alice, bob):
    email = give_password(alice)
    wrong = sign_in_with_password(client, email, "wrong")
    unknown = sign_in_with_password(client, "nobody@nomade.test", "wrong")
    without_password = sign_in_with_password(client, "bob@nomade.test", "wrong")
    assert wrong.data == unknown.data == without_password.data
    assert wrong.status_code == unknown.status_code == without_password.status_code


def test_an_unknown_account_costs_a_hash_too(client, app, monkeypatch):
    verified = []
    hasher = app.extensions["nomade_hasher"]

    class Counting:
        def verify(self, stored, password):
            verified.append(stored)
            raise VerificationError

    monkeypatch.setattr(hasher, "_argon2", Counting())
    sign_in_with_password(client, "nobody@nomade.test", "wrong")
    assert verified == [hasher._dummy]


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, alice):
    answer = sign_in_with_password(client, give_password(alice))
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-nomade=")
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in cookie.split("; ")
    assert "Domain" not in cookie


def test_only_a_hash_of_the_token_is_stored(client, alice):
    sign_in_with_password(client, give_password(alice))
    stored = db.session.scalars(select(UserSession)).one()
    assert stored.token_sha256 == sessions.digest(cookie_of(client))


def test_signing_in_gives_a_new_token_each_time(client, alice):
    email = give_password(alice)
    client.get("/api/session")
    before = cookie_of(client)
    sign_in_with_password(client, email)
    first = cookie_of(client)
    sign_in_with_password(client, email)
    assert len({before, first, cookie_of(client)}) == 3


def test_a_token_planted_before_signing_in_opens_nothing(app, client, alice):
    client.set_cookie(COOKIE, "planted", domain="localhost")
    sign_in_with_password(client, give_password(alice))
    attacker = app.test_client()
    attacker.set_cookie(COOKIE, "planted", domain="localhost")
    assert who(attacker) is None


def test_signing_in_again_ends_the_session_before(app, client, alice):
    email = give_password(alice)
    sign_in_with_password(client, email)
    old = cookie_of(client)
    sign_in_with_password(client, email)
    thief = app.test_client()
    thief.set_cookie(COOKIE, old, domain="localhost")
    assert who(thief) is None


def test_a_cookie_kept_after_signing_out_is_worth_nothing(app, as_, alice):
    browser = as_(alice)
    kept = cookie_of(browser)
    assert browser.delete("/api/session").status_code == 204
    assert browser.get_cookie(COOKIE, domain="localhost") is None
    thief = app.test_client()
    thief.set_cookie(COOKIE, kept, domain="localhost")
    assert who(thief) is None


def test_a_session_unused_for_too_long_ends(app, as_, alice, settings):
    browser = as_(alice)
    with time_machine.travel(utcnow() + settings.session_idle + timedelta(minutes=2)):
        assert who(browser) is None


def test_a_session_in_use_lives_until_its_absolute_end(app, as_, alice, settings):
    start = utcnow()
    with time_machine.travel(start, tick=False) as clock:
        browser = as_(alice)
        step = settings.session_idle - timedelta(hours=1)
        while utcnow() + step < start + settings.session_absolute:
            clock.shift(step)
            assert who(browser) is not None
        clock.move_to(start + settings.session_absolute + timedelta(seconds=1))
        assert who(browser) is None


def test_ending_one_session_leaves_the_others(as_, alice, settings):
    here, there = as_(alice), as_(alice)
    now = utcnow()
    lost = db.session.scalars(
        select(UserSession).where(UserSession.token_sha256 == sessions.digest(cookie_of(there)))
    ).one()
    assert len(sessions.list_sessions(alice.user_id, settings.session_idle, now=now)) == 2
    with transaction():
        sessions.end_session(alice.user_id, lost.id, now=now)
    assert who(here) is not None
    assert who(there) is None


def test_ending_all_sessions_can_spare_the_one_in_use(as_, alice):
    here, there = as_(alice), as_(alice)
    mine = db.session.scalars(
        select(UserSession).where(UserSession.token_sha256 == sessions.digest(cookie_of(here)))
    ).one()
    with transaction():
        sessions.end_all(alice.user_id, now=utcnow(), but=mine.id)
    assert who(here) is not None
    assert who(there) is None


def test_a_leaver_is_out_at_the_next_request_and_cannot_come_back(client, as_, alice, adam):
    email = give_password(alice)
    browser = as_(alice)
    with transaction():
        users.leave(adam, alice.user_id, now=utcnow())
    assert who(browser) is None
    assert sign_in_with_password(client, email).status_code == 401


def fail(client, email, times, address=None):
    """Try a wrong password; every try must be heard."""
    for number in range(times):
        client.environ_base["REMOTE_ADDR"] = address or f"10.0.{number // 250}.{number % 250}"
        assert sign_in_with_password(client, email, "wrong").status_code == 401


def test_the_eleventh_try_is_refused_by_every_process(settings, client, alice):
    email = give_password(alice)
    with time_machine.travel(utcnow(), tick=False) as clock:
        fail(client, email, 10, "10.0.0.7")
        other_process = create_app(settings)
        other_process.test_client_class = Browser
        with other_process.app_context():
            browser = other_process.test_client()
            browser.environ_base["REMOTE_ADDR"] = "10.0.0.7"
            answer = sign_in_with_password(browser, email)
            db.session.remove()
            db.engine.dispose()
        assert answer.status_code == 429
        assert answer.json["code"] == "too_many_attempts"
        assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
        clock.shift(settings.sign_in_window)
        assert sign_in_with_password(client, email).status_code == 200


def test_nobody_locks_a_person_or_an_office_out_from_elsewhere(client, alice, bob):
    email, other = give_password(alice), give_password(bob)
    fail(client, email, 10, "10.0.0.7")
    assert sign_in_with_password(client, other).status_code == 200
    client.environ_base["REMOTE_ADDR"] = "10.0.0.8"
    assert sign_in_with_password(client, email).status_code == 200


def test_an_account_is_not_tried_without_end_from_many_addresses(client, alice):
    email = give_password(alice)
    fail(client, email, 100)
    client.environ_base["REMOTE_ADDR"] = "10.9.9.9"
    assert sign_in_with_password(client, email).status_code == 429


def test_an_address_does_not_try_many_accounts_without_end(client, alice):
    email = give_password(alice)
    for number in range(100):
        tried = f"person{number}@nomade.test"
        assert sign_in_with_password(client, tried, "wrong").status_code == 401
    assert sign_in_with_password(client, email).status_code == 429


def test_good_tries_are_not_counted(client, alice, bob):
    for _ in range(12):
        assert sign_in_with_password(client, give_password(alice)).status_code == 200


def test_a_hash_of_yesterday_is_renewed_when_somebody_signs_in(settings, client, alice):
    email = give_password(alice)
    before = db.session.get_one(User, alice.user_id).password_hash
    stronger = create_app(replace(settings, argon2_passes=2))
    stronger.test_client_class = Browser
    with stronger.app_context():
        assert sign_in_with_password(stronger.test_client(), email).status_code == 200
        db.session.remove()
        db.engine.dispose()
    db.session.rollback()
    db.session.expire_all()
    after = db.session.get_one(User, alice.user_id).password_hash or ""
    assert after != before
    assert "t=2" in after
    assert PASSWORD not in after


def test_production_hashes_with_64_mib():
    costs = (Settings.argon2_memory_kib, Settings.argon2_passes, Settings.argon2_lanes)
    assert costs == (64 * 1024, 3, 4)
