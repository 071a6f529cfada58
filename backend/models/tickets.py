"""Tickets: what a client asked for, from the call to the definitive end."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base, choice, new_id
from backend.domain.tickets import TicketEventKind, TicketKind, TicketStatus


class Ticket(Base):
    """One request of one client (A-02…A-06)."""

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix__ticket__list", "status", "due_at"),
        Index("ix__ticket__deadline", "due_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    client_id: Mapped[UUID] = mapped_column(ForeignKey("client.id"), index=True)
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    contract_id: Mapped[UUID | None] = mapped_column(ForeignKey("contract.id"))
    kind: Mapped[TicketKind] = mapped_column(choice(TicketKind))
    status: Mapped[TicketStatus] = mapped_column(choice(TicketStatus), default=TicketStatus.OPEN)
    channel: Mapped[str] = mapped_column(String(20), default="phone")
    title: Mapped[str]
    problem: Mapped[str] = mapped_column(Text)
    last_actions: Mapped[str] = mapped_column(Text, default="")
    error_messages: Mapped[str] = mapped_column(Text, default="")
    actions_done: Mapped[str] = mapped_column(Text, default="")
    blocking: Mapped[bool] = mapped_column(default=False)
    caller_first_name: Mapped[str] = mapped_column(default="")
    caller_last_name: Mapped[str] = mapped_column(default="")
    caller_phone: Mapped[str] = mapped_column(String(40), default="")
    caller_verified: Mapped[str] = mapped_column(String(40), default="")
    contract_number: Mapped[str] = mapped_column(String(40), default="")
    skill: Mapped[str] = mapped_column(String(40), default="")
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    restore_due_at: Mapped[datetime | None]
    solution: Mapped[str] = mapped_column(Text, default="")
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    closed_at: Mapped[datetime | None]


class TicketEvent(Base):
    """One line of the timeline; append-only (A-11, A-49).

    `data` holds what the kind needs: a call has direction, with, minutes.
    """

    __tablename__ = "ticket_event"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"), index=True)
    kind: Mapped[TicketEventKind] = mapped_column(choice(TicketEventKind))
    at: Mapped[datetime]
    by_id: Mapped[UUID | None]
    by_name: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(Text, default="")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)


class NumberSequence(Base):
    """The last number given under one prefix and year (`T-2026`)."""

    __tablename__ = "number_sequence"

    prefix: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[int] = mapped_column(default=0)
