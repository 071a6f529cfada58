"""Who is asking: from the cookie to the person, once a request."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Flask, Response, current_app, g, has_request_context, request, session
from flask_login import LoginManager, UserMixin

from backend.clock import utcnow
from backend.config import Settings, current_settings
from backend.database import transaction
from backend.domain.actors import Actor, Role
from backend.domain.errors import DomainError, Forbidden
from backend.models import User, UserSession
from backend.services import accounts, sessions
from backend.services.passwords import Cost, Hasher
from backend.services.throttle import Limit
from backend.web.csrf import COOKIE, FIELD, clear_cookie, set_cookie

WITHOUT_PERSON = frozenset({"static", "ops.alive", "ops.metrics", "shell.service_worker"})


class Unauthenticated(DomainError):
    """Nobody is signed in."""

    code = "unauthenticated"


class Person(UserMixin):  # type: ignore[misc] # Flask-Login carries no types.
    """The signed-in person as Flask-Login and the templates see her (`current_user`)."""

    def __init__(self, user: User, session: UserSession) -> None:
        self.id = str(user.id)
        self.user_id = user.id
        self.email = user.email
        self.session_id: UUID = session.id
        self.fresh_at: datetime = session.fresh_at
        self.actor = accounts.actor_of(user)

    @property
    def name(self) -> str:
        """Return first and last name."""
        return self.actor.name

    @property
    def language(self) -> str:
        """Return the language she reads."""
        return self.actor.language

    def has(self, *roles: Role) -> bool:
        """Say whether she holds at least one of `roles`."""
        return self.actor.has(*roles)


def current_person() -> Person | None:
    """Return who is signed in, or None."""
    return g.get("person") if has_request_context() else None


def current_actor() -> Actor:
    """Return the person behind this request; raise Unauthenticated (401) when there is none."""
    person = current_person()
    if person is None:
        raise Unauthenticated
    return person.actor


def require(*roles: Role) -> Actor:
    """Return the person behind this request if she holds one of `roles`, else raise Forbidden."""
    actor = current_actor()
    if not actor.has(*roles):
        raise Forbidden
    return actor


def origin() -> sessions.Origin:
    """Return where this request comes from."""
    return sessions.Origin(request.remote_addr or "", request.user_agent.string)


def hasher() -> Hasher:
    """Return the hasher of this process; its bound on parallel hashing holds for all threads."""
    found: Hasher = current_app.extensions["nomade_hasher"]
    return found


def sign_in(email: str, password: str) -> Actor:
    """Sign in and put the new cookie on the answer; raise SignInRefused or TooManyAttempts.

    Call it outside of any transaction. The session in use before, if any, is ended.
    """
    settings, now = current_settings(), utcnow()
    with transaction():
        limit = Limit(settings.sign_in_tries, settings.sign_in_window)
        accounts.count_sign_in(email, origin().ip, limit, now=now)
    verdict = accounts.check_credentials(hasher(), email, password)
    with transaction():
        before = current_person()
        if before is not None:
            sessions.end_session(before.user_id, before.session_id, now=now)
        user, token = accounts.sign_in(verdict, origin(), _lifetimes(settings), now=now)
        actor = accounts.actor_of(user)
    start(token)
    return actor


def start(token: str) -> None:
    """Make the rest of this request, and its answer, belong to the session of `token`."""
    g.new_token = token
    g.pop(FIELD, None)
    session.is_new = False  # type: ignore[attr-defined] # ours: see backend.web.csrf
    session.token = token  # type: ignore[attr-defined] # ours: see backend.web.csrf
    _identify(token)


def sign_out() -> None:
    """End the session for good and take the cookie back; nothing happens when there is none."""
    person = current_person()
    if person is not None:
        with transaction():
            sessions.end_session(person.user_id, person.session_id, now=utcnow())
    g.person = None
    g.new_token = ""


def _identify(token: str) -> None:
    settings = current_settings()
    found = sessions.find_session(token, settings.session_idle, now=utcnow())
    g.person = Person(*found) if found else None


def _identify_from_cookie() -> None:
    """Look the person up before the view runs: never inside its transaction."""
    token = request.cookies.get(COOKIE)
    if not token or request.endpoint in WITHOUT_PERSON:
        return
    found = sessions.find_session(token, current_settings().session_idle, now=utcnow())
    if found is None:
        return
    g.person = Person(*found)
    if sessions.needs_touch(found[1], now=utcnow()):
        with transaction():
            sessions.touch(found[1].id, now=utcnow())


def _put_cookie(response: Response) -> Response:
    token = g.pop("new_token", None)
    if token:
        age = int(current_settings().session_absolute.total_seconds())
        set_cookie(response, token, max_age=age)
    elif token is not None:
        clear_cookie(response)
    return response


def _lifetimes(settings: Settings) -> sessions.Lifetimes:
    return sessions.Lifetimes(settings.session_idle, settings.session_absolute)


def init_app(app: Flask) -> None:
    """Know the person of every request; `current_user` of Flask-Login is the same person."""
    settings: Settings = app.config["SETTINGS"]
    app.extensions["nomade_hasher"] = Hasher(
        Cost(
            settings.argon2_memory_kib,
            settings.argon2_passes,
            settings.argon2_lanes,
            settings.argon2_at_once,
        )
    )
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(lambda _request: current_person())
    app.before_request(_identify_from_cookie)
    app.after_request(_put_cookie)
