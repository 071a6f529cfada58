"""The way in: everybody is led to where her work is."""

from __future__ import annotations

from flask import Blueprint, Response

from backend.console.doors import open_to_strangers
from backend.console.frame import go
from backend.domain.actors import Role
from backend.domain.errors import NotFound
from backend.web.session import current_person

bp = Blueprint("console_home", __name__)
# In this order: who holds several roles begins with the first.
PLACES: tuple[tuple[Role, str], ...] = (
    (Role.DISPATCHER, "/desk"),
    (Role.DIRECTOR, "/desk"),
    (Role.BACK_OFFICE, "/inbox"),
    (Role.HR, "/access"),
    (Role.ADMIN, "/users"),
    (Role.TECHNICIAN, "/app"),
)


@bp.get("/")
@open_to_strangers
def show() -> Response:
    person = current_person()
    if person is None:
        return go("/sign-in")
    for role, place in PLACES:
        if person.has(role):
            return go(place)
    raise NotFound
