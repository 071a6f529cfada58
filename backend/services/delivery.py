"""Notices on their way out by e-mail: claimed with a lease, handed over, closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update

from backend.channels import letters
from backend.channels.base import DeliveryError, Message
from backend.database import db
from backend.models import Notice, User

LEASE = timedelta(minutes=2)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))


@dataclass(frozen=True, slots=True)
class House:
    """Where our mails lead."""

    base_url: str
    host: str


def due_notices(*, now: datetime, limit: int = 50) -> list[UUID]:
    """Return notices to be mailed that nobody is mailing, oldest first."""
    free = or_(Notice.leased_until.is_(None), Notice.leased_until <= now)
    statement = select(Notice.id).where(Notice.mail_due, free).order_by(Notice.created_at)
    return list(db.session.scalars(statement.limit(limit)))


def claim_notice(
    notice_id: UUID, house: House, *, now: datetime, lease: timedelta = LEASE
) -> Message | None:
    """Take one notice and return its mail, or None when it is not to be had or no longer wanted.

    One statement takes it, so that of two workers one gets it. The lease is no change that phones
    must hear of.
    """
    statement = (
        update(Notice)
        .where(
            Notice.id == notice_id,
            Notice.mail_due,
            or_(Notice.leased_until.is_(None), Notice.leased_until <= now),
        )
        .values(leased_until=now + lease, mail_tries=Notice.mail_tries + 1)
        .returning(Notice.id)
        .execution_options(synchronize_session=False)
    )
    if db.session.scalar(statement) is None:
        return None
    notice = db.session.get_one(Notice, notice_id, populate_existing=True)
    person = db.session.get_one(User, notice.user_id)
    if notice.read_at is not None or person.left_at is not None:
        _write(notice_id, mail_due=False, leased_until=None)
        return None
    letter = letters.notice(
        person.language, person.email, notice.event, notice.params, f"{house.base_url}/"
    )
    return replace(letter, message_id=f"<notice-{notice.id}@{house.host}>")


def close_notice(notice_id: UUID, problem: DeliveryError | None, *, now: datetime) -> None:
    """Record what became of the mail: handed over, to be tried again, or given up."""
    if problem is None:
        _write(notice_id, mail_due=False, leased_until=None, mailed_at=now, mail_error=None)
        return
    tries = db.session.scalar(select(Notice.mail_tries).where(Notice.id == notice_id)) or 1
    reason = str(problem)[:500]
    if problem.permanent or tries > len(PAUSES):
        _write(notice_id, mail_due=False, leased_until=None, mail_error=reason)
    else:
        _write(notice_id, leased_until=now + PAUSES[tries - 1], mail_error=reason)


def _write(notice_id: UUID, **values: Any) -> None:
    """Change what phones do not see, past the order of commits: they need not pull it."""
    statement = update(Notice).where(Notice.id == notice_id).values(**values)
    db.session.execute(statement.execution_options(synchronize_session=False))
