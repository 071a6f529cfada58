"""The demo firm's last quarter on the telephone: sixty tickets, one ending each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from backend.database import db
from backend.demo.calendar import working_day_at
from backend.demo.company import Company
from backend.demo.material import Case, case_for, cases
from backend.domain.actors import Actor, Role
from backend.models import BillingItem, Client, Contract, Referent, Site, Ticket
from backend.services import settlement, tickets
from backend.services.accounts import actor_of

CLOCKS = ("09:05", "09:40", "10:20", "11:15", "14:10", "14:50", "15:35", "16:20")


class Ending(StrEnum):
    """What became of a ticket."""

    PHONE = "phone"
    VISIT = "visit"
    INTERRUPTED = "interrupted"
    CALLED_OFF = "called_off"
    TO_COME = "to_come"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Subject:
    """Who calls about what; `site` counts his sites, round and round."""

    client: Client
    site: int
    case: Case


@dataclass(frozen=True, slots=True)
class Opened:
    """A ticket with what the following steps need to know of it."""

    ticket: Ticket
    case: Case
    client: Client
    ending: Ending
    position: int
    dispatcher: Actor
    at: datetime


# Sixty tickets, oldest first: every second or third one leads to a visit.
_PAST = [Ending.PHONE, Ending.VISIT, Ending.PHONE] * 15
ENDINGS = (
    *_PAST,
    Ending.INTERRUPTED,
    Ending.CALLED_OFF,
    *[Ending.TO_COME] * 8,
    *[Ending.OPEN] * 5,
)


# What waits on the day itself fits together: position of the client, of the site, title.
SCRIPT = (
    (7, 0, "Téléphones IP à déployer"),
    (6, 0, "Remplacement du NAS"),
    (0, 1, "Bornes Wi-Fi, salle 4"),
    (4, 0, "Perte du VLAN 120, bâtiment C"),
    (5, 0, "Sauvegarde en échec depuis trois nuits"),
    (2, 0, "Imprimante de l’état civil"),
    (10, 0, "Liaison entre deux sites coupée"),
    (8, 0, "Logiciel de facturation bloqué"),
    (3, 0, "Messagerie très lente"),
    (9, 0, "Onduleur qui sonne"),
    (1, 0, "Poste de paie qui ne démarre plus"),
    (11, 0, "Prise de rendez-vous en ligne indisponible"),
    (2, 1, "Antivirus périmé sur cinq postes"),
)


def open_tickets(company: Company, *, now: datetime) -> Iterator[Opened]:
    """Open the sixty tickets and solve those that a call was enough for."""
    dispatchers = [actor_of(user) for user in company.of_role(Role.DISPATCHER)]
    for position, ending in enumerate(ENDINGS):
        subject = _subject(company, position)
        dispatcher = dispatchers[position % len(dispatchers)]
        at = _opened_at(position, ending, now)
        ticket = _open(dispatcher, subject, position, at)
        if ending is Ending.PHONE:
            _solve_by_phone(company, dispatcher, ticket, subject.case, at)
        yield Opened(ticket, subject.case, subject.client, ending, position, dispatcher, at)


def _subject(company: Company, position: int) -> Subject:
    """Return who calls, about which of his sites, and what is wrong."""
    first = len(ENDINGS) - len(SCRIPT)
    if position >= first:
        number, site, title = SCRIPT[position - first]
        case = next(case for case in cases() if case.title == title)
        return Subject(company.clients[number], site, case)
    client = company.clients[(position * 5 + position // 12) % len(company.clients)]
    return Subject(client, position, case_for(client.kind, position))


def _opened_at(position: int, ending: Ending, now: datetime) -> datetime:
    clock = CLOCKS[position % len(CLOCKS)]
    if ending is Ending.OPEN:
        return now - timedelta(minutes=25 + 190 * (len(ENDINGS) - 1 - position))
    if ending is Ending.TO_COME:
        return working_day_at(now, -3, clock)
    return working_day_at(now, -88 + position * 80 // len(_PAST), clock)


def _open(actor: Actor, subject: Subject, position: int, at: datetime) -> Ticket:
    client, case = subject.client, subject.case
    sites = db.session.scalars(select(Site).where(Site.client_id == client.id).order_by(Site.id))
    people = db.session.scalars(
        select(Referent).where(Referent.client_id == client.id).order_by(Referent.id)
    )
    contract = db.session.scalar(select(Contract).where(Contract.client_id == client.id))
    caller, site = list(people), list(sites)
    who = caller[position % len(caller)]
    intake = tickets.Intake(
        client_id=client.id,
        site_id=site[subject.site % len(site)].id,
        contract_id=contract.id if contract else None,
        contract_number=contract.number if contract else "",
        kind=case.kind,
        title=case.title,
        problem=case.problem,
        last_actions=case.last_actions,
        error_messages=case.errors,
        blocking=case.blocking,
        caller_first_name=who.first_name,
        caller_last_name=who.last_name,
        caller_phone=who.phone,
        caller_verified="contract_number" if contract else "known_voice",
        skill=case.skill,
    )
    ticket = tickets.open_ticket(actor, intake, now=at)
    call = tickets.Call("in", who.name, 4 + position % 9, case.problem)
    tickets.add_call(actor, ticket.id, call, now=at)
    return ticket


def _solve_by_phone(
    company: Company, actor: Actor, ticket: Ticket, case: Case, at: datetime
) -> None:
    minutes = 10 + 5 * (len(ticket.title) % 5)
    solved_at = at + timedelta(minutes=minutes)
    tickets.resolve_by_phone(actor, ticket.id, case.by_phone, minutes, now=solved_at)
    db.session.flush()
    item = db.session.scalar(select(BillingItem).where(BillingItem.ticket_id == ticket.id))
    if item is not None and len(ticket.problem) % 4:
        office = actor_of(company.of_role(Role.BACK_OFFICE)[0])
        settlement.validate(office, item.id, now=solved_at + timedelta(days=1))
