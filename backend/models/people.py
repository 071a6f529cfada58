"""People of the firm and of the clients, their sessions and invitations."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base, new_id
from backend.sequence import Synced


class User(Base):
    """One person with an account. `roles` holds values of domain.actors.Role."""

    __tablename__ = "user"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    first_name: Mapped[str]
    last_name: Mapped[str]
    phone: Mapped[str] = mapped_column(String(40), default="")
    roles: Mapped[list[Any]] = mapped_column(default=list)
    language: Mapped[str] = mapped_column(String(5), default="fr")
    client_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("client.id", use_alter=True)  # a client has a lead technician, who is a user
    )
    created_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    @property
    def name(self) -> str:
        """Return first and last name."""
        return f"{self.first_name} {self.last_name}"


class Technician(Synced):
    """What planning must know of a technician; same id as the user. Scope `technician:<id>`.

    `skills` maps a skill code to a level 1-3; `clearances` lists codes (A-58).
    """

    __tablename__ = "technician"
    __table_args__ = (Index("ix__technician__feed", "scope_id", "seq"),)

    first_name: Mapped[str]
    last_name: Mapped[str]
    phone: Mapped[str] = mapped_column(String(40), default="")
    home_city: Mapped[str] = mapped_column(default="")
    skills: Mapped[dict[str, Any]] = mapped_column(default=dict)
    clearances: Mapped[list[Any]] = mapped_column(default=list)
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def name(self) -> str:
        """Return first and last name."""
        return f"{self.first_name} {self.last_name}"


class UserSession(Base):
    """One sign-in. The cookie holds a random token; only its SHA-256 is kept here."""

    __tablename__ = "user_session"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    fresh_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ip: Mapped[str] = mapped_column(String(60), default="")
    user_agent: Mapped[str] = mapped_column(String(300), default="")


class Invitation(Base):
    """A mailed link that lets a person choose a password. Used once."""

    __tablename__ = "invitation"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Throttle(Base):
    """How often something was tried in the running window; shared by every process."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    window_start: Mapped[datetime]
    count: Mapped[int] = mapped_column(default=0)
