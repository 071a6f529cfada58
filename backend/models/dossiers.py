"""Dossiers: the client's technical truth. Scope `dossier:<id>`."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base, new_id
from backend.sequence import Synced


class Dossier(Synced):
    """One client's dossier; its own id is in its scope."""

    __tablename__ = "dossier"
    __table_args__ = (Index("ix__dossier__feed", "scope_id", "seq"),)

    client_id: Mapped[UUID] = mapped_column(ForeignKey("client.id"), index=True)
    title: Mapped[str]
    verified_at: Mapped[datetime | None]


class DossierItem(Synced):
    """One line of the organic inventory (D-51). `quantity` is text: people write "2 × 1 Gbit/s".

    `section` is a code of domain.inventory; `configuration` numbers repeatable sections, from 1.
    """

    __tablename__ = "dossier_item"
    __table_args__ = (Index("ix__dossier_item__feed", "scope_id", "seq"),)

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), index=True)
    section: Mapped[str] = mapped_column(String(80))
    configuration: Mapped[int] = mapped_column(default=1)
    domain: Mapped[str]
    sub_domain: Mapped[str]
    description: Mapped[str] = mapped_column(Text, default="")
    quantity: Mapped[str] = mapped_column(String(80), default="")
    unit: Mapped[str] = mapped_column(String(40), default="")
    position: Mapped[int] = mapped_column(default=0)
    verified_at: Mapped[datetime | None]


class AccessRequest(Base):
    """A technician asks for a dossier; the technical director decides (A-53, A-54).

    `state`: open, approved, refused.
    """

    __tablename__ = "access_request"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), index=True)
    mission_id: Mapped[UUID | None] = mapped_column(ForeignKey("mission.id"))
    mode: Mapped[str] = mapped_column(String(5), default="read")
    reason: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(20), default="open", index=True)
    created_at: Mapped[datetime]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]


class AuditEntry(Base):
    """Who did what to what, hash-chained: `sha256` covers the entry and `previous_sha256`."""

    __tablename__ = "audit_entry"

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    by_id: Mapped[UUID | None]
    by_name: Mapped[str] = mapped_column(default="")
    action: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(40), default="")
    entity_id: Mapped[UUID | None]
    detail: Mapped[str] = mapped_column(Text, default="")
    previous_sha256: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
