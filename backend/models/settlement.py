"""What the back office receives: one billing item for every closed ticket."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base, choice, new_id
from backend.domain.settlement import BillingOutcome, BillingStatus
from backend.sequence import Synced


class BillingItem(Base):
    """Invoice, debit of the hour bank, or both; at 0 € when nothing is due (A-37…A-43).

    `lines` is a list of {code, label, quantity, unit, unit_cents, total_cents}, amounts without
    tax; `code` and `unit` are labour/min, travel/trip, part/piece. `differs` says that the hours
    left had changed since the client signed, so that this is not what the client saw.
    """

    __tablename__ = "billing_item"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    client_id: Mapped[UUID] = mapped_column(ForeignKey("client.id"), index=True)
    ticket_id: Mapped[UUID | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("report.id"), unique=True)
    contract_id: Mapped[UUID | None] = mapped_column(ForeignKey("contract.id"))
    outcome: Mapped[BillingOutcome] = mapped_column(choice(BillingOutcome))
    status: Mapped[BillingStatus] = mapped_column(
        choice(BillingStatus), default=BillingStatus.TO_VALIDATE, index=True
    )
    summary: Mapped[str] = mapped_column(Text)
    lines: Mapped[list[Any]] = mapped_column(default=list)
    total_cents: Mapped[int] = mapped_column(default=0)
    debit_minutes: Mapped[int] = mapped_column(default=0)
    differs: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    validated_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]


class CatalogueRow(Synced):
    """One entry of the firm's reference lists; scope `global`.

    `list` is `part` (code, label, {"cents": …}), `skill`, `clearance` or `organisation`
    (name, address, phone, colours; one row).
    """

    __tablename__ = "catalogue_row"
    __table_args__ = (Index("ix__catalogue_row__feed", "scope_id", "seq"),)

    list: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(60))
    label: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
