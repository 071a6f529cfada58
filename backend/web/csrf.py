"""Proof that an unsafe request comes from our own pages.

Flask's signed session cookie is not used at all. Flask-WTF finds its secret in a session of one
request that derives it from the token in our own cookie: no state, bound to the sign-in. Someone
who is not signed in gets such a cookie with the first form.
"""

from __future__ import annotations

import hmac
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, Response, request
from flask.sessions import SessionInterface, SessionMixin
from flask_wtf.csrf import CSRFProtect

from backend.config import current_settings
from backend.domain.errors import DomainError
from backend.services.sessions import new_token

COOKIE = "__Host-nomade"
FIELD = "csrf_token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
protect = CSRFProtect()


class CsrfRefused(DomainError):
    """The request does not prove that it comes from our own pages."""

    code = "csrf"


class RequestSession(dict[str, Any], SessionMixin):
    """Lives for one request. `visit` is the cookie to set when a form was rendered without one."""

    def __init__(self, token: str | None) -> None:
        super().__init__()
        self.token = token or new_token()
        self.is_new = token is None
        self.wanted = False

    def __contains__(self, key: object) -> bool:
        return key == FIELD or super().__contains__(key)

    def __getitem__(self, key: str) -> Any:
        if key != FIELD:
            return super().__getitem__(key)
        self.wanted = True
        secret = current_settings().keys.secret_key.encode()
        return hmac.digest(secret, b"csrf:" + self.token.encode(), "sha256").hex()


class CookieSessions(SessionInterface):
    """Gives every request its RequestSession."""

    def open_session(self, app: Flask, request: Request) -> RequestSession:
        """Read the token of the cookie, if there is one."""
        del app
        return RequestSession(request.cookies.get(COOKIE))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Give a visitor who was handed a form the cookie that the form is bound to."""
        del app
        if isinstance(session, RequestSession) and session.is_new and session.wanted:
            set_cookie(response, session.token)


def set_cookie(response: Response, token: str, max_age: int | None = None) -> None:
    """Set the one cookie. Browsers take `Secure` from http://localhost too."""
    response.set_cookie(
        COOKIE, token, max_age=max_age, path="/", secure=True, httponly=True, samesite="Lax"
    )


def clear_cookie(response: Response) -> None:
    """Take the cookie back."""
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Lax")


def check_origin() -> None:
    """Refuse an unsafe request that a browser says comes from another site."""
    if request.method in SAFE:
        return
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if site not in ("same-origin", "none") or not (origin is None or is_ours(origin)):
        raise CsrfRefused


def is_ours(origin: str) -> bool:
    """Say whether `origin` is the address that this request was sent to, or our public one."""
    given = urlsplit(origin)
    public = urlsplit(current_settings().base_url)
    return (given.scheme, given.netloc) in (
        (request.scheme, request.host),
        (public.scheme, public.netloc),
    )


def init_app(app: Flask) -> None:
    """Check origin, then token, of every unsafe request."""
    app.session_interface = CookieSessions()
    app.config.update(
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_HEADERS=["X-CSRF-Token"],
        WTF_CSRF_SSL_STRICT=False,  # check_origin is stricter, and holds for http too.
    )
    app.before_request(check_origin)
    protect.init_app(app)
