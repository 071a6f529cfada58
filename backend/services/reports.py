"""Reports: written on site, frozen, signed, closed in one act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domain.actors import Actor
from backend.domain.reports import PdfState, SigningOutcome
from backend.domain.settlement import BillingOutcome, BillingStatus
from backend.models import Report


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One billing item in the back office's inbox, with the report it comes from, if any."""

    billing_id: UUID
    billing_number: str
    billing_outcome: BillingOutcome
    billing_status: BillingStatus
    total_cents: int
    debit_minutes: int
    differs: bool
    created_at: datetime
    client_id: UUID
    client_name: str
    title: str
    ticket_id: UUID | None
    ticket_number: str
    report_id: UUID | None
    report_number: str
    mission_number: str
    technician_name: str
    closed_at: datetime | None
    outcome: SigningOutcome | None
    pdf_state: PdfState | None
    pdf_sha256: str | None


def start_report(
    actor: Actor, mission_id: UUID, report_id: UUID, *, at: datetime, now: datetime
) -> Report:
    """Open the report of a visit under the id that the phone chose; a replay changes nothing."""
    raise NotImplementedError


def freeze(
    actor: Actor, report_id: UUID, canonical: dict[str, Any], content_sha256: str, *, now: datetime
) -> Report:
    """Fix the content that is signed; ContentMismatch when it is not what the rows say."""
    raise NotImplementedError


def thaw(actor: Actor, report_id: UUID, *, now: datetime) -> Report:
    """Open a frozen report for changes; its signatures are void."""
    raise NotImplementedError


def close_report(
    actor: Actor,
    report_id: UUID,
    *,
    at: datetime,
    now: datetime,
    outcome: SigningOutcome | None = None,
    outcome_reason: str = "",
) -> Report:
    """Close a frozen report, and with it everything that follows, in one act (A-30)."""
    raise NotImplementedError


def access_report(actor: Actor, report_id: UUID, *, now: datetime | None = None) -> Report:
    """Return the report, or raise NotFound if there is none or the actor may not see it."""
    raise NotImplementedError


def editable_report(actor: Actor, report_id: UUID, *, now: datetime | None = None) -> Report:
    """Return a report that the actor may still change, or raise NotFound or ReportSealed."""
    raise NotImplementedError


def inbox(actor: Actor, state: BillingStatus | None = None) -> list[InboxRow]:
    """Return what lies before the back office, oldest first."""
    raise NotImplementedError
