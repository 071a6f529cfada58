"""Filling in the firm and its clients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.database import db, new_id
from backend.demo.material import (
    Customer,
    Deal,
    Person,
    customers,
    firm,
    service_contract,
    staff,
)
from backend.domain.actors import Role
from backend.domain.contracts import DurationUnit
from backend.models import (
    CatalogueRow,
    Client,
    Contract,
    HourBankEntry,
    Referent,
    Site,
    Technician,
    User,
)
from backend.services import contracts
from backend.services.grants import grant

SERVICE_HOURS = [["08:00", "12:00"], ["14:00", "18:00"]]


@dataclass(frozen=True, slots=True)
class Company:
    """What the following steps need: people by login, clients in the order of the material."""

    people: Mapping[str, User]
    clients: tuple[Client, ...]

    def of_role(self, role: Role) -> list[User]:
        """Return the people of one role, in the order of the material."""
        return [user for user in self.people.values() if role.value in user.roles]


def found_company(password_hash: str, *, now: datetime) -> Company:
    """Add the firm, its lists, its people and its clients."""
    _add_lists()
    people = {person.login: _employ(person, password_hash, now) for person in staff()}
    db.session.flush()
    for position, person in enumerate(staff()):
        if person.role is Role.TECHNICIAN:
            _add_technician(people[person.login].id, person, position, now)
    return Company(people, tuple(_win(customer, now) for customer in customers()))


def _add_lists() -> None:
    material = firm()
    organisation = material["organisation"]
    _list("organisation", "firm", organisation["name"], organisation)
    for name in ("skills", "clearances"):
        for code, label in material[name].items():
            _list(name.removesuffix("s"), code, label, {})
    for part in material["parts"]:
        _list("part", part["code"], part["label"], {"cents": part["cents"]})


def _list(name: str, code: str, label: str, data: dict[str, Any]) -> None:
    db.session.add(CatalogueRow(scope_id="global", list=name, code=code, label=label, data=data))


def _employ(person: Person, password_hash: str, now: datetime) -> User:
    user = User(
        id=new_id(),
        email=person.email,
        password_hash=password_hash,
        first_name=person.first_name,
        last_name=person.last_name,
        phone=person.phone,
        roles=[person.role.value],
        language=person.language,
        created_at=now - timedelta(days=400),
    )
    db.session.add(user)
    return user


def _add_technician(user_id: UUID, person: Person, position: int, now: datetime) -> None:
    scope = f"technician:{user_id}"
    db.session.add(
        Technician(
            id=user_id,
            scope_id=scope,
            first_name=person.first_name,
            last_name=person.last_name,
            phone=person.phone,
            home_city=person.city,
            skills=person.skills,
            clearances=person.clearances,
            position=position,
        )
    )
    for own in ("global", scope):
        grant(user_id, own, "account", mode="read", now=now)


def _win(customer: Customer, now: datetime) -> Client:
    client_id = new_id()
    scope = f"client:{client_id}"
    client = Client(
        id=client_id,
        scope_id=scope,
        name=customer.name,
        kind=customer.kind,
        phone=customer.phone,
        commercial_status=customer.status,
    )
    db.session.add(client)
    db.session.flush()
    for place in customer.sites:
        site = Site(scope_id=scope, client_id=client_id, name=place.name, address=place.address)
        site.postcode, site.city = place.postcode, place.city
        site.access_info, site.travel_minutes = place.access, place.travel_minutes
        site.phone = customer.phone
        db.session.add(site)
    for contact in customer.contacts:
        referent = Referent(scope_id=scope, client_id=client_id, kind=contact.kind)
        referent.first_name, referent.last_name = contact.first_name, contact.last_name
        referent.function, referent.phone = contact.function, contact.phone
        referent.designated_on = (now - timedelta(days=380)).date()
        db.session.add(referent)
    if customer.deal:
        _sign(customer.deal, client, now)
    db.session.flush()
    contracts.refresh_search(client_id)
    return client


def _sign(deal: Deal, client: Client, now: datetime) -> None:
    terms = deal.terms
    days = timedelta(days=1)
    contract = Contract(
        id=new_id(),
        scope_id=client.scope_id,
        client_id=client.id,
        number=deal.number,
        kind=deal.kind,
        name=deal.name,
        starts_on=(now + deal.starts_in_days * days).date(),
        ends_on=None if deal.ends_in_days is None else (now + deal.ends_in_days * days).date(),
        bank_total_minutes=terms.get("bank_total"),
        bank_minutes=terms.get("bank"),
        labour_covered=terms.get("labour_covered", False),
        travel_covered=terms.get("travel_covered", False),
        parts_covered=terms.get("parts_covered", False),
        travel_counts=terms.get("travel_counts", False),
        hourly_cents=terms.get("hourly_cents", 0),
        travel_cents=terms.get("travel_cents", 0),
        service_hours=SERVICE_HOURS,
        service=_service_fields(deal, now),
    )
    if "gti" in terms:
        contract.gti_value, contract.gti_unit = terms["gti"], DurationUnit.BUSINESS_DAY
        contract.gtr_value, contract.gtr_unit = terms["gtr"], DurationUnit.BUSINESS_DAY
    db.session.add(contract)
    db.session.flush()
    if contract.bank_minutes is not None and contract.bank_total_minutes is not None:
        _fill_bank(contract, contract.bank_total_minutes, contract.bank_minutes, now)


def _service_fields(deal: Deal, now: datetime) -> dict[str, Any]:
    code = deal.terms.get("service_code")
    if code is None:
        return {}
    effective = (now + timedelta(days=deal.starts_in_days)).date()
    revised = effective + timedelta(days=365)
    return {
        **service_contract(code),
        "effective_on": effective.isoformat(),
        "revised_on": revised.isoformat(),
    }


def _fill_bank(contract: Contract, total: int, left: int, now: datetime) -> None:
    """Credit the whole bank, then debit what earlier years' visits have used up."""
    start = now - timedelta(days=180)
    entries = [(total, "credit", start), (left - total, "carried_over", now - timedelta(days=95))]
    for minutes, reason, at in entries:
        if minutes:
            db.session.add(
                HourBankEntry(contract_id=contract.id, minutes=minutes, reason=reason, at=at)
            )
