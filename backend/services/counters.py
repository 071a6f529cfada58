"""What waits for whom: the small numbers beside the entries of the bar."""

from __future__ import annotations

from functools import reduce
from operator import add

from sqlalchemy import ScalarSelect, Select, func, select

from backend.database import db
from backend.domain.actors import Actor, Role
from backend.domain.missions import MissionStatus
from backend.domain.settlement import BillingStatus
from backend.domain.tickets import LIVE, TicketStatus
from backend.models import AccessRequest, BillingItem, Mission, Ticket

_PAPERS = frozenset({Role.BACK_OFFICE, Role.DIRECTOR})
_DESK = _PAPERS | {Role.DISPATCHER}
# Together they are the desk's column "to plan": missions without a slot, tickets without a mission.
_TO_PLAN = (MissionStatus.TO_PLAN, MissionStatus.INTERRUPTED)


def waiting(actor: Actor) -> dict[str, int]:
    """Return how much waits under each name that concerns the actor, in one query.

    Names: to_plan, tickets, inbox, requests.
    """
    asked = {name: query for name, (roles, query) in _counts().items() if actor.has(*roles)}
    if not asked:
        return {}
    numbers = db.session.execute(select(*asked.values())).one()
    return dict(zip(asked, numbers, strict=True))


def _counts() -> dict[str, tuple[frozenset[Role], ScalarSelect[int]]]:
    missions = select(func.count(Mission.id)).where(Mission.status.in_(_TO_PLAN))
    untouched = select(func.count(Ticket.id)).where(Ticket.status == TicketStatus.OPEN)
    tickets = select(func.count(Ticket.id)).where(Ticket.status.in_(LIVE))
    items = select(func.count(BillingItem.id)).where(
        BillingItem.status == BillingStatus.TO_VALIDATE
    )
    requests = select(func.count(AccessRequest.id)).where(AccessRequest.state == "open")
    return {
        "to_plan": (_DESK, _sum(missions, untouched)),
        "tickets": (_DESK, tickets.scalar_subquery()),
        "inbox": (_PAPERS, items.scalar_subquery()),
        "requests": (frozenset({Role.DIRECTOR}), requests.scalar_subquery()),
    }


def _sum(*queries: Select[int]) -> ScalarSelect[int]:
    total = reduce(add, (query.scalar_subquery() for query in queries))
    return select(total).scalar_subquery()
