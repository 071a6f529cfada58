"""What the demo company is made of, read from the TOML files beside this one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from backend.domain.actors import Role
from backend.domain.contracts import CommercialStatus, ContractKind
from backend.domain.missions import MissionNature
from backend.domain.tickets import TicketKind

PASSWORD = "lanterne-demo-2026"  # noqa: S105 -- the published password of the demo accounts
SHOWN = (
    "lucie.armand",
    "hugo.lambert",
    "ines.carvalho",
    "beatrice.vallin",
    "delphine.morvan",
    "adrien.costa",
)
"""The accounts that `make run` prints; the others have the same password."""


@dataclass(frozen=True, slots=True)
class Person:
    """One account of the firm; `skills` and `clearances` only for technicians."""

    first_name: str
    last_name: str
    role: Role
    phone: str
    language: str = "fr"
    city: str = ""
    skills: dict[str, int] = field(default_factory=dict)
    clearances: list[str] = field(default_factory=list)

    @property
    def login(self) -> str:
        """Return the part of the address before the @, without accents."""
        folded = self.first_name.lower().translate(str.maketrans("éèëïî", "eeeii"))
        return f"{folded}.{self.last_name.lower().replace(' ', '-')}"

    @property
    def email(self) -> str:
        """Return the address that the person signs in with."""
        return f"{self.login}@lanterne.example"


@dataclass(frozen=True, slots=True)
class Place:
    """One site. `access` is what a technician must know at the door."""

    name: str
    address: str
    postcode: str
    city: str
    access: str
    travel_minutes: int = 30


@dataclass(frozen=True, slots=True)
class Contact:
    """One referent of a client."""

    first_name: str
    last_name: str
    function: str
    phone: str
    kind: str = "functional"


@dataclass(frozen=True, slots=True)
class Deal:
    """One contract; days count from today, minutes for the hour bank, cents for prices."""

    number: str
    kind: ContractKind
    name: str
    starts_in_days: int
    ends_in_days: int | None = None
    terms: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Customer:
    """One client. `deal` is None for the one without a contract."""

    name: str
    kind: str
    phone: str
    sites: tuple[Place, ...]
    contacts: tuple[Contact, ...]
    deal: Deal | None
    status: CommercialStatus = CommercialStatus.UP_TO_DATE
    workstations: int = 20


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of trouble. `change` (before, after) is on `line` of the inventory.

    `clients` names the kinds of client that have it; empty means all.
    """

    title: str
    problem: str
    skill: str
    nature: MissionNature
    minutes: int
    last_actions: str
    errors: str
    by_phone: str
    todo: list[str]
    done: str
    met: str
    clients: list[str] = field(default_factory=list)
    part: str = ""
    line: str = ""
    change: list[str] = field(default_factory=list)
    kind: TicketKind = TicketKind.INCIDENT
    blocking: bool = False


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


def firm() -> dict[str, Any]:
    """Return the organisation, its skills, clearances and parts."""
    return _read("firm.toml")


@cache
def staff() -> tuple[Person, ...]:
    """Return everybody at the firm."""
    return tuple(Person(**{**row, "role": Role(row["role"])}) for row in firm()["staff"])


@cache
def service_contract(code: str) -> dict[str, Any]:
    """Return the fields of a service contract such as A003 (D-10, D-11)."""
    found: dict[str, Any] = _read("clients.toml")["service"][code]
    return found


def dossier_answers() -> dict[str, dict[str, list[str]]]:
    """Return, by section and line of the template, the answers of a small and a large client."""
    return _read("dossiers.toml")


@cache
def customers() -> tuple[Customer, ...]:
    """Return the clients with their sites, people and contract."""
    return tuple(_customer(dict(row)) for row in _read("clients.toml")["clients"])


def _customer(row: dict[str, Any]) -> Customer:
    deal = row.pop("deal", None)
    return Customer(
        **{**row, "status": CommercialStatus(row.get("status", "up_to_date"))}
        | {
            "sites": tuple(Place(**site) for site in row["sites"]),
            "contacts": tuple(Contact(**contact) for contact in row["contacts"]),
            "deal": Deal(**{**deal, "kind": ContractKind(deal["kind"])}) if deal else None,
        }
    )


def case_for(kind: str, position: int) -> Case:
    """Return the trouble that a client of this kind has as the `position`-th ticket."""
    fitting = [case for case in cases() if not case.clients or kind in case.clients]
    return fitting[(position * 7) % len(fitting)]


@cache
def cases() -> tuple[Case, ...]:
    """Return the kinds of trouble."""
    return tuple(
        Case(
            **{
                **row,
                "nature": MissionNature(row["nature"]),
                "kind": TicketKind(row.get("kind", "incident")),
            }
        )
        for row in _read("cases.toml")["cases"]
    )
