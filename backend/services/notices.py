"""Telling people. A notice is a row written with its cause; the worker mails it afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.database import db
from backend.domain.actors import Role
from backend.models import Notice, User


def tell(
    user_id: UUID,
    event: str,
    cause: str,
    params: dict[str, Any],
    mission_id: UUID | None = None,
    *,
    now: datetime,
) -> Notice:
    """Tell one person once: the same cause gives the notice that is already there.

    `event` names the catalogue entry `notice.<event>`; `params` fills it and holds no content,
    only numbers such as M-2026-0042.
    """
    unique = f"{cause}:{user_id}"
    known = db.session.scalar(select(Notice).where(Notice.cause == unique))
    if known is not None:
        return known
    notice = Notice(
        scope_id=f"technician:{user_id}",
        user_id=user_id,
        cause=unique,
        event=event,
        params=params,
        mission_id=mission_id,
        created_at=now,
        mail_due=True,
    )
    db.session.add(notice)
    return notice


@dataclass(frozen=True, slots=True)
class News:
    """One thing that several people must know."""

    event: str
    cause: str
    params: dict[str, Any] = field(default_factory=dict)
    mission_id: UUID | None = None


def tell_role(role: Role, news: News, *, now: datetime) -> None:
    """Tell everybody who holds `role` and has not left."""
    for user_id in holders(role):
        tell(user_id, news.event, news.cause, news.params, news.mission_id, now=now)


def holders(role: Role) -> Iterable[UUID]:
    """Return the people who hold `role` and have not left."""
    staff = db.session.scalars(select(User).where(User.left_at.is_(None)))
    return [user.id for user in staff if role.value in user.roles]
