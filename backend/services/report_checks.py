"""What a report must hold before it is closed: nothing missing, and the chain of signatures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select

from backend.database import db
from backend.domain.errors import ContentMismatch, InvalidValue, ReportIncomplete
from backend.domain.evidence import Link, ink_sha256, link_sha256
from backend.domain.reports import InventoryAnswer, SignerRole, SigningOutcome
from backend.models import Contract, DossierChange, Mission, Report, Signature

_RESERVED = SigningOutcome.SIGNED_WITH_RESERVATIONS
WITH_REASON = frozenset({SigningOutcome.REFUSED, SigningOutcome.ABSENT})


def live_signatures(report: Report) -> list[Signature]:
    """Return the signatures that count, in the order of the chain."""
    query = select(Signature).where(
        Signature.report_id == report.id,
        Signature.voided_at.is_(None),
        Signature.deleted_at.is_(None),
    )
    order = list(SignerRole)
    found = db.session.scalars(query.order_by(Signature.id))
    return sorted(found, key=lambda signature: order.index(signature.role))


def require_complete(report: Report) -> None:
    """Raise ReportIncomplete with everything that the report and its signing lack.

    Photos may come later: their hashes are part of what was signed.
    """
    signatures = live_signatures(report)
    missing = [*_lacks(report), *_lacks_in_signing(report, signatures)]
    if missing:
        raise ReportIncomplete("The report is not complete.", missing=missing)
    if report.reservations.strip() and report.outcome is not _RESERVED:
        raise InvalidValue("Reservations are signed as such.", field="reservations")
    require_chain(report, signatures)


def require_chain(report: Report, signatures: list[Signature]) -> None:
    """Raise ContentMismatch unless each signature is on this content and names the one before."""
    allowed = {""}
    for signature in signatures:
        if signature.content_sha256 != report.content_sha256:
            raise ContentMismatch("A signature is on other content.", field="content_sha256")
        if signature.previous_sha256 not in allowed:
            raise ContentMismatch("The chain is broken.", field="previous_sha256")
        allowed = link_hashes(signature)


def link_hashes(signature: Signature) -> set[str]:
    """Return the hash of a link, for both ways in which a phone may have written its time."""
    link = Link(
        content_sha256=signature.content_sha256,
        role=signature.role.value,
        name=signature.name,
        capacity=signature.capacity,
        outcome=signature.outcome.value,
        signed_at="",
        previous_sha256=signature.previous_sha256,
        consent_sha256=signature.consent_sha256,
        ink_sha256=ink_sha256(signature.ink),
    )
    return {link_sha256(replace(link, signed_at=text)) for text in _as_text(signature.signed_at)}


def _as_text(instant: datetime) -> Iterator[str]:
    utc = instant.astimezone(UTC)
    yield utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if not utc.microsecond:
        yield utc.isoformat(timespec="seconds").replace("+00:00", "Z")


def _lacks(report: Report) -> list[str]:
    answer = report.inventory_answer
    return _true(
        actions_done=not report.actions_done.strip(),
        inventory=answer is InventoryAnswer.UNANSWERED,
        changes=answer is InventoryAnswer.CHANGED and not _has_changes(report),
    )


def _lacks_in_signing(report: Report, signatures: list[Signature]) -> list[str]:
    outcomes = {signature.role: signature.outcome for signature in signatures}
    outcome = report.outcome
    signed_otherwise = outcomes.get(SignerRole.CLIENT) is not outcome
    waived = outcome is SigningOutcome.NOT_REQUIRED and not _signature_is_required(report)
    alone = outcome in WITH_REASON or outcome is None or waived
    return _true(
        technician_signature=SignerRole.TECHNICIAN not in outcomes,
        outcome=outcome is None,
        client_signature=not alone and signed_otherwise,
        outcome_reason=outcome in WITH_REASON and not report.outcome_reason.strip(),
        reservations=outcome is _RESERVED and not report.reservations.strip(),
    )


def _true(**conditions: bool) -> list[str]:
    return [name for name, holds in conditions.items() if holds]


def _has_changes(report: Report) -> bool:
    query = select(DossierChange.id).where(
        DossierChange.report_id == report.id, DossierChange.deleted_at.is_(None)
    )
    return db.session.scalar(query.limit(1)) is not None


def _signature_is_required(report: Report) -> bool:
    mission = db.session.get_one(Mission, report.mission_id)
    contract = db.session.get(Contract, mission.contract_id) if mission.contract_id else None
    return contract is None or contract.signature_required
