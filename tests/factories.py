"""Test data. Every field has a default; a test names only the fields it is about.

Everything is committed at once, as if it had always been there.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from backend.database import db, new_id
from backend.domain.actors import Actor, Role
from backend.domain.contracts import ContractKind, DurationUnit
from backend.domain.missions import MissionNature, MissionStatus
from backend.domain.reports import ChangeOp, SignerRole, SigningOutcome, TimeKind
from backend.domain.tickets import TicketKind
from backend.models import (
    AccessGrant,
    Attachment,
    Booking,
    CatalogueRow,
    Client,
    Contract,
    Device,
    Dossier,
    DossierChange,
    DossierItem,
    HistoryEntry,
    Mission,
    PartLine,
    Referent,
    Report,
    Signature,
    Site,
    Technician,
    Ticket,
    TimeEntry,
    User,
)

MONDAY = datetime.fromisoformat("2026-05-04T08:00:00+00:00")  # Ten o’clock in Paris.
HOUR = timedelta(hours=1)


def actor(user: User) -> Actor:
    """Return the person as the rules see her."""
    roles = frozenset(Role(role) for role in user.roles)
    return Actor(user.id, user.name, roles, user.language)


class Make:
    """Makes rows; `now` is when they were made."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now
        self._n = count(1)

    # --- people --------------------------------------------------------------------------------

    def user(self, *roles: Role, **fields: Any) -> User:
        """Make a person; without a role, a dispatcher."""
        n = next(self._n)
        defaults = {
            "email": f"person{n}@example.org",
            "first_name": "Camille",
            "last_name": f"Personne{n}",
            "roles": [role.value for role in roles or (Role.DISPATCHER,)],
            "created_at": self.now,
        }
        return self._save(User(**(defaults | fields)))

    def technician(self, **fields: Any) -> User:
        """Make a technician: the account, what planning knows, and the two rights all have."""
        user_fields = {
            k: fields.pop(k) for k in ("email", "password_hash", "language") if k in fields
        }
        names = {k: fields[k] for k in ("first_name", "last_name") if k in fields}
        user = self.user(Role.TECHNICIAN, **names, **user_fields)
        defaults = {
            "id": user.id,
            "scope_id": f"technician:{user.id}",
            "first_name": user.first_name,
            "last_name": user.last_name,
            "home_city": "Rennes",
            "skills": {"network": 2},
            "clearances": [],
            "position": next(self._n),
        }
        self._save(Technician(**(defaults | fields)))
        for scope in ("global", f"technician:{user.id}"):
            self.grant(user.id, scope, cause="account", mode="read")
        return user

    def grant(self, user_id: UUID, scope: str, **fields: Any) -> AccessGrant:
        """Give a person the right to a scope."""
        defaults = {
            "user_id": user_id,
            "scope_id": scope,
            "mode": "write",
            "cause": "test",
            "granted_at": self.now,
        }
        return self._save(AccessGrant(**(defaults | fields)))

    def device(self, user: User, **fields: Any) -> Device:
        """Make a phone."""
        defaults = {"user_id": user.id, "label": "Téléphone", "created_at": self.now}
        return self._save(Device(**(defaults | fields)))

    # --- clients -------------------------------------------------------------------------------

    def client(self, **fields: Any) -> Client:
        """Make a client, findable by its name."""
        client_id = fields.pop("id", None) or new_id()
        name = fields.get("name", f"Commune de Valmont {next(self._n)}")
        defaults = {
            "id": client_id,
            "scope_id": f"client:{client_id}",
            "name": name,
            "search": name.lower(),
        }
        return self._save(Client(**(defaults | fields)))

    def site(self, client: Client | None = None, **fields: Any) -> Site:
        """Make a site."""
        client = client or self.client()
        defaults = {
            "name": "Mairie",
            "address": "1 place de la République",
            "postcode": "35000",
            "city": "Rennes",
        }
        return self._save(Site(**self._of(client), **(defaults | fields)))

    def referent(self, client: Client | None = None, **fields: Any) -> Referent:
        """Make a contact of the client."""
        client = client or self.client()
        defaults = {"first_name": "Sylvie", "last_name": "Garnier", "phone": "01 23 45 67 89"}
        return self._save(Referent(**self._of(client), **(defaults | fields)))

    def contract(
        self,
        client: Client | None = None,
        kind: ContractKind = ContractKind.SERVICE,
        **fields: Any,
    ) -> Contract:
        """Make a contract of `kind`, running this year and the next."""
        client = client or self.client()
        defaults: dict[str, Any] = {
            "number": f"C-2026-{next(self._n):03d}",
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
        return self._save(Contract(**self._of(client), **(defaults | TERMS[kind] | fields)))

    def dossier(self, client: Client | None = None, **fields: Any) -> Dossier:
        """Make a client's dossier, empty."""
        client = client or self.client()
        dossier_id = fields.pop("id", None) or new_id()
        defaults = {"title": client.name, "client_id": client.id}
        scope = f"dossier:{dossier_id}"
        return self._save(Dossier(id=dossier_id, scope_id=scope, **(defaults | fields)))

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
        return self._save(DossierItem(**(defaults | fields)))

    def history_entry(self, client: Client | None = None, **fields: Any) -> HistoryEntry:
        """Make one past intervention."""
        client = client or self.client()
        defaults = {
            "number": f"R-2025-{next(self._n):04d}",
            "at": self.now - timedelta(days=90),
            "title": "Panne du réseau",
            "summary": "Commutateur remplacé",
            "by_name": "Alex Martin",
        }
        return self._save(HistoryEntry(**self._of(client), **(defaults | fields)))

    # --- work ----------------------------------------------------------------------------------

    def ticket(self, client: Client | None = None, **fields: Any) -> Ticket:
        """Make an open ticket."""
        client = client or self.client()
        defaults = {
            "number": f"T-1999-{next(self._n):04d}",
            "client_id": client.id,
            "kind": TicketKind.INCIDENT,
            "title": "Plus de réseau à l’accueil",
            "problem": "Les postes de l’accueil n’ont plus de réseau.",
            "caller_first_name": "Sylvie",
            "caller_last_name": "Garnier",
            "opened_at": self.now,
        }
        if "opened_by" not in fields:
            fields["opened_by"] = self.user().id
        return self._save(Ticket(**(defaults | fields)))

    def mission(self, ticket: Ticket | None = None, **fields: Any) -> Mission:
        """Make a mission that waits for a slot, of a ticket of its own unless one is given."""
        ticket = ticket or self.ticket()
        mission_id = fields.pop("id", None) or new_id()
        defaults = {
            "id": mission_id,
            "scope_id": f"mission:{mission_id}",
            "number": f"M-1999-{next(self._n):04d}",
            "ticket_id": ticket.id,
            "ticket_number": ticket.number,
            "client_id": ticket.client_id,
            "contract_id": ticket.contract_id,
            "nature": MissionNature.NETWORK,
            "skill": "network",
            "title": ticket.title,
            "problem": ticket.problem,
            "todo": [{"id": "1", "text": "Tester le commutateur", "done": False}],
            "estimated_minutes": 90,
            "created_at": self.now,
            "created_by": ticket.opened_by,
        }
        if "site_id" not in fields:
            client = db.session.get_one(Client, ticket.client_id)
            fields["site_id"] = ticket.site_id or self.site(client).id
        return self._save(Mission(**(defaults | fields)))

    def planned_mission(self, technician: User, **fields: Any) -> Mission:
        """Make a mission planned tomorrow for `technician`, with its booking and its rights."""
        start = fields.pop("starts_at", self.now + timedelta(days=1))
        defaults = {
            "technician_id": technician.id,
            "status": MissionStatus.PLANNED,
            "starts_at": start,
            "ends_at": fields.pop("ends_at", start + 2 * HOUR),
        }
        mission = self.mission(**(defaults | fields))
        self.booking(technician, mission_id=mission.id, starts_at=start, ends_at=mission.ends_at)
        cause = f"mission:{mission.id}"
        self.grant(technician.id, cause, cause=cause)
        self.grant(technician.id, f"client:{mission.client_id}", cause=cause, mode="read")
        return mission

    def booking(self, technician: User, **fields: Any) -> Booking:
        """Take a technician's time."""
        start = fields.pop("starts_at", self.now + timedelta(days=1))
        defaults = {
            "technician_id": technician.id,
            "starts_at": start,
            "ends_at": start + 2 * HOUR,
        }
        return self._save(Booking(**(defaults | fields)))

    # --- reports -------------------------------------------------------------------------------

    def report(self, mission: Mission, **fields: Any) -> Report:
        """Make the draft of a report on `mission`, by its technician."""
        defaults = {
            "scope_id": mission.scope_id,
            "mission_id": mission.id,
            "ticket_id": mission.ticket_id,
            "client_id": mission.client_id,
            "technician_id": mission.technician_id,
            "started_at": self.now,
        }
        return self._save(Report(**(defaults | fields)))

    def time_entry(self, report: Report, **fields: Any) -> TimeEntry:
        """Make an hour of work."""
        defaults = {"kind": TimeKind.WORK, "minutes": 60}
        return self._save(TimeEntry(**self._in(report), **(defaults | fields)))

    def part_line(self, report: Report, **fields: Any) -> PartLine:
        """Make one part used."""
        defaults = {"reference": "SW8", "label": "Commutateur 8 ports", "unit_cents": 4900}
        return self._save(PartLine(**self._in(report), **(defaults | fields)))

    def attachment(self, report: Report, **fields: Any) -> Attachment:
        """Make a photo whose bytes have not come yet."""
        defaults = {"sha256": f"{next(self._n):064x}", "size": 1000, "mime": "image/jpeg"}
        return self._save(Attachment(**self._in(report), **(defaults | fields)))

    def dossier_change(self, report: Report, **fields: Any) -> DossierChange:
        """Make one line that the visit adds to the inventory."""
        defaults = {
            "op": ChangeOp.ADD,
            "section": "datacenters",
            "label": "Commutateur",
            "after": "8 ports",
        }
        return self._save(DossierChange(**self._in(report), **(defaults | fields)))

    def signature(self, report: Report, **fields: Any) -> Signature:
        """Make the technician's signature of what is frozen."""
        defaults = {
            "role": SignerRole.TECHNICIAN,
            "name": "Alex Martin",
            "outcome": SigningOutcome.SIGNED,
            "content_sha256": report.content_sha256 or "",
            "signed_at": self.now,
        }
        return self._save(Signature(**self._in(report), **(defaults | fields)))

    # --- lists ---------------------------------------------------------------------------------

    def catalogue_row(self, **fields: Any) -> CatalogueRow:
        """Make one entry of a reference list."""
        defaults = {
            "scope_id": "global",
            "list": "part",
            "code": f"P{next(self._n)}",
            "label": "Câble",
            "data": {"cents": 900},
        }
        return self._save(CatalogueRow(**(defaults | fields)))

    @staticmethod
    def _of(client: Client) -> dict[str, Any]:
        return {"scope_id": f"client:{client.id}", "client_id": client.id}

    @staticmethod
    def _in(report: Report) -> dict[str, Any]:
        return {"scope_id": report.scope_id, "report_id": report.id}

    @staticmethod
    def _save(row: Any) -> Any:
        db.session.add(row)
        db.session.commit()
        return row


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
