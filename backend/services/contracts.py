"""Who calls, and what he may expect: found while the dispatcher is still listening."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select

from backend.clock import utcnow
from backend.database import db
from backend.domain.actors import Actor
from backend.domain.contracts import (
    CommercialStatus,
    ContractStatus,
    Validity,
    contract_status,
)
from backend.domain.door import DESK, absent
from backend.domain.folding import compact, search_text, search_words, ticket_number
from backend.domain.tickets import LIVE
from backend.models import Client, Contract, HistoryEntry, Referent, Site, Ticket
from backend.services.grants import has_grant, live_scopes

STANDING = frozenset({ContractStatus.ACTIVE, ContractStatus.EXHAUSTED})
_BEST_FIRST = (
    ContractStatus.ACTIVE,
    ContractStatus.EXHAUSTED,
    ContractStatus.EXPIRED,
    ContractStatus.NONE,
)
_HISTORY = 20


@dataclass(frozen=True, slots=True)
class ClientHit:
    """One client found, with the contract that stands best."""

    client: Client
    contract: Contract | None
    contract_status: ContractStatus
    commercial_status: CommercialStatus
    sites: tuple[Site, ...]
    referents: tuple[Referent, ...]


@dataclass(frozen=True, slots=True)
class ContractLine:
    """One contract and how it stands."""

    contract: Contract
    status: ContractStatus


@dataclass(frozen=True, slots=True)
class ClientCard:
    """Everything about one client on one page."""

    client: Client
    commercial_status: CommercialStatus
    contracts: tuple[ContractLine, ...]
    sites: tuple[Site, ...]
    referents: tuple[Referent, ...]
    open_tickets: tuple[Ticket, ...]
    history: tuple[HistoryEntry, ...]


def search_clients(actor: Actor, text: str, *, today: date, limit: int = 12) -> list[ClientHit]:
    """Find clients by name, contract number, phone, referent or ticket number.

    Three queries, whatever is found. The contract shown is the one whose number was typed, else
    the one that stands best.
    """
    words = search_words(text)
    if not words:
        return []
    return _hits(_matches(actor, text, words, limit), words, today=today)


def list_clients(actor: Actor, *, today: date, limit: int = 200) -> list[ClientHit]:
    """Return the clients that the actor may see, by name."""
    return _hits(_matches(actor, "", [], limit), [], today=today)


def _hits(matches: Select[Any], typed: list[str], *, today: date) -> list[ClientHit]:
    rows = db.session.execute(matches).all()
    clients = {client.id: client for client, _ in rows}
    contracts = _grouped(contract for _, contract in rows if contract is not None)
    sites = _grouped(_of_clients(Site, clients))
    referents = _grouped(_of_clients(Referent, clients))
    return [
        _hit(client, contracts[key], sites[key], referents[key], today=today, typed=typed)
        for key, client in clients.items()
    ]


def client_card(actor: Actor, client_id: UUID, *, today: date) -> ClientCard:
    """Return what is known of a client, or raise NotFound."""
    client = access_client(actor, client_id)
    contracts = _best_first(_of_clients(Contract, [client_id]), today=today)
    return ClientCard(
        client=client,
        commercial_status=client.commercial_status,
        contracts=tuple(ContractLine(c, status_of(c, today=today)) for c in contracts),
        sites=tuple(_of_clients(Site, [client_id])),
        referents=tuple(_of_clients(Referent, [client_id])),
        open_tickets=tuple(db.session.scalars(_open_tickets(client_id))),
        history=tuple(db.session.scalars(_history(client_id))),
    )


def access_client(actor: Actor, client_id: UUID) -> Client:
    """Return the client, or raise NotFound if there is none or the actor may not see it."""
    client = db.session.get(Client, client_id)
    if client is None or client.deleted_at is not None:
        raise absent()
    if actor.has(*DESK) or has_grant(actor.user_id, client.scope_id, now=utcnow()):
        return client
    raise absent()


def status_of(contract: Contract, *, today: date) -> ContractStatus:
    """Say how a contract stands on `today`."""
    validity = Validity(contract.starts_on, contract.ends_on, contract.bank_minutes)
    return contract_status(validity, today=today)


def best_contract(client_id: UUID, *, today: date) -> Contract | None:
    """Return the contract of a client that stands best on `today`."""
    contracts = _best_first(_of_clients(Contract, [client_id]), today=today)
    return contracts[0] if contracts else None


def refresh_search(client_id: UUID) -> None:
    """Rewrite what `search_clients` looks through, after name, people or contracts changed."""
    db.session.flush()
    client = db.session.get_one(Client, client_id)
    referents = _of_clients(Referent, [client_id])
    sites = _of_clients(Site, [client_id])
    client.search = search_text(
        names=[client.name, *(r.name for r in referents), *(site.city for site in sites)],
        numbers=[contract.number for contract in _of_clients(Contract, [client_id])],
        phones=[client.phone, *(r.phone for r in referents), *(site.phone for site in sites)],
    )


def _matches(actor: Actor, text: str, words: list[str], limit: int) -> Select[*tuple[Any, ...]]:
    found: ColumnElement[bool] = Client.deleted_at.is_(None)
    for word in words:
        found = found & Client.search.contains(word, autoescape=True)
    number = ticket_number(text)
    if number is not None:
        by_ticket = select(Ticket.client_id).where(Ticket.number == number)
        found = or_(found, Client.id.in_(by_ticket))
    ids = select(Client.id).where(found).order_by(Client.name, Client.id).limit(limit)
    if not actor.has(*DESK):
        ids = ids.where(Client.scope_id.in_(live_scopes(actor.user_id, now=utcnow())))
    chosen = ids.subquery()
    return (
        select(Client, Contract)
        .join(chosen, chosen.c.id == Client.id)
        .outerjoin(Contract, (Contract.client_id == Client.id) & Contract.deleted_at.is_(None))
        .order_by(Client.name, Client.id)
    )


def _hit(
    client: Client,
    contracts: list[Contract],
    sites: list[Site],
    referents: list[Referent],
    *,
    today: date,
    typed: list[str],
) -> ClientHit:
    ranked = _best_first(contracts, today=today)
    named = [contract for contract in ranked if compact(contract.number) in typed]
    contract = next(iter(named or ranked), None)
    return ClientHit(
        client=client,
        contract=contract,
        contract_status=status_of(contract, today=today) if contract else ContractStatus.NONE,
        commercial_status=client.commercial_status,
        sites=tuple(sites),
        referents=tuple(referents),
    )


def _best_first(contracts: Iterable[Contract], *, today: date) -> list[Contract]:
    latest_first = sorted(contracts, key=lambda c: c.ends_on or date.max, reverse=True)
    return sorted(latest_first, key=lambda c: _BEST_FIRST.index(status_of(c, today=today)))


def _of_clients(model: Any, client_ids: Iterable[UUID]) -> list[Any]:
    query = select(model).where(model.client_id.in_(list(client_ids)), model.deleted_at.is_(None))
    return list(db.session.scalars(query.order_by(model.id)))


def _grouped(rows: Iterable[Any]) -> defaultdict[UUID, list[Any]]:
    groups: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.client_id].append(row)
    return groups


def _open_tickets(client_id: UUID) -> Select[Ticket]:
    query = select(Ticket).where(Ticket.client_id == client_id, Ticket.status.in_(LIVE))
    return query.order_by(Ticket.opened_at.desc())


def _history(client_id: UUID) -> Select[HistoryEntry]:
    query = select(HistoryEntry).where(
        HistoryEntry.client_id == client_id, HistoryEntry.deleted_at.is_(None)
    )
    return query.order_by(HistoryEntry.at.desc()).limit(_HISTORY)
