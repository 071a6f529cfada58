"""From a closed ticket to what the back office validates: exactly one billing item."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from backend.domain.actors import Actor
from backend.domain.settlement import Settlement, Terms, Work
from backend.models import BillingItem, Contract, Report, Ticket


def terms_of(contract: Contract | None) -> Terms:
    """Return what the contract says; without one, the firm's own prices."""
    raise NotImplementedError


def preview(contract: Contract | None, work: Work) -> Settlement:
    """Say what would follow, without writing anything."""
    raise NotImplementedError


def work_of(report_id: UUID) -> Work:
    """Return the minutes and parts that a report holds."""
    raise NotImplementedError


def make_billing_item(report: Report, *, now: datetime) -> BillingItem:
    """Debit the hour bank and make the billing item of a report, also at 0 €."""
    raise NotImplementedError


def bill_phone_call(ticket: Ticket, minutes: int, *, now: datetime) -> BillingItem:
    """Make the billing item of a ticket solved by phone."""
    raise NotImplementedError


def validate(actor: Actor, billing_id: UUID, *, now: datetime) -> BillingItem:
    """Validate a billing item; the ticket closes for good with its last one (A-43)."""
    raise NotImplementedError


def mark_paid(actor: Actor, billing_id: UUID, *, now: datetime) -> BillingItem:
    """Record a payment; the client's commercial status follows (A-40)."""
    raise NotImplementedError
