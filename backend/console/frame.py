"""What every page needs: its words, its files, the bar on the left, fragments or whole pages."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import get_locale

from backend.config import LANGUAGES
from backend.console import words
from backend.domain.actors import Role
from backend.services import counters
from backend.web.session import current_person

THEMES = ("auto", "light", "dark", "sun")
THEME_COOKIE = "theme"
DESK = (Role.DISPATCHER, Role.DIRECTOR)
OFFICE = (*DESK, Role.BACK_OFFICE)
# Where it leads, its word, the name of its count, and who has it.
ENTRIES: tuple[tuple[str, str, str, tuple[Role, ...]], ...] = (
    ("/desk", "nav.desk", "to_plan", DESK),
    ("/tickets", "nav.tickets", "tickets", OFFICE),
    ("/clients", "nav.clients", "", OFFICE),
    ("/inbox", "nav.inbox", "inbox", (Role.BACK_OFFICE, Role.DIRECTOR)),
    ("/access", "nav.access", "requests", (Role.DIRECTOR, Role.HR)),
    ("/users", "nav.users", "", (Role.ADMIN,)),
)


def wants_fragment() -> bool:
    """Say whether htmx asks for a piece of the page (and not for the page as a whole)."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get(
        "HX-History-Restore-Request"
    )


def page(template: str, status: int = 200, /, **context: object) -> Response:
    """Render a whole page of the console."""
    response = make_response(render_template(f"console/{template}", **context), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def go(target: str) -> Response:
    """Lead on to another page, after a form was accepted."""
    if wants_fragment():
        return Response(status=204, headers={"HX-Redirect": target})
    return Response(status=303, headers={"Location": target})


def unchanged(response: Response) -> Response:
    """Answer 304 to a piece that the reader has already; pieces are asked for every 15 s."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def theme() -> str:
    """Return the theme that the person chose on this machine."""
    found = request.cookies.get(THEME_COOKIE, "auto")
    return found if found in THEMES else "auto"


def entries() -> list[dict[str, Any]]:
    """Return the bar: what this person has, with what waits there."""
    person = current_person()
    if person is None:
        return []
    waiting = counters.waiting(person.actor)
    return [
        {"path": path, "word": word, "count": waiting.get(name, 0)}
        for path, word, name, roles in ENTRIES
        if person.has(*roles)
    ]


def init_app(app: Flask) -> None:
    """Give the words to every template, and the frame to those of the console."""
    app.jinja_env.filters.update(
        label=words.label,
        tone=words.tone,
        clock=words.clock,
        day=words.day,
        long_day=words.long_day,
        plain_day=words.plain_day,
        iso_day=words.iso_day,
        moment=words.moment,
        duration=words.duration,
        money=words.money,
        phone=words.spoken_phone,
        machine=words.machine,
        late=words.is_late,
        soon=words.is_soon,
    )
    app.jinja_env.globals.update(say=words.say, count=words.count, console_entries=entries)
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    return {
        "person": current_person(),
        "theme": theme(),
        "themes": THEMES,
        "language": str(get_locale() or current_app.config.get("BABEL_DEFAULT_LOCALE", "fr")),
        "languages": LANGUAGES,
        "Role": Role,
    }
