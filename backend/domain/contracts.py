"""What a contract promises, and whether it still stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ContractKind(StrEnum):
    """How the client pays."""

    SERVICE = "service"
    MANAGED = "managed"
    TIME_AND_MATERIAL = "time_and_material"


class ContractStatus(StrEnum):
    """What the dispatcher must know before anything else (A-01)."""

    NONE = "none"
    ACTIVE = "active"
    EXPIRED = "expired"
    EXHAUSTED = "exhausted"


class CommercialStatus(StrEnum):
    """Whether the client pays what he owes (A-40)."""

    UP_TO_DATE = "up_to_date"
    LATE = "late"
    BLOCKED = "blocked"


class DurationUnit(StrEnum):
    """The unit of a commitment (decision 4)."""

    BUSINESS_HOUR = "business_hour"
    BUSINESS_DAY = "business_day"
    CALENDAR_DAY = "calendar_day"
    CALENDAR_MONTH = "calendar_month"


@dataclass(frozen=True, slots=True)
class Validity:
    """The dates of a contract and what is left of its hours, in minutes (None: no bank)."""

    starts_on: date
    ends_on: date | None
    bank_minutes: int | None


def contract_status(validity: Validity | None, *, today: date) -> ContractStatus:
    """Say how a contract stands on `today`; no contract is a status too."""
    if validity is None or today < validity.starts_on:
        return ContractStatus.NONE
    if validity.ends_on is not None and today > validity.ends_on:
        return ContractStatus.EXPIRED
    if validity.bank_minutes is not None and validity.bank_minutes <= 0:
        return ContractStatus.EXHAUSTED
    return ContractStatus.ACTIVE
