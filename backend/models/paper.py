"""What the worker keeps for itself; no phone ever holds it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base


class PaperJob(Base):
    """Who prints a report right now, and how often it was tried.

    `asked_at` is when the server first knew that the paper was due: photos are waited for from
    then on. Nobody else prints before `leased_until`.
    """

    __tablename__ = "paper_job"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), primary_key=True)
    asked_at: Mapped[datetime]
    leased_until: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)


class Heartbeat(Base):
    """The last sign of life of one process."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    at: Mapped[datetime]
