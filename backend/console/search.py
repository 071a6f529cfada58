"""One field that finds clients, contracts, tickets and phone numbers from every page."""

from __future__ import annotations

from flask import Blueprint, Response, request

from backend.console import words
from backend.console.doors import open_to
from backend.console.frame import page, wants_fragment
from backend.domain.actors import Role
from backend.services import contracts, tickets
from backend.services.tickets import TicketFilter
from backend.web.session import current_actor

bp = Blueprint("console_search", __name__)
SHORTEST = 2


@bp.get("/search")
@open_to(Role.DISPATCHER, Role.DIRECTOR, Role.BACK_OFFICE)
def show() -> Response:
    actor, wanted = current_actor(), request.args.get("q", "").strip()
    enough = len(wanted) >= SHORTEST
    found = {
        "hits": contracts.search_clients(actor, wanted, today=words.today(), limit=6)
        if enough
        else [],
        "tickets": tickets.visible_tickets(actor, TicketFilter(text=wanted, limit=6))
        if enough
        else [],
    }
    template = "parts/found.html" if wants_fragment() else "search.html"
    return page(template, q=wanted, enough=enough, **found)
