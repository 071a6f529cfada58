"""The reports of the demo firm's visits: written, frozen, signed and closed like real ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select

from backend.database import db, new_id
from backend.demo.company import Company
from backend.demo.content import content_of
from backend.demo.drawing import HEIGHT, WIDTH, ink, photo
from backend.demo.material import firm
from backend.demo.missions import Visit, signer_of
from backend.domain.actors import Role
from backend.domain.canonical import content_sha256
from backend.domain.evidence import Link, ink_sha256, link_sha256
from backend.domain.reports import ChangeOp, InventoryAnswer, SignerRole, SigningOutcome, TimeKind
from backend.models import (
    Attachment,
    BillingItem,
    BlobRef,
    Dossier,
    DossierChange,
    DossierItem,
    PartLine,
    Report,
    Signature,
    TimeEntry,
)
from backend.services import missions, reports, settlement
from backend.services.accounts import actor_of
from backend.services.blob_folder import BlobFolder

MINUTE = timedelta(minutes=1)
CONSENT = "report-consent-1"
_O = SigningOutcome
# How the fifteen visits ended, oldest first; None is a draft that still waits for its client.
OUTCOMES: tuple[tuple[SigningOutcome | None, str], ...] = (
    *[(_O.SIGNED, "")] * 6,
    (_O.SIGNED_WITH_RESERVATIONS, "Le bruit de l’onduleur reste gênant à l’accueil."),
    *[(_O.SIGNED, "")] * 3,
    (_O.ABSENT, "La personne référente était partie, local ouvert par le gardien."),
    (_O.REFUSED, "La cliente attend l’accord de sa direction avant de signer."),
    *[(_O.SIGNED, "")] * 2,
    (None, ""),
)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the paper of a visit lies while it is written."""

    company: Company
    blobs: BlobFolder


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs what."""

    role: SignerRole
    name: str
    capacity: str
    outcome: SigningOutcome


def write_reports(company: Company, visits: list[Visit], blobs: Path) -> None:
    """Write one report a visit and take it as far as its outcome says."""
    desk = Desk(company, BlobFolder(blobs))
    for visit, (outcome, reason) in zip(visits, OUTCOMES, strict=True):
        report = _write(desk, visit, reservations=_reservations(outcome, reason))
        if outcome is not None:
            _sign_and_close(visit, report, outcome, reason)
            _settle(company, visit, report)


def _reservations(outcome: SigningOutcome | None, reason: str) -> str:
    return reason if outcome is _O.SIGNED_WITH_RESERVATIONS else ""


def _write(desk: Desk, visit: Visit, *, reservations: str) -> Report:
    at = visit.starts_at
    report = reports.start_report(visit.technician, visit.mission.id, new_id(), at=at, now=at)
    case = visit.opened.case
    report.actions_done, report.problems_met = case.done, case.met
    report.reservations = reservations
    report.started_at = at.astimezone(UTC)
    report.ended_at = visit.ends_at.astimezone(UTC)
    minutes = case.minutes - 7 + (visit.opened.position * 11) % 24
    for kind, spent in ((TimeKind.WORK, minutes), (TimeKind.TRAVEL, 28)):
        db.session.add(
            TimeEntry(scope_id=report.scope_id, report_id=report.id, kind=kind, minutes=spent)
        )
    _use_part(report, case.part)
    _note_change(report, visit)
    if visit.opened.position % 3:
        _add_photo(desk.blobs, report, visit)
    for one in visit.mission.todo:
        missions.check_todo(visit.technician, visit.mission.id, one["id"], True, now=at)  # noqa: FBT003 -- it is done
    db.session.flush()
    return report


def _use_part(report: Report, code: str) -> None:
    part = next((part for part in firm()["parts"] if part["code"] == code), None)
    if part:
        line = PartLine(scope_id=report.scope_id, report_id=report.id, label=part["label"])
        line.reference, line.unit_cents, line.quantity = code, part["cents"], 1
        db.session.add(line)


def _note_change(report: Report, visit: Visit) -> None:
    case = visit.opened.case
    item = _inventory_line(visit, case.line) if case.change else None
    if item is None:
        report.inventory_answer = InventoryAnswer.NOTHING_CHANGED
        return
    report.inventory_answer = InventoryAnswer.CHANGED
    change = DossierChange(scope_id=report.scope_id, report_id=report.id, op=ChangeOp.REPLACE)
    change.item_id, change.section, change.label = item.id, item.section, item.sub_domain
    change.before, change.after = item.description, case.change[1]
    db.session.add(change)


def _inventory_line(visit: Visit, line: str) -> DossierItem | None:
    query = (
        select(DossierItem)
        .join(Dossier, Dossier.id == DossierItem.dossier_id)
        .where(Dossier.client_id == visit.mission.client_id, DossierItem.deleted_at.is_(None))
        .where(DossierItem.description != "", DossierItem.sub_domain == line)
    )
    return db.session.scalars(query.order_by(DossierItem.position)).first()


def _add_photo(blobs: BlobFolder, report: Report, visit: Visit) -> None:
    data = photo(f"{visit.opened.position}")
    name = blobs.keep(data, "image/jpeg", now=visit.ends_at)
    attachment = Attachment(
        id=new_id(), scope_id=report.scope_id, report_id=report.id, sha256=name, size=len(data)
    )
    attachment.mime, attachment.width, attachment.height = "image/jpeg", WIDTH, HEIGHT
    attachment.caption = "La baie après l’intervention"
    reference = BlobRef(sha256=name, kind="attachment", entity_id=attachment.id, role="photo")
    reference.scope_id = report.scope_id
    db.session.add_all([attachment, reference])


def _sign_and_close(visit: Visit, report: Report, outcome: SigningOutcome, reason: str) -> None:
    at = visit.ends_at
    content = content_of(report, visit.technician.name)
    reports.freeze(visit.technician, report.id, content, content_sha256(content), now=at)
    own = Signer(SignerRole.TECHNICIAN, visit.technician.name, "Technicien", _O.SIGNED)
    first = _sign(report, own, at)
    if outcome in {_O.SIGNED, _O.SIGNED_WITH_RESERVATIONS}:
        client = signer_of(visit)
        _sign(report, Signer(SignerRole.CLIENT, client.name, client.function, outcome), at, first)
    db.session.flush()
    closed_at = at + 2 * MINUTE
    reports.close_report(
        visit.technician, report.id, at=closed_at, now=closed_at, outcome=outcome,
        outcome_reason=reason,
    )  # fmt: skip


def _sign(report: Report, signer: Signer, at: datetime, previous: str = "") -> str:
    """Add one link to the chain and return its hash."""
    strokes = ink(signer.name)
    signed_at = at.astimezone(UTC).replace(microsecond=0)
    link = Link(
        content_sha256=report.content_sha256 or "",
        role=signer.role.value,
        name=signer.name,
        capacity=signer.capacity,
        outcome=signer.outcome.value,
        signed_at=signed_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        previous_sha256=previous,
        consent_sha256=sha256(CONSENT.encode()).hexdigest(),
        ink_sha256=ink_sha256(strokes),
    )
    signature = Signature(scope_id=report.scope_id, report_id=report.id)
    signature.role, signature.name = signer.role, signer.name
    signature.capacity, signature.outcome = signer.capacity, signer.outcome
    signature.signed_at = signed_at
    signature.identified_by, signature.consent_id = "known", CONSENT
    signature.content_sha256, signature.previous_sha256 = link.content_sha256, previous
    signature.consent_sha256, signature.ink = link.consent_sha256, strokes
    db.session.add(signature)
    return link_sha256(link)


def _settle(company: Company, visit: Visit, report: Report) -> None:
    """Let the back office validate most of them, and see some paid."""
    item = db.session.scalar(select(BillingItem).where(BillingItem.report_id == report.id))
    if item is None or visit.opened.position > len(OUTCOMES) * 2:
        return
    office = actor_of(company.of_role(Role.BACK_OFFICE)[1])
    settlement.validate(office, item.id, now=visit.ends_at + 1440 * MINUTE)
    if item.total_cents:
        settlement.mark_paid(office, item.id, now=visit.ends_at + 30000 * MINUTE)
