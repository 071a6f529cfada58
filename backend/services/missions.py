"""Missions, from the ticket to their end. Everything others need of them is imported here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from backend.database import db, hold, new_id
from backend.domain.actors import Actor, Role
from backend.domain.errors import InvalidValue, MissingValue
from backend.domain.missions import (
    OPEN,
    STEPS,
    USUAL_MINUTES,
    EventKind,
    MissionNature,
    MissionOrigin,
    next_status,
)
from backend.domain.states import require_may
from backend.domain.tickets import STEPS as TICKET_STEPS
from backend.domain.tickets import TicketEventKind, TicketStatus
from backend.domain.tickets import next_status as next_ticket_status
from backend.models import Contract, Mission, Site, Ticket
from backend.services import bookings, mission_rights
from backend.services.agenda import Appointment, Slot, move, plan, reassign
from backend.services.contracts import STANDING, status_of
from backend.services.field import check_todo, field_step
from backend.services.mission_events import Happening, write
from backend.services.mission_lists import (
    Board,
    BoardSlot,
    Lane,
    MissionFilter,
    MissionRow,
    access_mission,
    board,
    held_mission,
    visible_missions,
)
from backend.services.numbers import next_number, today_in_paris
from backend.services.ticket_events import held_ticket, write_ticket

__all__ = [
    "Appointment",
    "Board",
    "BoardSlot",
    "Lane",
    "MissionDraft",
    "MissionFilter",
    "MissionRow",
    "Slot",
    "access_mission",
    "board",
    "cancel",
    "check_todo",
    "create_mission",
    "field_step",
    "move",
    "plan",
    "reassign",
    "visible_missions",
]


@dataclass(frozen=True, slots=True)
class MissionDraft:
    """The mission sheet as the desk writes it; empty fields are taken from ticket and site."""

    site_id: UUID
    nature: MissionNature
    skill: str = ""
    title: str = ""
    problem: str = ""
    todo: tuple[str, ...] = ()
    estimated_minutes: int = 0
    urgent: bool = False
    urgent_reason: str = ""
    technical_context: str = ""
    access_info: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    actions_done: str = ""
    origin: MissionOrigin | None = None


def create_mission(actor: Actor, ticket_id: UUID, draft: MissionDraft, *, now: datetime) -> Mission:
    """Turn a ticket into a mission that keeps everything the ticket holds (A-13)."""
    ticket = held_ticket(actor, ticket_id)
    require_may(TICKET_STEPS, "open_mission", actor)
    status = next_ticket_status(ticket.status, "open_mission")
    _require_urgent_reason(draft)
    mission = _sheet(ticket, _site_of(ticket, draft), draft)
    mission.number = next_number("M", now=now)
    mission.created_by, mission.created_at = actor.user_id, now
    mission.origin = draft.origin or _origin(actor)
    mission.contract_id = _contract_that_counts(ticket, now=now)
    db.session.add(mission)
    write(actor, mission, Happening(EventKind.CREATED, now, draft.urgent_reason), now=now)
    ticket.status = status
    write_ticket(actor, ticket, TicketEventKind.MISSION, mission.number, now=now)
    db.session.flush()
    return mission


def cancel(actor: Actor, mission_id: UUID, reason: str, *, now: datetime) -> Mission:
    """Call the mission off: the slot is free, the rights end, the technician is told.

    The ticket comes back to the desk, unless another of its missions is open.
    """
    mission = held_mission(actor, mission_id)
    require_may(STEPS, "cancel", actor)
    mission.status = next_status(mission.status, "cancel")
    if not reason.strip():
        raise MissingValue("A mission is cancelled for a reason.", field="reason")
    bookings.free(bookings.booking_of(mission.id), now=now)
    event = write(actor, mission, Happening(EventKind.CANCELLED, now, reason.strip()), now=now)
    db.session.flush()
    if mission.technician_id is not None:
        mission_rights.take_away(mission.technician_id, mission, now=now)
        mission_rights.announce(mission.technician_id, "mission_cancelled", mission, event)
    _give_ticket_back(mission)
    return mission


def cancel_all_of(actor: Actor, ticket_id: UUID, reason: str, *, now: datetime) -> None:
    """Call off every open mission of a ticket that is given up."""
    for mission_id in open_missions_of(ticket_id):
        cancel(actor, mission_id, reason, now=now)


def open_missions_of(ticket_id: UUID) -> list[UUID]:
    """Return the missions of a ticket that are neither done nor cancelled."""
    query = select(Mission.id).where(Mission.ticket_id == ticket_id, Mission.status.in_(OPEN))
    return list(db.session.scalars(query))


def _give_ticket_back(mission: Mission) -> None:
    ticket = hold(Ticket, mission.ticket_id) if mission.ticket_id else None
    if ticket is None or ticket.status is not TicketStatus.MISSION:
        return
    if not open_missions_of(ticket.id):
        ticket.status = next_ticket_status(ticket.status, "mission_cancelled")


def _sheet(ticket: Ticket, site: Site, draft: MissionDraft) -> Mission:
    """Return the sheet: what the desk wrote, else what ticket and site say."""
    mission_id = new_id()
    caller = f"{ticket.caller_first_name} {ticket.caller_last_name}".strip()
    return Mission(
        id=mission_id,
        scope_id=f"mission:{mission_id}",
        ticket_id=ticket.id,
        ticket_number=ticket.number,
        client_id=ticket.client_id,
        site_id=site.id,
        timezone=site.timezone,
        due_at=ticket.due_at,
        nature=draft.nature,
        skill=draft.skill or ticket.skill,
        urgent=draft.urgent,
        urgent_reason=draft.urgent_reason.strip(),
        title=draft.title or ticket.title,
        problem=draft.problem or ticket.problem,
        actions_done=draft.actions_done or ticket.actions_done,
        todo=[
            {"id": str(new_id()), "text": text.strip(), "done": False}
            for text in draft.todo
            if text.strip()
        ],
        technical_context=draft.technical_context or _context(ticket),
        access_info=draft.access_info or site.access_info,
        contact_name=draft.contact_name or caller,
        contact_phone=draft.contact_phone or ticket.caller_phone or site.phone,
        estimated_minutes=draft.estimated_minutes or USUAL_MINUTES[draft.nature],
    )


def _context(ticket: Ticket) -> str:
    """Return what the caller did last and what stood on her screen."""
    parts = (ticket.last_actions, ticket.error_messages)
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _site_of(ticket: Ticket, draft: MissionDraft) -> Site:
    site = db.session.get(Site, draft.site_id)
    if site is None or site.client_id != ticket.client_id or site.deleted_at is not None:
        raise InvalidValue("This is no site of the client.", field="site_id")
    return site


def _require_urgent_reason(draft: MissionDraft) -> None:
    if draft.urgent and not draft.urgent_reason.strip():
        raise MissingValue("An urgent mission has a reason.", field="urgent_reason")


def _origin(actor: Actor) -> MissionOrigin:
    desk = actor.has(Role.DISPATCHER) or not actor.has(Role.BACK_OFFICE)
    return MissionOrigin.HOTLINE if desk else MissionOrigin.SALES


def _contract_that_counts(ticket: Ticket, *, now: datetime) -> UUID | None:
    """Return the ticket's contract if it stands: one that ended settles nothing any more."""
    contract = db.session.get(Contract, ticket.contract_id) if ticket.contract_id else None
    if contract is None:
        return None
    stands = status_of(contract, today=today_in_paris(now)) in STANDING
    return contract.id if stands else None
