"""Tickets, missions and bookings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from backend.database import db, new_id
from backend.domain.missions import MissionNature, MissionStatus
from backend.domain.tickets import TicketKind
from backend.models import (
    Booking,
    Client,
    Mission,
    Ticket,
    User,
)
from tests.making.base import HOUR, save
from tests.making.clients import Clients
from tests.making.people import People


class Work(People, Clients):
    """Makes tickets, missions and bookings."""

    def ticket(self, client: Client | None = None, **fields: Any) -> Ticket:
        """Make an open ticket."""
        client = client or self.client()
        defaults = {
            "number": f"T-1999-{next(self.n):04d}",
            "client_id": client.id,
            "kind": TicketKind.INCIDENT,
            "title": "Plus de réseau à l’accueil",
            "problem": "Les postes de l’accueil n’ont plus de réseau.",
            "caller_first_name": "Sylvie",
            "caller_last_name": "Garnier",
            "opened_at": self.now,
        }
        if "opened_by" not in fields:
            fields["opened_by"] = self.user().id
        return save(Ticket(**(defaults | fields)))

    def mission(self, ticket: Ticket | None = None, **fields: Any) -> Mission:
        """Make a mission that waits for a slot, of a ticket of its own unless one is given."""
        ticket = ticket or self.ticket()
        mission_id = fields.pop("id", None) or new_id()
        defaults = {
            "id": mission_id,
            "scope_id": f"mission:{mission_id}",
            "number": f"M-1999-{next(self.n):04d}",
            "ticket_id": ticket.id,
            "ticket_number": ticket.number,
            "client_id": ticket.client_id,
            "contract_id": ticket.contract_id,
            "nature": MissionNature.NETWORK,
            "skill": "network",
            "title": ticket.title,
            "problem": ticket.problem,
            "todo": [{"id": "1", "text": "Tester le commutateur", "done": False}],
            "estimated_minutes": 90,
            "created_at": self.now,
            "created_by": ticket.opened_by,
        }
        if "site_id" not in fields:
            client = db.session.get_one(Client, ticket.client_id)
            fields["site_id"] = ticket.site_id or self.site(client).id
        return save(Mission(**(defaults | fields)))

    def planned_mission(self, technician: User, **fields: Any) -> Mission:
        """Make a mission planned tomorrow for `technician`, with its booking and its rights."""
        start = fields.pop("starts_at", self.now + timedelta(days=1))
        defaults = {
            "technician_id": technician.id,
            "status": MissionStatus.PLANNED,
            "starts_at": start,
            "ends_at": fields.pop("ends_at", start + 2 * HOUR),
        }
        mission = self.mission(**(defaults | fields))
        self.booking(technician, mission_id=mission.id, starts_at=start, ends_at=mission.ends_at)
        cause = f"mission:{mission.id}"
        self.grant(technician.id, cause, cause=cause)
        self.grant(technician.id, f"client:{mission.client_id}", cause=cause, mode="read")
        return mission

    def booking(self, technician: User, **fields: Any) -> Booking:
        """Take a technician's time."""
        start = fields.pop("starts_at", self.now + timedelta(days=1))
        defaults = {
            "technician_id": technician.id,
            "starts_at": start,
            "ends_at": start + 2 * HOUR,
        }
        return save(Booking(**(defaults | fields)))
