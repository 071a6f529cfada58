"""The demo firm's visits: fifteen done, one interrupted, one called off, eight to come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from backend.database import db
from backend.demo.calendar import day_at, working_day_at
from backend.demo.company import Company
from backend.demo.tickets import Ending, Opened
from backend.domain.actors import Actor, Role
from backend.models import Mission, Referent, Technician, User
from backend.services import missions
from backend.services.accounts import actor_of

MINUTE = timedelta(minutes=1)
OUTSIDER = "ines.carvalho"  # Never sent to the first client: the tour shows that she sees nothing.
# The visits to come: days from today, the hour, the technician, whether urgent, how far it went.
TO_COME = (
    (0, "09:30", "hugo.lambert", False, "accept"),
    (0, "13:30", "hugo.lambert", False, "accept"),
    (0, "16:00", "hugo.lambert", True, ""),
    (0, "14:00", "ines.carvalho", False, ""),
    (0, "10:00", "nadia.ferhat", False, "accept"),
    (1, "09:00", "hugo.lambert", False, ""),
    (2, "10:30", "yann.kerbrat", False, "accept"),
    (6, "14:00", "elodie.marchet", False, ""),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """A mission with its technician and the ticket it came from."""

    mission: Mission
    technician: Actor
    opened: Opened
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """Who goes when, and how the date was told."""

    user: User
    starts_at: datetime
    urgent: bool = False
    step: str = ""


def send_out(company: Company, opened: Iterable[Opened], *, now: datetime) -> list[Visit]:
    """Turn tickets into missions and play each as far as its ending says; return those done."""
    done, to_come = [], iter(TO_COME)
    for one in opened:
        if one.ending is Ending.TO_COME:
            days, clock, login, urgent, step = next(to_come)
            at = day_at(now, days, clock) if days == 0 else working_day_at(now, days, clock)
            visit = _plan(one, Plan(company.people[login], at, urgent, step))
            if step:
                _step(visit, step, one.at + 40 * MINUTE)
        elif one.ending is not Ending.OPEN:
            done += _past(company, one)
    return done


def _past(company: Company, one: Opened) -> list[Visit]:
    if one.ending is Ending.PHONE:
        return []
    clock = ("09:00", "14:00")[one.position % 2]
    starts_at = working_day_at(one.at, 1 + one.position % 3, clock)
    visit = _plan(one, Plan(_technician_for(company, one), starts_at))
    if one.ending is Ending.CALLED_OFF:
        missions.cancel(
            one.dispatcher, visit.mission.id, "Le client a résolu la panne.", now=starts_at
        )
        return []
    _travel(visit)
    if one.ending is Ending.INTERRUPTED:
        reason = "Pièce manquante, commandée ce jour."
        _step(visit, "interrupt", starts_at + 45 * MINUTE, reason)
        return []
    return [visit]


def _plan(one: Opened, plan: Plan) -> Visit:
    told_at = one.at + 20 * MINUTE
    draft = missions.MissionDraft(
        site_id=_site_of(one),
        nature=one.case.nature,
        skill=one.case.skill,
        todo=tuple(one.case.todo),
        estimated_minutes=one.case.minutes,
        urgent=plan.urgent,
        urgent_reason="Le service est arrêté." if plan.urgent else "",
        actions_done=one.case.by_phone if one.position % 2 else "",
    )
    mission = missions.create_mission(one.dispatcher, one.ticket.id, draft, now=told_at)
    ends_at = plan.starts_at + one.case.minutes * MINUTE
    caller = f"{one.ticket.caller_first_name} {one.ticket.caller_last_name}"
    appointment = missions.Appointment(one.dispatcher.user_id, caller, told_at)
    slot = missions.Slot(plan.user.id, plan.starts_at, ends_at)
    missions.plan(one.dispatcher, mission.id, slot, appointment, now=told_at)
    return Visit(mission, actor_of(plan.user), one, plan.starts_at, ends_at)


def _site_of(one: Opened) -> UUID:
    if one.ticket.site_id is None:
        raise LookupError(f"{one.ticket.number} has no site.")
    return one.ticket.site_id


def _technician_for(company: Company, one: Opened) -> User:
    """Return one of the three who know most of it, in turn."""
    known: Sequence[Technician] = db.session.scalars(
        select(Technician).order_by(Technician.position)
    ).all()
    outside = company.people[OUTSIDER].id if one.client is company.clients[0] else None
    able = [row for row in known if row.id != outside]
    ranked = sorted(able, key=lambda row: -row.skills.get(one.case.skill, 0))[:3]
    chosen = ranked[one.position % len(ranked)]
    return next(user for user in company.of_role(Role.TECHNICIAN) if user.id == chosen.id)


def _travel(visit: Visit) -> None:
    _step(visit, "accept", visit.opened.at + 50 * MINUTE)
    _step(visit, "depart", visit.starts_at - 28 * MINUTE)
    _step(visit, "arrive", visit.starts_at)


def _step(visit: Visit, command: str, at: datetime, text: str = "") -> None:
    missions.field_step(visit.technician, visit.mission.id, command, at=at, now=at, text=text)


def signer_of(visit: Visit) -> Referent:
    """Return the referent who was there to sign."""
    query = select(Referent).where(Referent.client_id == visit.mission.client_id)
    people = db.session.scalars(query.order_by(Referent.id)).all()
    return people[visit.opened.position % len(people)]
