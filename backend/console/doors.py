"""Who may open which page. A page that does not say so opens for nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from backend.domain.actors import OFFICE, Role
from backend.domain.errors import NotFound
from backend.web.session import current_person

View = TypeVar("View", bound=Callable[..., Any])
DOOR = "console_door"
EVERYBODY: frozenset[Role] = frozenset()


def open_to(*roles: Role) -> Callable[[View], View]:
    """Let in who holds one of `roles`; for everybody else the page does not exist (404)."""

    def mark(view: View) -> View:
        setattr(view, DOOR, frozenset(roles) or OFFICE)
        return view

    return mark


def open_to_strangers(view: View) -> View:
    """Let in anybody, signed in or not."""
    setattr(view, DOOR, EVERYBODY)
    return view


def door_of(view: object) -> frozenset[Role] | None:
    """Return who may open a view: nobody said (None), anybody (empty), or these roles."""
    found: frozenset[Role] | None = getattr(view, DOOR, None)
    return found


def guard() -> AnyResponse | None:
    """Send strangers to the sign-in, and tell others nothing of pages that are not theirs."""
    if not (request.blueprint or "").startswith("console_"):
        return None
    roles = door_of(current_app.view_functions.get(request.endpoint or ""))
    if roles == EVERYBODY:
        return None
    person = current_person()
    if person is None:
        return to_sign_in()
    if roles is None or not person.has(*roles):
        raise NotFound
    return None


def to_sign_in() -> AnyResponse:
    """Answer somebody who is not signed in; she comes back to the page she wanted."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else "/"
    target = url_for("console_sign_in.show", next=wanted)
    if request.headers.get("HX-Request"):
        return Response(status=401, headers={"HX-Redirect": url_for("console_sign_in.show")})
    return redirect(target, 303)


def own_path(target: str, fallback: str = "/") -> str:
    """Return `target` when it is a path of ours, else `fallback`: never another site."""
    parts = urlsplit(target)
    ours = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc
    return target if ours and "\\" not in target else fallback


def init_app(app: Flask) -> None:
    """Put the guard before every page of the console."""
    app.before_request(guard)
