"""Missions, their timeline and the bookings that hold a technician's time. Scope `mission:<id>`."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base, choice, new_id
from backend.domain.missions import (
    EventKind,
    MissionNature,
    MissionOrigin,
    MissionStatus,
)
from backend.sequence import Synced


class Mission(Synced):
    """Work planned at one site of one client; its fields are the mission sheet (A-15).

    `todo` is a list of {id, text, done}; `estimated_minutes` is A-16; `appointment` says who
    agreed the date with whom: {by, by_name, with, at, channel} (A-19).
    """

    __tablename__ = "mission"
    __table_args__ = (
        Index("ix__mission__feed", "scope_id", "seq"),
        Index("ix__mission__board", "status", "starts_at"),
        Index("ix__mission__newest", "created_at", "id"),
    )

    number: Mapped[str] = mapped_column(String(40), unique=True)
    ticket_id: Mapped[UUID | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    ticket_number: Mapped[str] = mapped_column(String(40), default="")
    client_id: Mapped[UUID] = mapped_column(ForeignKey("client.id"), index=True)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    contract_id: Mapped[UUID | None] = mapped_column(ForeignKey("contract.id"))
    technician_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    status: Mapped[MissionStatus] = mapped_column(
        choice(MissionStatus), default=MissionStatus.TO_PLAN
    )
    nature: Mapped[MissionNature] = mapped_column(choice(MissionNature))
    origin: Mapped[MissionOrigin] = mapped_column(
        choice(MissionOrigin), default=MissionOrigin.HOTLINE
    )
    skill: Mapped[str] = mapped_column(String(40), default="")
    urgent: Mapped[bool] = mapped_column(default=False)
    urgent_reason: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    problem: Mapped[str] = mapped_column(Text)
    actions_done: Mapped[str] = mapped_column(Text, default="")
    todo: Mapped[list[Any]] = mapped_column(default=list)
    technical_context: Mapped[str] = mapped_column(Text, default="")
    access_info: Mapped[str] = mapped_column(Text, default="")
    contact_name: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    estimated_minutes: Mapped[int]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    timezone: Mapped[str] = mapped_column(String(40), default="Europe/Paris")
    due_at: Mapped[datetime | None]
    appointment: Mapped[dict[str, Any]] = mapped_column(default=dict)
    visits: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]


class MissionEvent(Synced):
    """One line of the mission's timeline; append-only.

    `at` is when it happened, `received_at` when the server learnt of it.
    """

    __tablename__ = "mission_event"
    __table_args__ = (Index("ix__mission_event__feed", "scope_id", "seq"),)

    mission_id: Mapped[UUID] = mapped_column(ForeignKey("mission.id"), index=True)
    kind: Mapped[EventKind] = mapped_column(choice(EventKind))
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    by_id: Mapped[UUID | None]
    by_name: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(Text, default="")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Booking(Base):
    """A stretch of one technician's time that nobody else may take.

    The database itself refuses two live bookings that overlap: see migration 0001.
    `kind`: mission, absence.
    """

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="positive"),
        Index("ix__booking__agenda", "technician_id", "starts_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    technician_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    mission_id: Mapped[UUID | None] = mapped_column(ForeignKey("mission.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="mission")
    label: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
