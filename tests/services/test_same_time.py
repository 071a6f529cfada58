"""People of the office who do the same at the same time: it counts once, nobody is overwritten."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from backend.database import db, transaction
from backend.domain.actors import Role
from backend.domain.errors import DomainError
from backend.domain.missions import MissionStatus
from backend.domain.reports import SigningOutcome
from backend.domain.settlement import BillingStatus
from backend.domain.tickets import TicketStatus
from backend.models import AccessGrant, BillingItem, Booking, HourBankEntry, Mission, Ticket
from backend.services import audit, missions, reports, settlement, tickets
from backend.services.missions import Slot
from tests.factories import HOUR, actor
from tests.services.visit import Visit
from tests.signing import sign
from tests.threads import at_once


def _count(model, *conditions):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


def test_a_call_is_billed_once_however_many_hang_up(app, make, now, dora):
    ticket_id = make.ticket().id

    def resolve(_):
        with transaction():
            tickets.resolve_by_phone(dora, ticket_id, "Redémarré", 10, now=now)

    _, failed = at_once(app, resolve, 4)
    assert _count(BillingItem) == 1
    assert len(failed) == 3
    assert all(isinstance(error, DomainError) for error in failed), failed


def test_a_mission_is_booked_for_one_of_those_whom_several_desks_send(app, make, now, dora):
    technicians = [make.technician().id for _ in range(4)]
    mission_id = make.mission().id
    start = now + timedelta(days=1)

    def plan(i):
        slot = Slot(technicians[i], start, start + 2 * HOUR)
        with transaction():
            missions.plan(dora, mission_id, slot, None, now=now)

    _, failed = at_once(app, plan, 4)
    assert all(isinstance(error, DomainError) for error in failed), failed
    assert len(failed) == 3
    assert _count(Booking, Booking.cancelled_at.is_(None)) == 1
    granted = _count(AccessGrant, AccessGrant.scope_id == f"mission:{mission_id}")
    assert granted == 1


def test_two_items_validated_at_once_close_their_ticket(app, make, now, visit):
    bea = actor(make.user(Role.BACK_OFFICE))
    visit.sign_and_close()
    ticket = db.session.get_one(Ticket, visit.ticket.id)
    settlement.bill_phone_call(ticket, 5, now=now)
    db.session.commit()
    ids = list(db.session.scalars(select(BillingItem.id)))
    ticket_id = ticket.id

    def validate(i):
        with transaction():
            settlement.validate(bea, ids[i % 2], now=now)

    _, failed = at_once(app, validate, 4)
    assert len(failed) == 2
    assert _count(BillingItem, BillingItem.status == BillingStatus.VALIDATED) == 2
    found = db.session.scalar(select(Ticket.status).where(Ticket.id == ticket_id))
    assert found is TicketStatus.CLOSED


def test_visits_closed_at_once_debit_one_bank_in_turn(app, make, now):
    visits = [Visit(make, now + timedelta(hours=4 * i)) for i in range(3)]
    contract = visits[0].contract
    for visit in visits:
        visit.ticket.contract_id = visit.mission.contract_id = contract.id
        visit.ticket.client_id = visit.mission.client_id = visit.report.client_id = (
            contract.client_id
        )
        db.session.commit()
        visit.freeze()
        sign(make, visit.report)
    before = contract.bank_minutes
    work = [(v.actor, v.report.id, v.now + HOUR) for v in visits]

    def close(i):
        who, report_id, at = work[i]
        with transaction():
            reports.close_report(who, report_id, at=at, now=at, outcome=SigningOutcome.SIGNED)

    _, failed = at_once(app, close, 3)
    assert failed == []
    entries = list(db.session.scalars(select(HourBankEntry.minutes)))
    db.session.refresh(contract)
    assert contract.bank_minutes == before + sum(entries)
    assert len(entries) == 3
    assert audit.first_broken() is None


def test_a_mission_called_off_while_it_moves_stays_called_off(app, make, now, dora):
    technician = make.technician()
    mission_id = make.planned_mission(technician).id
    start = now + timedelta(days=2)

    def act(i):
        with transaction():
            if i:
                missions.cancel(dora, mission_id, "Annulé", now=now)
            else:
                slot = Slot(technician.id, start, start + HOUR)
                missions.move(dora, mission_id, slot, now=now)

    at_once(app, act, 2)
    db.session.rollback()
    found = db.session.scalar(select(Mission.status).where(Mission.id == mission_id))
    assert found is MissionStatus.CANCELLED
    assert _count(Booking, Booking.cancelled_at.is_(None)) == 0
