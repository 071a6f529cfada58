"""What the demo's technicians and clients read before they sign: the same R that a phone builds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from backend.database import db
from backend.models import (
    Attachment,
    Client,
    Contract,
    DossierChange,
    Mission,
    PartLine,
    Report,
    Site,
)
from backend.services import settlement
from backend.services.report_content import change_content, live_rows, part_content


def content_of(report: Report, technician: str) -> dict[str, Any]:
    """Return the canonical content of a report that is about to be frozen."""
    mission = db.session.get_one(Mission, report.mission_id)
    work = settlement.work_of(report.id)
    return {
        "schema": 1,
        "template": "report-1",
        "report_id": str(report.id),
        "revision": report.revision,
        **_place(mission),
        "technician": {"id": str(report.technician_id), "name": technician},
        "locale": "fr",
        "timezone": mission.timezone,
        "started_at": _seconds(report.started_at),
        "ended_at": _seconds(report.ended_at),
        "todo": [{"text": one["text"], "done": one["done"]} for one in mission.todo],
        "actions_done": report.actions_done,
        "problems_met": report.problems_met,
        "reservations": report.reservations,
        "work_minutes": work.work_minutes,
        "travel_minutes": work.travel_minutes,
        "parts": [part_content(line) for line in live_rows(PartLine, report)],
        "photos": [
            {"sha256": p.sha256, "caption": p.caption} for p in live_rows(Attachment, report)
        ],
        "inventory": {
            "answer": report.inventory_answer.value,
            "changes": [change_content(line) for line in live_rows(DossierChange, report)],
        },
        "settlement": _settlement(mission, work),
    }


def _place(mission: Mission) -> dict[str, Any]:
    client = db.session.get_one(Client, mission.client_id)
    site = db.session.get_one(Site, mission.site_id)
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
    }


def _settlement(mission: Mission, work: Any) -> dict[str, Any]:
    contract = db.session.get(Contract, mission.contract_id) if mission.contract_id else None
    settled = settlement.preview(contract, work)
    return {
        "contract_number": contract.number if contract else "",
        "kind": contract.kind.value if contract else "",
        "bank_before": contract.bank_minutes if contract else None,
        "bank_after": settled.bank_after,
        "debit_minutes": settled.debit_minutes,
        "total_cents": settled.total_cents,
        "lines": [{name: getattr(line, name) for name in line.__slots__} for line in settled.lines],
    }


def _seconds(instant: datetime | None) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if instant else ""
