"""Who pays what for a visit: decided by the contract alone (A-37…A-39)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class BillingOutcome(StrEnum):
    """What the billing item does."""

    INVOICE = "invoice"
    DEBIT = "debit"
    DEBIT_AND_INVOICE = "debit_and_invoice"
    FREE = "free"


class BillingStatus(StrEnum):
    """Where the billing item stands."""

    TO_VALIDATE = "to_validate"
    VALIDATED = "validated"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the contract says. `bank_minutes` is what is left, None without an hour bank."""

    labour_covered: bool
    travel_covered: bool
    parts_covered: bool
    travel_counts: bool
    hourly_cents: int
    travel_cents: int
    bank_minutes: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """A part used, with its price without tax in cents."""

    label: str
    quantity: int
    unit_cents: int


@dataclass(frozen=True, slots=True)
class Work:
    """What was spent on a visit, in minutes, and the parts."""

    work_minutes: int
    travel_minutes: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the billing item; `code` is labour, travel or part."""

    code: str
    label: str
    quantity: int
    unit_cents: int
    total_cents: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """What follows from a visit. `bank_after` is None without an hour bank."""

    outcome: BillingOutcome
    debit_minutes: int
    bank_after: int | None
    lines: tuple[Line, ...]

    @property
    def total_cents(self) -> int:
        """Return what is due, without tax."""
        return sum(line.total_cents for line in self.lines)


NO_CONTRACT = Terms(
    labour_covered=False,
    travel_covered=False,
    parts_covered=False,
    travel_counts=False,
    hourly_cents=9000,
    travel_cents=4500,
    bank_minutes=None,
)


def by_phone(terms: Terms) -> Terms:
    """Return the terms for a ticket solved by phone.

    The bank holds hours on site (A-37): it is not touched, and the call is part of the contract.
    """
    if terms.bank_minutes is None:
        return terms
    return replace(terms, labour_covered=True, bank_minutes=None)


def settle(terms: Terms, work: Work) -> Settlement:
    """Decide what is debited and what is due.

    Hours beyond what is left in the bank are due at the hourly price. `travel_cents` is the flat
    price of one trip. The same rule runs on the phone (pwa/src/domain/settlement.ts) so that the
    client sees it before she signs; tests/contract/settlement.json binds the two.
    """
    debit = _debit(terms, work)
    lines = [*_labour(terms, work, debit), *_travel(terms, work), *_parts(terms, work)]
    due = sum(line.total_cents for line in lines)
    return Settlement(
        outcome=_outcome(debit, due),
        debit_minutes=debit,
        bank_after=None if terms.bank_minutes is None else terms.bank_minutes - debit,
        lines=tuple(lines),
    )


def _debit(terms: Terms, work: Work) -> int:
    if terms.bank_minutes is None:
        return 0
    wanted = work.work_minutes + (work.travel_minutes if terms.travel_counts else 0)
    return min(wanted, max(terms.bank_minutes, 0))


def _labour(terms: Terms, work: Work, debit: int) -> list[Line]:
    if terms.labour_covered and terms.bank_minutes is None:
        return [Line("labour", "", work.work_minutes, 0, 0)]
    counted = work.work_minutes
    if terms.bank_minutes is not None and terms.travel_counts:
        counted += work.travel_minutes
    due = counted - debit
    # Rounded half up, in whole numbers, so that phone and server agree to the cent.
    total = (due * terms.hourly_cents * 2 + 60) // 120
    return [Line("labour", "", due, terms.hourly_cents, total)] if due > 0 else []


def _travel(terms: Terms, work: Work) -> list[Line]:
    if work.travel_minutes == 0 or (terms.travel_counts and terms.bank_minutes is not None):
        return []
    price = 0 if terms.travel_covered else terms.travel_cents
    return [Line("travel", "", 1, price, price)]


def _parts(terms: Terms, work: Work) -> list[Line]:
    lines = []
    for part in work.parts:
        price = 0 if terms.parts_covered else part.unit_cents
        lines.append(Line("part", part.label, part.quantity, price, price * part.quantity))
    return lines


def _outcome(debit: int, due: int) -> BillingOutcome:
    if debit:
        return BillingOutcome.DEBIT_AND_INVOICE if due else BillingOutcome.DEBIT
    return BillingOutcome.INVOICE if due else BillingOutcome.FREE
