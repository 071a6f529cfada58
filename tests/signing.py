"""What a phone does to freeze and sign a report, written a second time for the tests."""

from __future__ import annotations

import unicodedata
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from backend.database import db
from backend.domain.canonical import content_sha256
from backend.domain.evidence import Link, link_sha256
from backend.domain.reports import SignerRole, SigningOutcome
from backend.domain.settlement import Part, Work, settle
from backend.models import (
    Attachment,
    Client,
    Contract,
    DossierChange,
    Mission,
    PartLine,
    Report,
    Signature,
    Site,
    TimeEntry,
    User,
)
from backend.services.settlement import terms_of


def canonical_of(report: Report) -> dict[str, Any]:
    """Return R as a phone that has everything would build it."""
    mission = db.session.get_one(Mission, report.mission_id)
    work = _work(report)
    content = {
        "schema": 1,
        "template": "report-1",
        "report_id": str(report.id),
        "revision": report.revision,
        "locale": "fr",
        "timezone": mission.timezone,
        "started_at": whole_seconds(report.started_at),
        "ended_at": whole_seconds(report.ended_at),
        "todo": [{"text": item["text"], "done": item["done"]} for item in mission.todo],
        "actions_done": report.actions_done,
        "problems_met": report.problems_met,
        "reservations": report.reservations,
        "work_minutes": work.work_minutes,
        "travel_minutes": work.travel_minutes,
        **_who_and_where(report, mission),
        **_lists(report),
        "settlement": _settlement(mission, work),
    }
    found: dict[str, Any] = composed(content)
    return found


def whole_seconds(at: datetime | None) -> str:
    """Write an instant as a phone does."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""


def _who_and_where(report: Report, mission: Mission) -> dict[str, Any]:
    client = db.session.get_one(Client, mission.client_id)
    site = db.session.get_one(Site, mission.site_id)
    technician = db.session.get_one(User, report.technician_id)
    return {
        "mission": {
            "id": str(mission.id),
            "number": mission.number,
            "title": mission.title,
            "problem": mission.problem,
        },
        "client": {"id": str(client.id), "name": client.name},
        "site": {
            "id": str(site.id),
            "name": site.name,
            "address": f"{site.address}, {site.postcode} {site.city}",
        },
        "technician": {"id": str(technician.id), "name": technician.name},
    }


def _lists(report: Report) -> dict[str, Any]:
    changes = ("section", "label", "before", "after")
    return {
        "parts": [
            {
                "label": p.label,
                "reference": p.reference,
                "quantity": p.quantity,
                "unit_cents": p.unit_cents,
                "total_cents": p.quantity * p.unit_cents,
            }
            for p in _rows(PartLine, report)
        ],
        "photos": [{"sha256": p.sha256, "caption": p.caption} for p in _rows(Attachment, report)],
        "inventory": {
            "answer": report.inventory_answer.value,
            "changes": [
                {"op": c.op.value, **{name: getattr(c, name) for name in changes}}
                for c in _rows(DossierChange, report)
            ],
        },
    }


def _work(report: Report) -> Work:
    minutes = {"work": 0, "travel": 0}
    for entry in _rows(TimeEntry, report):
        minutes[entry.kind.value] += entry.minutes
    parts = tuple(Part(p.label, p.quantity, p.unit_cents) for p in _rows(PartLine, report))
    return Work(minutes["work"], minutes["travel"], parts)


def _settlement(mission: Mission, work: Work) -> dict[str, Any]:
    contract = db.session.get(Contract, mission.contract_id) if mission.contract_id else None
    terms = terms_of(contract)
    settled = settle(terms, work)
    return {
        "contract_number": contract.number if contract else "",
        "kind": contract.kind.value if contract else "",
        "bank_before": terms.bank_minutes,
        "bank_after": settled.bank_after,
        "debit_minutes": settled.debit_minutes,
        "total_cents": settled.total_cents,
        "lines": [asdict(line) for line in settled.lines],
    }


def composed(value: Any) -> Any:
    """Return `value` with every text in NFC."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [composed(item) for item in value]
    if isinstance(value, dict):
        return {key: composed(item) for key, item in value.items()}
    return value


def frozen(report: Report) -> tuple[dict[str, Any], str]:
    """Return R and its hash."""
    content = canonical_of(report)
    return content, content_sha256(content)


def sign(
    make: Any,
    report: Report,
    outcome: SigningOutcome | None = SigningOutcome.SIGNED,
    **fields: Any,
) -> list[Signature]:
    """Sign as the technician, and as the client unless `outcome` is None; chained."""
    first = make.signature(report, **fields)
    if outcome is None:
        return [first]
    second = make.signature(
        report,
        role=SignerRole.CLIENT,
        name="Sylvie Garnier",
        capacity="Directrice",
        outcome=outcome,
        previous_sha256=hash_of(first),
    )
    return [first, second]


def hash_of(signature: Signature) -> str:
    """Return the hash of a link whose time the phone wrote in milliseconds."""
    at = signature.signed_at.astimezone(UTC).isoformat(timespec="milliseconds")
    return link_sha256(
        Link(
            content_sha256=signature.content_sha256,
            role=signature.role.value,
            name=signature.name,
            capacity=signature.capacity,
            outcome=signature.outcome.value,
            signed_at=at.replace("+00:00", "Z"),
            previous_sha256=signature.previous_sha256,
            consent_sha256=signature.consent_sha256,
            ink_sha256=content_sha256(signature.ink) if signature.ink else "",
        )
    )


def _rows(model: Any, report: Report) -> list[Any]:
    query = select(model).where(model.report_id == report.id, model.deleted_at.is_(None))
    return list(db.session.scalars(query.order_by(model.id)))
