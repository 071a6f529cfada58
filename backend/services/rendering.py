"""The plain data that one report's paper is made from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.database import db
from backend.documents.paper import Firm, Paper, PaperRefused, Signed
from backend.documents.words import language_of
from backend.domain.evidence import Link, ink_sha256, link_sha256
from backend.models import Blob, CatalogueRow, Client, Device, Report, Signature
from backend.services.report_checks import live_signatures

ReadBlob = Callable[[str], bytes | None]
# A browser writes an instant in milliseconds, a program often in whole seconds.
TIMESPECS = ("milliseconds", "seconds")


def photos_of(report: Report) -> list[str]:
    """Return the hashes of the photos that the signed content names, each once."""
    photos = (report.frozen or {}).get("photos")
    named = photos if isinstance(photos, list) else []
    hashes = (photo.get("sha256") for photo in named if isinstance(photo, dict))
    return [name for name in dict.fromkeys(hashes) if isinstance(name, str)]


def photos_awaited(report_id: UUID) -> list[str]:
    """Return the hashes whose bytes have not arrived."""
    named = photos_of(db.session.get_one(Report, report_id))
    stored = select(Blob.sha256).where(Blob.sha256.in_(named), Blob.state == "stored")
    there = set(db.session.scalars(stored))
    return [name for name in named if name not in there]


def gather_paper(report_id: UUID, read_blob: ReadBlob) -> Paper:
    """Return the paper of a closed report, in the language in which it was signed.

    Raises PaperRefused when nothing was ever signed: the paper says what was signed, or nothing.
    """
    report = db.session.get_one(Report, report_id)
    if report.frozen is None or report.outcome is None or not report.content_sha256:
        raise PaperRefused("pdf_content_unreadable")
    photos = {name: read_blob(name) for name in photos_of(report)}
    return Paper(
        number=report.number,
        language=_language(report),
        firm=_firm(),
        content=report.frozen,
        content_sha256=report.content_sha256,
        outcome=report.outcome.value,
        outcome_reason=report.outcome_reason,
        frozen_at=_text(report.frozen_at),
        closed_at=_text(report.closed_at),
        signatures=_chain(report),
        photos={name: data for name, data in photos.items() if data is not None},
    )


def _language(report: Report) -> str:
    client = db.session.get(Client, report.client_id)
    signed_in = (report.frozen or {}).get("locale")
    return language_of(
        signed_in if isinstance(signed_in, str) else "", client.language if client else ""
    )


def _firm() -> Firm:
    rows = select(CatalogueRow).where(
        CatalogueRow.list == "organisation", CatalogueRow.deleted_at.is_(None)
    )
    row = db.session.scalars(rows.limit(1)).first()
    if row is None:
        return Firm(name="Nomade")
    return Firm(row.label, *(_said(row.data, name) for name in ("address", "phone", "email")))


def _said(data: dict[str, Any], name: str) -> str:
    value = data.get(name, "")
    return value if isinstance(value, str) else ""


def _chain(report: Report) -> tuple[Signed, ...]:
    rows = live_signatures(report)
    return tuple(_signed(row, sha256) for row, sha256 in zip(rows, link_hashes(rows), strict=True))


def link_hashes(rows: list[Signature]) -> list[str]:
    """Return the hash of each link, with its time written as the phones of this chain wrote it."""
    found: list[str] = []
    for timespec in TIMESPECS:
        found = [signature_sha256(row, timespec) for row in rows]
        if [row.previous_sha256 for row in rows[1:]] == found[:-1]:
            break
    return found


def _signed(row: Signature, sha256: str) -> Signed:
    device = db.session.get(Device, row.device_id) if row.device_id else None
    return Signed(
        role=row.role.value,
        name=row.name,
        outcome=row.outcome.value,
        signed_at=_text(row.signed_at),
        content_sha256=row.content_sha256,
        capacity=row.capacity,
        identified_by=row.identified_by,
        reason=row.reason,
        timezone=row.timezone,
        clock_offset_ms=row.clock_offset_ms,
        consent_id=row.consent_id,
        consent_sha256=row.consent_sha256,
        previous_sha256=row.previous_sha256,
        link_sha256=sha256,
        device=(device.label or str(device.id)) if device else "",
        ink=row.ink,
    )


def signature_sha256(row: Signature, timespec: str = TIMESPECS[0]) -> str:
    """Return the hash of a signature, which the next one in the chain must name."""
    return link_sha256(
        Link(
            content_sha256=row.content_sha256,
            role=row.role.value,
            name=row.name,
            capacity=row.capacity,
            outcome=row.outcome.value,
            signed_at=_text(row.signed_at, timespec),
            previous_sha256=row.previous_sha256,
            consent_sha256=row.consent_sha256,
            ink_sha256=ink_sha256(row.ink),
        )
    )


def _text(at: datetime | None, timespec: str = "seconds") -> str:
    """Write an instant as it travels: ISO 8601 in UTC."""
    return at.astimezone(UTC).isoformat(timespec=timespec).replace("+00:00", "Z") if at else ""
