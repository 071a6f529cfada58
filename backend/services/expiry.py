"""What ends by itself: rights, sessions, links, transfers that nobody finished."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_

from backend.database import db
from backend.models import Invitation, Throttle, UserSession
from backend.services import grants

KEPT = timedelta(days=30)  # Ended sessions and links stay readable for whoever asks what happened.
WINDOW = timedelta(days=1)


def end_what_has_ended(*, now: datetime) -> int:
    """Close rights whose time is over, so that phones forget; return how many.

    Clears away sessions, links and counters that serve nobody any more.
    """
    old = now - KEPT
    for statement in (
        delete(UserSession).where(or_(UserSession.expires_at < old, UserSession.ended_at < old)),
        delete(Invitation).where(Invitation.expires_at < old),
        delete(Throttle).where(Throttle.window_start < now - WINDOW),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))
    return grants.sweep(now=now)
