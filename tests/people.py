"""The people of the firm in tests, and their browsers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.testing import FlaskClient

from backend.clock import utcnow
from backend.config import current_settings
from backend.database import db, new_id
from backend.domain.actors import Actor, Role
from backend.models import AccessGrant, Technician, User
from backend.services import sessions
from backend.web.csrf import COOKIE
from backend.web.session import hasher
from tests.factories import MONDAY

PEOPLE: dict[str, tuple[str, str, Role]] = {
    "alice": ("Alice", "Durand", Role.TECHNICIAN),
    "bob": ("Bob", "Martin", Role.TECHNICIAN),
    "dora": ("Dora", "Petit", Role.DISPATCHER),
    "dirk": ("Dirk", "Keller", Role.DIRECTOR),
    "bea": ("Béa", "Roux", Role.BACK_OFFICE),
    "hanna": ("Hanna", "Weber", Role.HR),
    "adam": ("Adam", "Blanc", Role.ADMIN),
}


class Browser(FlaskClient):
    """A test client whose requests do not share anything with the test but the database.

    What the test has not committed is committed before, and what it holds is read anew after.
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send one request in an application context of its own."""
        db.session.commit()
        with self.application.app_context():
            answer = super().open(*args, **kwargs)
        db.session.rollback()
        db.session.expire_all()
        return answer


def person(name: str) -> Actor:
    """Store one of PEOPLE and return her as an actor."""
    first, last, role = PEOPLE[name]
    user = User(
        id=new_id(),
        email=f"{name}@nomade.test",
        first_name=first,
        last_name=last,
        roles=[role.value],
        language="fr",
        created_at=MONDAY,
    )
    db.session.add(user)
    db.session.flush()
    if role is Role.TECHNICIAN:
        _make_technician(user)
    db.session.commit()
    return Actor(user.id, user.name, frozenset({role}), user.language)


def _make_technician(user: User) -> None:
    scope = f"technician:{user.id}"
    db.session.add(
        Technician(id=user.id, scope_id=scope, first_name=user.first_name, last_name=user.last_name)
    )
    for granted in ("global", scope):
        db.session.add(
            AccessGrant(
                user_id=user.id, scope_id=granted, cause="account", granted_at=MONDAY, mode="write"
            )
        )


def sign_in(browser: Browser, user_id: UUID) -> Browser:
    """Give `browser` a session of that person, without a password, and her CSRF header."""
    settings = current_settings()
    lifetimes = sessions.Lifetimes(settings.session_idle, settings.session_absolute)
    token = sessions.open_session(user_id, sessions.Origin(), lifetimes, now=utcnow())
    browser.set_cookie(COOKIE, token, domain="localhost", secure=True, httponly=True)
    browser.environ_base["HTTP_X_CSRF_TOKEN"] = csrf_of(browser)
    return browser


def csrf_of(browser: FlaskClient) -> str:
    """Ask for the token that unsafe requests of this browser must carry."""
    found: Any = browser.get("/api/session").json
    return str(found["csrf"])


PASSWORD = "une phrase assez longue"


def give_password(who: Actor, password: str = PASSWORD) -> str:
    """Let that person sign in with a password; return her address."""
    user = db.session.get_one(User, who.user_id)
    user.password_hash = hasher().hash(password)
    db.session.commit()
    return user.email


def sign_in_with_password(browser: FlaskClient, email: str, password: str = PASSWORD) -> Any:
    """Sign in as the phone does: ask for the token, then post; return the answer."""
    body = {"email": email, "password": password}
    answer: Any = browser.post(
        "/api/session", json=body, headers={"X-CSRF-Token": csrf_of(browser)}
    )
    if answer.status_code == 200:
        browser.environ_base["HTTP_X_CSRF_TOKEN"] = answer.json["csrf"]
    return answer
