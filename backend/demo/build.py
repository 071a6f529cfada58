"""Building the demo company: the same people, clients and stories on every machine.

Only the dates differ: they count from the day on which it is built.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from sqlalchemy import func, select

from backend.database import Base, db, ids_from
from backend.demo.company import found_company
from backend.demo.dossiers import answer_requests, open_dossiers
from backend.demo.missions import send_out
from backend.demo.reports import write_reports
from backend.demo.tickets import open_tickets
from backend.models import Client, Mission, Notice, Report, Ticket, User

COUNTED: dict[str, type[Base]] = {
    "people": User,
    "clients": Client,
    "tickets": Ticket,
    "missions": Mission,
    "reports": Report,
}


def build_company(password_hash: str, blobs: Path, *, now: datetime) -> dict[str, int]:
    """Fill the empty database; the photos go to `blobs`. Return how many of what there are."""
    with ids_from(_numbered_ids()):
        company = found_company(password_hash, now=now)
        open_dossiers(company, now=now)
        opened = list(open_tickets(company, now=now))
        visits = send_out(company, opened, now=now)
        write_reports(company, visits, blobs)
        answer_requests(company, now=now)
        _read_old_news(now)
        db.session.flush()
    return {
        name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for name, table in COUNTED.items()
    }


def _read_old_news(now: datetime) -> None:
    """Nobody of the demo gets mail for what happened before there was a Nomade."""
    db.session.flush()
    for notice in db.session.scalars(select(Notice)):
        notice.mail_due = False
        notice.read_at = min(notice.created_at + timedelta(hours=1), now)


def _numbered_ids() -> Callable[[], UUID]:
    """Return a source of ids that grow, look like UUIDv7 and are the same every time."""
    chance = Random("nomade")  # noqa: S311 -- ids are no secret
    moment = iter(range(0x019A_0000_0000, 2**48))

    def next_id() -> UUID:
        head = next(moment) << 80 | 0x7 << 76 | chance.getrandbits(12) << 64
        return UUID(int=head | 0b10 << 62 | chance.getrandbits(62))

    return next_id
