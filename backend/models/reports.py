"""Reports and everything a technician records on site. Scope `mission:<id>`."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import choice
from backend.domain.reports import (
    ChangeOp,
    InventoryAnswer,
    PdfState,
    ReportStatus,
    SignerRole,
    SigningOutcome,
    TimeKind,
)
from backend.sequence import Synced


class Report(Synced):
    """What was done on one mission.

    `frozen` is the canonical content R that was signed, as the phone built it; `content_sha256`
    is SHA-256(JCS(R)) in hex. `previous_sha256` chains versions.
    """

    __tablename__ = "report"
    __table_args__ = (
        Index("ix__report__feed", "scope_id", "seq"),
        Index("ix__report__inbox", "status", "closed_at"),
    )

    mission_id: Mapped[UUID] = mapped_column(ForeignKey("mission.id"), index=True)
    ticket_id: Mapped[UUID | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    client_id: Mapped[UUID] = mapped_column(ForeignKey("client.id"), index=True)
    technician_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    number: Mapped[str] = mapped_column(String(40), default="")
    revision: Mapped[int] = mapped_column(default=1)
    status: Mapped[ReportStatus] = mapped_column(choice(ReportStatus), default=ReportStatus.DRAFT)
    actions_done: Mapped[str] = mapped_column(Text, default="")
    problems_met: Mapped[str] = mapped_column(Text, default="")
    reservations: Mapped[str] = mapped_column(Text, default="")
    inventory_answer: Mapped[InventoryAnswer] = mapped_column(
        choice(InventoryAnswer), default=InventoryAnswer.UNANSWERED
    )
    solved: Mapped[bool] = mapped_column(default=True)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[SigningOutcome | None] = mapped_column(choice(SigningOutcome))
    outcome_reason: Mapped[str] = mapped_column(Text, default="")
    frozen: Mapped[dict[str, Any] | None]
    content_sha256: Mapped[str | None] = mapped_column(String(64))
    previous_sha256: Mapped[str | None] = mapped_column(String(64))
    frozen_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    pdf_state: Mapped[PdfState] = mapped_column(choice(PdfState), default=PdfState.NONE)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    pdf_error: Mapped[str | None] = mapped_column(String(500))


class TimeEntry(Synced):
    """Minutes spent, by kind. Append-only: a correction deletes one and adds another."""

    __tablename__ = "time_entry"
    __table_args__ = (Index("ix__time_entry__feed", "scope_id", "seq"),)

    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), index=True)
    kind: Mapped[TimeKind] = mapped_column(choice(TimeKind))
    minutes: Mapped[int]
    started_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")


class PartLine(Synced):
    """A part used. `unit_cents` is the price without tax of one."""

    __tablename__ = "part_line"
    __table_args__ = (Index("ix__part_line__feed", "scope_id", "seq"),)

    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), index=True)
    reference: Mapped[str] = mapped_column(String(60), default="")
    label: Mapped[str]
    quantity: Mapped[int] = mapped_column(default=1)
    unit_cents: Mapped[int] = mapped_column(default=0)


class Attachment(Synced):
    """A photo or a scan; the bytes are the blob of that hash."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix__attachment__feed", "scope_id", "seq"),)

    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    mime: Mapped[str] = mapped_column(String(80))
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    caption: Mapped[str] = mapped_column(default="")
    taken_at: Mapped[datetime | None]


class DossierChange(Synced):
    """What the visit proposes to change in the inventory; closing the report applies it."""

    __tablename__ = "dossier_change"
    __table_args__ = (Index("ix__dossier_change__feed", "scope_id", "seq"),)

    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), index=True)
    op: Mapped[ChangeOp] = mapped_column(choice(ChangeOp))
    item_id: Mapped[UUID | None]
    section: Mapped[str] = mapped_column(String(80), default="")
    label: Mapped[str] = mapped_column(default="")
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    applied_at: Mapped[datetime | None]


class Signature(Synced):
    """One link of the chain of signatures; append-only.

    `content_sha256` is what was signed, `previous_sha256` the hash of the link before; `ink` is
    {w, h, strokes: [[[ms, x10, y10], …], …]} in whole numbers.
    """

    __tablename__ = "signature"
    __table_args__ = (Index("ix__signature__feed", "scope_id", "seq"),)

    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), index=True)
    role: Mapped[SignerRole] = mapped_column(choice(SignerRole))
    name: Mapped[str]
    capacity: Mapped[str] = mapped_column(default="")
    identified_by: Mapped[str] = mapped_column(String(40), default="")
    outcome: Mapped[SigningOutcome] = mapped_column(choice(SigningOutcome))
    reason: Mapped[str] = mapped_column(Text, default="")
    consent_id: Mapped[str] = mapped_column(String(40), default="")
    consent_sha256: Mapped[str] = mapped_column(String(64), default="")
    content_sha256: Mapped[str] = mapped_column(String(64))
    previous_sha256: Mapped[str] = mapped_column(String(64), default="")
    signed_at: Mapped[datetime]
    timezone: Mapped[str] = mapped_column(String(40), default="Europe/Paris")
    clock_offset_ms: Mapped[int] = mapped_column(default=0)
    device_id: Mapped[UUID | None]
    ink: Mapped[dict[str, Any] | None]
    voided_at: Mapped[datetime | None]
