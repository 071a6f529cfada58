"""What every part of the factory stands on."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from backend.database import db
from backend.models import Client, Report

MONDAY = datetime.fromisoformat("2026-05-04T08:00:00+00:00")  # Ten o’clock in Paris.
HOUR = timedelta(hours=1)
T = TypeVar("T")


class Maker:
    """Knows when things are made, and counts them."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now
        self.n = count(1)


def save(row: T) -> T:
    """Commit one row."""
    db.session.add(row)
    db.session.commit()
    return row


def of_client(client: Client) -> dict[str, Any]:
    """Return the fields of a row in the client's scope."""
    return {"scope_id": f"client:{client.id}", "client_id": client.id}


def in_report(report: Report) -> dict[str, Any]:
    """Return the fields of a row of a report."""
    return {"scope_id": report.scope_id, "report_id": report.id}
