"""Clients and what belongs to them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from backend.database import new_id
from backend.domain.contracts import ContractKind, DurationUnit
from backend.models import (
    CatalogueRow,
    Client,
    Contract,
    Dossier,
    DossierItem,
    HistoryEntry,
    Referent,
    Site,
)
from tests.making.base import Maker, of_client, save

TERMS: dict[ContractKind, dict[str, Any]] = {
    ContractKind.SERVICE: {
        "labour_covered": True,
        "travel_covered": True,
        "parts_covered": False,
        "hourly_cents": 7500,
    },
    ContractKind.MANAGED: {
        "bank_minutes": 600,
        "bank_total_minutes": 1200,
        "travel_covered": True,
        "hourly_cents": 8000,
        "travel_cents": 4000,
    },
    ContractKind.TIME_AND_MATERIAL: {"hourly_cents": 9000, "travel_cents": 4500},
}


class Clients(Maker):
    """Makes clients, contracts, dossiers and lists."""

    def client(self, **fields: Any) -> Client:
        """Make a client, findable by its name."""
        client_id = fields.pop("id", None) or new_id()
        name = fields.get("name", f"Commune de Valmont {next(self.n)}")
        defaults = {
            "id": client_id,
            "scope_id": f"client:{client_id}",
            "name": name,
            "search": name.lower(),
        }
        return save(Client(**(defaults | fields)))

    def site(self, client: Client | None = None, **fields: Any) -> Site:
        """Make a site."""
        client = client or self.client()
        defaults = {
            "name": "Mairie",
            "address": "1 place de la République",
            "postcode": "35000",
            "city": "Rennes",
        }
        return save(Site(**of_client(client), **(defaults | fields)))

    def referent(self, client: Client | None = None, **fields: Any) -> Referent:
        """Make a contact of the client."""
        client = client or self.client()
        defaults = {"first_name": "Sylvie", "last_name": "Garnier", "phone": "01 23 45 67 89"}
        return save(Referent(**of_client(client), **(defaults | fields)))

    def contract(
        self,
        client: Client | None = None,
        kind: ContractKind = ContractKind.SERVICE,
        **fields: Any,
    ) -> Contract:
        """Make a contract of `kind`, running this year and the next."""
        client = client or self.client()
        defaults: dict[str, Any] = {
            "number": f"C-2026-{next(self.n):03d}",
            "kind": kind,
            "name": "Contrat",
            "starts_on": date(self.now.year, 1, 1),
            "ends_on": date(self.now.year + 1, 12, 31),
            "service_hours": [["08:00", "12:00"], ["14:00", "18:00"]],
            "gti_value": 1,
            "gti_unit": DurationUnit.BUSINESS_DAY,
            "gtr_value": 8,
            "gtr_unit": DurationUnit.BUSINESS_DAY,
        }
        return save(Contract(**of_client(client), **(defaults | TERMS[kind] | fields)))

    def dossier(self, client: Client | None = None, **fields: Any) -> Dossier:
        """Make a client's dossier, empty."""
        client = client or self.client()
        dossier_id = fields.pop("id", None) or new_id()
        defaults = {"title": client.name, "client_id": client.id}
        scope = f"dossier:{dossier_id}"
        return save(Dossier(id=dossier_id, scope_id=scope, **(defaults | fields)))

    def dossier_item(self, dossier: Dossier | None = None, **fields: Any) -> DossierItem:
        """Make one line of an inventory."""
        dossier = dossier or self.dossier()
        defaults = {
            "dossier_id": dossier.id,
            "scope_id": dossier.scope_id,
            "section": "datacenters",
            "domain": "Sites centraux",
            "sub_domain": "Firewall",
            "description": "Pare-feu principal",
            "quantity": "1",
        }
        return save(DossierItem(**(defaults | fields)))

    def history_entry(self, client: Client | None = None, **fields: Any) -> HistoryEntry:
        """Make one past intervention."""
        client = client or self.client()
        defaults = {
            "number": f"R-2025-{next(self.n):04d}",
            "at": self.now - timedelta(days=90),
            "title": "Panne du réseau",
            "summary": "Commutateur remplacé",
            "by_name": "Alex Martin",
        }
        return save(HistoryEntry(**of_client(client), **(defaults | fields)))

    def catalogue_row(self, **fields: Any) -> CatalogueRow:
        """Make one entry of a reference list."""
        defaults = {
            "scope_id": "global",
            "list": "part",
            "code": f"P{next(self.n)}",
            "label": "Câble",
            "data": {"cents": 900},
        }
        return save(CatalogueRow(**(defaults | fields)))
