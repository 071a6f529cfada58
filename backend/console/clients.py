"""The card of a client: contracts, people, places, what was done and what is open."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request

from backend.console import words
from backend.console.doors import open_to
from backend.console.frame import page, wants_fragment
from backend.domain.actors import Role
from backend.services import contracts
from backend.web.session import current_actor

bp = Blueprint("console_clients", __name__, url_prefix="/clients")
OFFICE = (Role.DISPATCHER, Role.DIRECTOR, Role.BACK_OFFICE)
MANY = 200


@bp.get("")
@open_to(*OFFICE)
def index() -> Response:
    actor, wanted = current_actor(), request.args.get("q", "").strip()
    if wanted:
        found = contracts.search_clients(actor, wanted, today=words.today(), limit=MANY)
    else:
        found = contracts.list_clients(actor, today=words.today(), limit=MANY)
    template = "parts/client_rows.html" if wants_fragment() else "clients.html"
    return page(template, q=wanted, hits=found)


@bp.get("/<uuid:client_id>")
@open_to(*OFFICE)
def show(client_id: UUID) -> Response:
    card = contracts.client_card(current_actor(), client_id, today=words.today())
    return page("client.html", card=card)
