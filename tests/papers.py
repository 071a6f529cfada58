"""Closed reports for tests, signed by both."""

from __future__ import annotations

from typing import Any

from backend.database import db
from backend.domain.canonical import content_sha256
from backend.domain.reports import PdfState, ReportStatus, SignerRole, SigningOutcome
from backend.models import Report
from backend.services.rendering import signature_sha256
from tests.documents.samples import content, handwriting
from tests.factories import Make


def closed_report(make: Make, **changes: Any) -> Report:
    """Make a report that was signed by both and closed; its paper is due.

    `changes` replace fields of the signed content.
    """
    technician = make.technician()
    mission = make.planned_mission(technician)
    frozen = content(**changes)
    report = make.report(
        mission,
        number=f"R-1999-{mission.number[-4:]}",
        status=ReportStatus.CLOSED,
        outcome=SigningOutcome.SIGNED,
        frozen=frozen,
        content_sha256=content_sha256(frozen),
        frozen_at=make.now,
        closed_at=make.now,
        pdf_state=PdfState.DUE,
    )
    first = make.signature(report, name=technician.name, ink=handwriting(1))
    make.signature(
        report,
        role=SignerRole.CLIENT,
        name="Claire Vasseur",
        ink=handwriting(2),
        previous_sha256=signature_sha256(first),
    )
    db.session.expire_all()
    return report
