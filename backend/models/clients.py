"""Clients, their sites, their people and their contracts. Scope `client:<id>`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base, choice, new_id
from backend.domain.contracts import CommercialStatus, ContractKind, DurationUnit
from backend.sequence import Synced


class Client(Synced):
    """An organisation that the firm works for. Its own id is in its scope."""

    __tablename__ = "client"
    __table_args__ = (Index("ix__client__feed", "scope_id", "seq"),)

    name: Mapped[str] = mapped_column(index=True)
    search: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(40), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(5), default="fr")
    commercial_status: Mapped[CommercialStatus] = mapped_column(
        choice(CommercialStatus), default=CommercialStatus.UP_TO_DATE
    )
    send_summary: Mapped[bool] = mapped_column(default=False)
    lead_technician_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    notes: Mapped[str] = mapped_column(Text, default="")


class Site(Synced):
    """A place where work is done."""

    __tablename__ = "site"
    __table_args__ = (Index("ix__site__feed", "scope_id", "seq"),)

    client_id: Mapped[UUID] = mapped_column(ForeignKey("client.id"), index=True)
    name: Mapped[str]
    address: Mapped[str]
    postcode: Mapped[str] = mapped_column(String(12))
    city: Mapped[str]
    timezone: Mapped[str] = mapped_column(String(40), default="Europe/Paris")
    phone: Mapped[str] = mapped_column(String(40), default="")
    access_info: Mapped[str] = mapped_column(Text, default="")
    travel_minutes: Mapped[int] = mapped_column(default=30)


class Referent(Synced):
    """A named contact of the client (D-28)."""

    __tablename__ = "referent"
    __table_args__ = (Index("ix__referent__feed", "scope_id", "seq"),)

    client_id: Mapped[UUID] = mapped_column(ForeignKey("client.id"), index=True)
    first_name: Mapped[str]
    last_name: Mapped[str]
    function: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(String(20), default="functional")
    can_sign: Mapped[bool] = mapped_column(default=True)
    designated_on: Mapped[date | None] = mapped_column(Date)

    @property
    def name(self) -> str:
        """Return first and last name."""
        return f"{self.first_name} {self.last_name}"


class Contract(Synced):
    """What the client pays for, and on which terms. Money in cents, time in minutes.

    `service` holds the fields of a service contract such as A003 (D-10, D-11), by name.
    `service_hours` is a list of pairs such as ["08:00", "12:00"], Monday to Friday; empty means
    the hotline's hours, 9 to 17.
    """

    __tablename__ = "contract"
    __table_args__ = (Index("ix__contract__feed", "scope_id", "seq"),)

    client_id: Mapped[UUID] = mapped_column(ForeignKey("client.id"), index=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[ContractKind] = mapped_column(choice(ContractKind))
    name: Mapped[str]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    bank_minutes: Mapped[int | None]
    bank_total_minutes: Mapped[int | None]
    labour_covered: Mapped[bool] = mapped_column(default=False)
    travel_covered: Mapped[bool] = mapped_column(default=False)
    parts_covered: Mapped[bool] = mapped_column(default=False)
    travel_counts: Mapped[bool] = mapped_column(default=False)
    hourly_cents: Mapped[int] = mapped_column(default=0)
    travel_cents: Mapped[int] = mapped_column(default=0)
    signature_required: Mapped[bool] = mapped_column(default=True)
    gti_value: Mapped[int | None]
    gti_unit: Mapped[DurationUnit | None] = mapped_column(choice(DurationUnit))
    gtr_value: Mapped[int | None]
    gtr_unit: Mapped[DurationUnit | None] = mapped_column(choice(DurationUnit))
    service_hours: Mapped[list[Any]] = mapped_column(default=list)
    service: Mapped[dict[str, Any]] = mapped_column(default=dict)


class HourBankEntry(Base):
    """One credit (+) or debit (-) of a contract's hours, in minutes. Append-only."""

    __tablename__ = "hour_bank_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    report_id: Mapped[UUID | None] = mapped_column(index=True)
    minutes: Mapped[int]
    reason: Mapped[str]
    at: Mapped[datetime]


class HistoryEntry(Synced):
    """One past intervention, as whoever comes next must know it (A-33, A-36)."""

    __tablename__ = "history_entry"
    __table_args__ = (Index("ix__history_entry__feed", "scope_id", "seq"),)

    client_id: Mapped[UUID] = mapped_column(ForeignKey("client.id"), index=True)
    site_id: Mapped[UUID | None]
    ticket_id: Mapped[UUID | None] = mapped_column(index=True)
    mission_id: Mapped[UUID | None]
    report_id: Mapped[UUID | None]
    number: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str]
