"""What a page tells of one mission, report or billing item: read together, through the doors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from backend.database import db
from backend.domain.actors import Actor, Role
from backend.domain.door import absent
from backend.models import (
    Attachment,
    BillingItem,
    Client,
    Contract,
    DossierChange,
    Mission,
    MissionEvent,
    PartLine,
    Report,
    Signature,
    Ticket,
    TimeEntry,
    User,
)
from backend.services.missions import access_mission
from backend.services.reports import access_report
from backend.services.tickets import access_ticket

PAPERS = (Role.BACK_OFFICE, Role.DIRECTOR)
T = TypeVar("T", TimeEntry, PartLine, Attachment, DossierChange, Signature)


@dataclass(frozen=True, slots=True)
class Visit:
    """One mission of a ticket, with the name of who goes."""

    mission: Mission
    technician_name: str


@dataclass(frozen=True, slots=True)
class MissionSheet:
    """One mission with what happened to it, oldest first, and what was reported."""

    mission: Mission
    technician_name: str
    events: tuple[MissionEvent, ...]
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """One report with everything recorded on site."""

    report: Report
    mission: Mission
    client: Client
    technician_name: str
    times: tuple[TimeEntry, ...]
    parts: tuple[PartLine, ...]
    photos: tuple[Attachment, ...]
    changes: tuple[DossierChange, ...]
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class BillingSheet:
    """One billing item with whom and what it concerns."""

    item: BillingItem
    client: Client
    ticket: Ticket | None
    contract: Contract | None


def ticket_visits(actor: Actor, ticket_id: UUID) -> list[Visit]:
    """Return the missions of a ticket, oldest first, or raise NotFound."""
    access_ticket(actor, ticket_id)
    found = db.session.execute(
        select(Mission, User.first_name, User.last_name)
        .outerjoin(User, User.id == Mission.technician_id)
        .where(Mission.ticket_id == ticket_id, Mission.deleted_at.is_(None))
        .order_by(Mission.created_at)
    )
    return [Visit(mission, f"{first or ''} {last or ''}".strip()) for mission, first, last in found]


def mission_sheet(actor: Actor, mission_id: UUID) -> MissionSheet:
    """Return the sheet of a mission, or raise NotFound."""
    mission = access_mission(actor, mission_id)
    events = db.session.scalars(
        select(MissionEvent)
        .where(MissionEvent.mission_id == mission_id, MissionEvent.deleted_at.is_(None))
        .order_by(MissionEvent.at, MissionEvent.received_at)
    )
    reports = db.session.scalars(
        select(Report)
        .where(Report.mission_id == mission_id, Report.deleted_at.is_(None))
        .order_by(Report.revision)
    )
    name = person_name(mission.technician_id)
    return MissionSheet(mission, name, tuple(events), tuple(reports))


def report_sheet(actor: Actor, report_id: UUID) -> ReportSheet:
    """Return a report with everything recorded on site, or raise NotFound."""
    report = access_report(actor, report_id)
    return ReportSheet(
        report=report,
        mission=db.session.get_one(Mission, report.mission_id),
        client=db.session.get_one(Client, report.client_id),
        technician_name=person_name(report.technician_id),
        times=_rows(TimeEntry, report_id),
        parts=_rows(PartLine, report_id),
        photos=_rows(Attachment, report_id),
        changes=_rows(DossierChange, report_id),
        signatures=_rows(Signature, report_id),
    )


def billing_sheet(actor: Actor, billing_id: UUID) -> BillingSheet:
    """Return a billing item for the back office and the director, or raise NotFound."""
    item = db.session.get(BillingItem, billing_id) if actor.has(*PAPERS) else None
    if item is None:
        raise absent()
    return BillingSheet(
        item=item,
        client=db.session.get_one(Client, item.client_id),
        ticket=db.session.get(Ticket, item.ticket_id) if item.ticket_id else None,
        contract=db.session.get(Contract, item.contract_id) if item.contract_id else None,
    )


def billing_of(actor: Actor, report_id: UUID) -> BillingItem | None:
    """Return the billing item of a report to those who see papers; to others there is none."""
    if not actor.has(*PAPERS):
        return None
    return db.session.scalar(select(BillingItem).where(BillingItem.report_id == report_id))


def person_name(user_id: UUID | None) -> str:
    """Return the name of a person of the firm, or nothing."""
    user = db.session.get(User, user_id) if user_id else None
    return user.name if user else ""


def _rows(kind: type[T], report_id: UUID) -> tuple[T, ...]:
    statement = select(kind).where(kind.report_id == report_id, kind.deleted_at.is_(None))
    return tuple(db.session.scalars(statement.order_by(kind.id)))
