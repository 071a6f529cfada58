"""In which language, and in which zone, a person reads."""

from __future__ import annotations

from flask import Flask, Response, has_request_context, request
from flask_babel import Babel

from backend.config import LANGUAGES, ROOT, Settings, current_settings
from backend.web.session import current_person

DOMAINS = ("console", "domain", "errors", "mail", "paper")
COOKIE = "language"
A_YEAR = 365 * 24 * 3600


def remember(response: Response, language: str) -> None:
    """Keep a language for this browser, also for whoever has not signed in yet."""
    response.set_cookie(
        COOKIE, language, max_age=A_YEAR, secure=True, httponly=True, samesite="Lax"
    )


def choose_language() -> str:
    """Return the language of the signed-in person, else the one chosen or asked for here."""
    person = current_person()
    if person is not None and person.language in LANGUAGES:
        return person.language
    default = current_settings().default_language
    if not has_request_context():
        return default
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES, default) or default


def _zone() -> str:
    return current_settings().timezone


def init_app(app: Flask) -> None:
    """Join the catalogues: Flask-Babel wants one folder for each domain."""
    settings: Settings = app.config["SETTINGS"]
    folder = str(ROOT / "locales")
    app.config.update(
        BABEL_DEFAULT_LOCALE=settings.default_language,
        BABEL_DEFAULT_TIMEZONE=settings.timezone,
        BABEL_DOMAIN=";".join(DOMAINS),
        BABEL_TRANSLATION_DIRECTORIES=";".join([folder] * len(DOMAINS)),
    )
    Babel(app, locale_selector=choose_language, timezone_selector=_zone)
