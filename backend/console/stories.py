"""What is told of a ticket or a mission, on its page and in the panel of the desk."""

from __future__ import annotations

from uuid import UUID

from backend.console import words
from backend.console.phrases import mission_lines, ticket_lines
from backend.domain import missions as mission_rules
from backend.domain import tickets as ticket_rules
from backend.domain.actors import Actor
from backend.domain.missions import MissionStatus
from backend.domain.tickets import TicketStatus
from backend.services import contracts, sheets, tickets


def ticket_story(actor: Actor, ticket_id: UUID) -> dict[str, object]:
    """Return the ticket, its client, its missions, its timeline and the steps it may take."""
    ticket = tickets.access_ticket(actor, ticket_id)
    return {
        "ticket": ticket,
        "card": contracts.client_card(actor, ticket.client_id, today=words.today()),
        "visits": sheets.ticket_visits(actor, ticket.id),
        "lines": ticket_lines(tickets.timeline(actor, ticket.id)),
        "steps": ticket_steps(actor, ticket.status),
    }


def mission_story(actor: Actor, mission_id: UUID) -> dict[str, object]:
    """Return the mission, its client, its technician, its timeline and the steps it may take."""
    sheet = sheets.mission_sheet(actor, mission_id)
    mission = sheet.mission
    card = contracts.client_card(actor, mission.client_id, today=words.today())
    return {
        "sheet": sheet,
        "mission": mission,
        "card": card,
        "site": next((site for site in card.sites if site.id == mission.site_id), None),
        "lines": mission_lines(sheet.events),
        "steps": mission_steps(actor, mission.status),
    }


def ticket_steps(actor: Actor, status: TicketStatus) -> set[str]:
    """Return the commands that this person may give to a ticket in that state."""
    return {
        step.command
        for step in ticket_rules.STEPS.values()
        if status in step.sources and actor.has(*step.who)
    }


def mission_steps(actor: Actor, status: MissionStatus) -> set[str]:
    """Return the commands that this person may give to a mission in that state."""
    return {
        step.command
        for step in mission_rules.STEPS.values()
        if status in step.sources and actor.has(*step.who)
    }
