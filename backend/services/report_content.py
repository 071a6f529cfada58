"""Whether what was signed is what the rows say: the server builds it again and compares."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from backend.database import db
from backend.domain.canonical import NotCanonical, content_sha256
from backend.domain.errors import ContentMismatch, InvalidValue
from backend.domain.settlement import Settlement, settle
from backend.models import (
    Attachment,
    Contract,
    DossierChange,
    HourBankEntry,
    Mission,
    PartLine,
    Report,
)
from backend.services.settlement import terms_of, work_of

MOST_CENTS = 10**9  # Ten million euros: a slip of the finger in a quantity or a price.
BALANCE_SEEN_WITHIN = timedelta(days=90)
TEMPLATE = "report-1"
_SHOWN = (
    "locale",
    "timezone",
    "mission.number",
    "mission.title",
    "mission.problem",
    "client.name",
    "site.name",
    "site.address",
    "technician.name",
)
_UNORDERED = frozenset({"parts", "photos", "inventory.changes"})


def require_same(report: Report, canonical: dict[str, Any], sha256: str, *, now: datetime) -> None:
    """Raise ContentMismatch unless `canonical` has that hash and says what the rows say."""
    try:
        hashed = content_sha256(canonical)
    except NotCanonical as problem:
        raise _mismatch("canonical") from problem
    if hashed != sha256:
        raise _mismatch("content_sha256")
    _require_printable(canonical)
    for path, expected in _expected(report, canonical, now):
        if _comparable(path, _at(canonical, path)) != _comparable(path, expected):
            raise _mismatch(path)


def _require_printable(canonical: dict[str, Any]) -> None:
    """Raise ContentMismatch for what no paper could be made of later.

    What the office may have rewritten meanwhile (titles, names, the address) is signed as it was
    read, on a phone without network; it must be text, no more.
    """
    for path in _SHOWN:
        if not isinstance(_at(canonical, path), str):
            raise _mismatch(path)


def _expected(
    report: Report, canonical: dict[str, Any], now: datetime
) -> Iterator[tuple[str, Any]]:
    mission = db.session.get_one(Mission, report.mission_id)
    yield "schema", 1
    yield "template", TEMPLATE
    yield "report_id", str(report.id)
    yield "revision", report.revision
    yield "mission.id", str(mission.id)
    yield "client.id", str(mission.client_id)
    yield "site.id", str(mission.site_id)
    yield "technician.id", str(report.technician_id)
    for name in ("started_at", "ended_at"):
        yield name, _seconds(getattr(report, name))
    yield "todo", [{"text": item["text"], "done": item["done"]} for item in mission.todo]
    for name in ("actions_done", "problems_met", "reservations"):
        yield name, getattr(report, name)
    yield "parts", [part_content(line) for line in live_rows(PartLine, report)]
    yield (
        "photos",
        [photo_content(line) for line in live_rows(Attachment, report)],
    )
    yield "inventory.answer", report.inventory_answer.value
    yield "inventory.changes", [change_content(line) for line in live_rows(DossierChange, report)]
    yield from _expected_settlement(report, mission, canonical, now)


def _expected_settlement(
    report: Report, mission: Mission, canonical: dict[str, Any], now: datetime
) -> Iterator[tuple[str, Any]]:
    work = work_of(report.id)
    yield "work_minutes", work.work_minutes
    yield "travel_minutes", work.travel_minutes
    contract = db.session.get(Contract, mission.contract_id) if mission.contract_id else None
    seen = _at(canonical, "settlement.bank_before")
    if not _was_balance(contract, seen, now):
        raise _mismatch("settlement.bank_before")
    settled = settle(replace(terms_of(contract), bank_minutes=seen), work)
    if settled.total_cents > MOST_CENTS:
        raise InvalidValue("No visit costs so much.", field="parts")
    yield from _settlement(contract, settled)


def _settlement(contract: Contract | None, settled: Settlement) -> Iterator[tuple[str, Any]]:
    yield "settlement.contract_number", contract.number if contract else ""
    yield "settlement.kind", contract.kind.value if contract else ""
    yield "settlement.bank_after", settled.bank_after
    yield "settlement.debit_minutes", settled.debit_minutes
    yield "settlement.total_cents", settled.total_cents
    yield (
        "settlement.lines",
        [{name: getattr(line, name) for name in line.__slots__} for line in settled.lines],
    )


def _was_balance(contract: Contract | None, seen: object, now: datetime) -> bool:
    """Say whether the contract had that balance, now or within the last 90 days.

    A phone without network shows the balance it last heard of; another visit may have debited the
    same bank since. What it shows must have been true, though.
    """
    balance = contract.bank_minutes if contract else None
    if contract is None or balance is None:
        return seen is None
    query = select(HourBankEntry.minutes).where(
        HourBankEntry.contract_id == contract.id, HourBankEntry.at > now - BALANCE_SEEN_WITHIN
    )
    balances = {balance}
    for minutes in db.session.scalars(
        query.order_by(HourBankEntry.at.desc(), HourBankEntry.id.desc())
    ):
        balance -= minutes
        balances.add(balance)
    return isinstance(seen, int) and seen in balances


def _seconds(instant: datetime | None) -> str:
    """Write an instant as the phone does: in UTC, in whole seconds."""
    if instant is None:
        return ""
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def live_rows(model: Any, report: Report) -> list[Any]:
    """Return what a report holds of one kind, in the order of the phone."""
    query = select(model).where(model.report_id == report.id, model.deleted_at.is_(None))
    return list(db.session.scalars(query.order_by(model.id)))


def photo_content(line: Attachment) -> dict[str, Any]:
    """Return a photo as it stands in the signed content."""
    return {"sha256": line.sha256, "caption": line.caption}


def part_content(line: PartLine) -> dict[str, Any]:
    """Return a part as it stands in the signed content."""
    return {
        "label": line.label,
        "reference": line.reference,
        "quantity": line.quantity,
        "unit_cents": line.unit_cents,
        "total_cents": line.quantity * line.unit_cents,
    }


def change_content(line: DossierChange) -> dict[str, Any]:
    """Return a change of the inventory as it stands in the signed content."""
    return {
        "op": line.op.value,
        "section": line.section,
        "label": line.label,
        "before": line.before,
        "after": line.after,
    }


def _at(canonical: dict[str, Any], path: str) -> Any:
    """Return what stands at `mission.id`, or None: content from outside has any shape."""
    value: Any = canonical
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _comparable(path: str, value: Any) -> Any:
    """Return `value` with composed letters, and lists whose order means nothing in one order."""
    composed = _composed(value)
    if path in _UNORDERED and isinstance(composed, list):
        return sorted(composed, key=repr)
    return composed


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_composed(item) for item in value]
    if isinstance(value, dict):
        return {key: _composed(value[key]) for key in sorted(value)}
    return value


def _mismatch(field: str) -> ContentMismatch:
    return ContentMismatch("What was signed is not what the rows say.", field=field)
