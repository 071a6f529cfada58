"""A mailed link by which a person chooses her password."""

import email
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.policy import default
from threading import Lock

import pytest
from sqlalchemy import select

from backend.database import db
from backend.domain.errors import Forbidden, LinkExpired, WeakPassword
from backend.models import Invitation, User
from backend.services import invitations, sessions, users
from backend.services.passwords import Cost, Hasher, check_password_rule
from backend.web import invitations as edge
from tests.people import give_password, sign_in_with_password

WEEK = timedelta(days=7)
CHOSEN = "une phrase à moi seule"


def test_a_link_shows_whom_it_is_for_and_works_once(adam, alice, now):
    token = invitations.invite(adam, alice.user_id, WEEK, now=now)
    assert invitations.look(token, now=now).name == "Alice Durand"
    invitations.accept(token, "hash", now=now)
    assert db.session.get_one(User, alice.user_id).password_hash == "hash"
    for act in (
        lambda: invitations.look(token, now=now),
        lambda: invitations.accept(token, "other", now=now),
    ):
        with pytest.raises(LinkExpired):
            act()


def test_a_link_ends_after_seven_days(adam, alice, now):
    token = invitations.invite(adam, alice.user_id, WEEK, now=now)
    just_before = now + WEEK - timedelta(seconds=1)
    assert invitations.look(token, now=just_before).user_id == alice.user_id
    with pytest.raises(LinkExpired):
        invitations.look(token, now=now + WEEK)


def test_a_new_link_ends_the_one_before(adam, alice, now):
    first = invitations.invite(adam, alice.user_id, WEEK, now=now)
    invitations.invite(adam, alice.user_id, WEEK, now=now)
    with pytest.raises(LinkExpired):
        invitations.look(first, now=now)


def test_a_guessed_link_says_nothing(app, now):
    for token in ("", "guess", "x" * 1000, "%", "\u0000"):
        with pytest.raises(LinkExpired):
            invitations.look(token, now=now)


def test_only_a_hash_of_the_link_is_stored(adam, alice, now):
    token = invitations.invite(adam, alice.user_id, WEEK, now=now)
    stored = db.session.scalars(select(Invitation)).one()
    assert stored.token_sha256 == sessions.digest(token)


def test_choosing_a_password_ends_sessions_opened_with_another(adam, alice, now):
    lifetimes = sessions.Lifetimes(WEEK, WEEK)
    open_one = sessions.open_session(alice.user_id, sessions.Origin(), lifetimes, now=now)
    token = invitations.invite(adam, alice.user_id, WEEK, now=now)
    invitations.accept(token, "hash", now=now)
    assert sessions.find_session(open_one, WEEK, now=now) is None


def test_a_leaver_is_not_invited(adam, alice, now):
    users.leave(adam, alice.user_id, now=now)
    with pytest.raises(Forbidden):
        invitations.invite(adam, alice.user_id, WEEK, now=now)


def test_the_link_is_mailed_and_leads_to_signing_in(app, client, adam, alice, settings):
    db.session.commit()
    with app.test_request_context():
        edge.send(adam, alice.user_id)
        [path] = settings.mail_folder.glob("*.eml")
        mail = email.message_from_bytes(path.read_bytes(), policy=default)
        [token] = re.findall(
            r"http://localhost/invitation/([\w-]+)", str(mail.get_body(("plain",)))
        )
        assert mail["To"] == edge.accept(token, CHOSEN) == "alice@nomade.test"
    assert sign_in_with_password(client, "alice@nomade.test", CHOSEN).status_code == 200


def test_a_weak_choice_leaves_the_link_usable(app, adam, alice, now, settings):
    db.session.commit()
    with app.test_request_context():
        link = edge.send(adam, alice.user_id)
        token = link.rpartition("/")[2]
        with pytest.raises(WeakPassword):
            edge.accept(token, "short")
        assert edge.accept(token, CHOSEN)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "elevensigns",
        "alice@nomade.test",
        "ALICE@nomade.test1",
        "motdepasse123",
        "aaaaaaaaaaaaaa",
        "abababababab",
        "x" * 201,
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(password):
    with pytest.raises(WeakPassword):
        check_password_rule(password, "alice@nomade.test")


@pytest.mark.parametrize("password", ["twelve signs", "été à la campagne", "correct horse battery"])
def test_a_long_phrase_is_enough(password):
    check_password_rule(password, "alice@nomade.test")


def test_no_more_hashes_at_once_than_there_is_memory_for(monkeypatch):
    hasher = Hasher(Cost(8, 1, 1, at_once=2))
    running, most, lock = 0, 0, Lock()
    real = hasher._argon2.hash

    class Counting:
        def hash(self, password):
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            try:
                return real(password)
            finally:
                with lock:
                    running -= 1

    monkeypatch.setattr(hasher, "_argon2", Counting())
    with ThreadPoolExecutor(8) as pool:
        assert len(list(pool.map(hasher.hash, ["password"] * 40))) == 40
    assert most <= 2


def test_the_password_that_was_chosen_is_the_one_that_counts(client, alice):
    email_address = give_password(alice, CHOSEN)
    assert sign_in_with_password(client, email_address, CHOSEN.upper()).status_code == 401
    assert sign_in_with_password(client, email_address, CHOSEN).status_code == 200
