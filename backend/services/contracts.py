"""Who calls, and what he may expect: found while the dispatcher is still listening."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.domain.actors import Actor
from backend.domain.contracts import CommercialStatus, ContractStatus
from backend.models import Client, Contract, HistoryEntry, Referent, Site, Ticket


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
    """Find clients by name, contract number, phone, referent or ticket number."""
    raise NotImplementedError


def client_card(actor: Actor, client_id: UUID, *, today: date) -> ClientCard:
    """Return what is known of a client, or raise NotFound."""
    raise NotImplementedError


def refresh_search(client_id: UUID) -> None:
    """Rewrite what `search_clients` looks through; call it when name, people or contracts change."""
    raise NotImplementedError
