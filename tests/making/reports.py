"""Reports and what is recorded on site."""

from __future__ import annotations

from typing import Any

from backend.domain.reports import ChangeOp, SignerRole, SigningOutcome, TimeKind
from backend.models import (
    Attachment,
    DossierChange,
    Mission,
    PartLine,
    Report,
    Signature,
    TimeEntry,
)
from tests.making.base import Maker, in_report, save


class Reports(Maker):
    """Makes reports, their lines and signatures."""

    def report(self, mission: Mission, **fields: Any) -> Report:
        """Make the draft of a report on `mission`, by its technician."""
        defaults = {
            "scope_id": mission.scope_id,
            "mission_id": mission.id,
            "ticket_id": mission.ticket_id,
            "client_id": mission.client_id,
            "technician_id": mission.technician_id,
            "started_at": self.now,
        }
        return save(Report(**(defaults | fields)))

    def time_entry(self, report: Report, **fields: Any) -> TimeEntry:
        """Make an hour of work."""
        defaults = {"kind": TimeKind.WORK, "minutes": 60}
        return save(TimeEntry(**in_report(report), **(defaults | fields)))

    def part_line(self, report: Report, **fields: Any) -> PartLine:
        """Make one part used."""
        defaults = {"reference": "SW8", "label": "Commutateur 8 ports", "unit_cents": 4900}
        return save(PartLine(**in_report(report), **(defaults | fields)))

    def attachment(self, report: Report, **fields: Any) -> Attachment:
        """Make a photo whose bytes have not come yet."""
        defaults = {"sha256": f"{next(self.n):064x}", "size": 1000, "mime": "image/jpeg"}
        return save(Attachment(**in_report(report), **(defaults | fields)))

    def dossier_change(self, report: Report, **fields: Any) -> DossierChange:
        """Make one line that the visit adds to the inventory."""
        defaults = {
            "op": ChangeOp.ADD,
            "section": "datacenters",
            "label": "Commutateur",
            "after": "8 ports",
        }
        return save(DossierChange(**in_report(report), **(defaults | fields)))

    def signature(self, report: Report, **fields: Any) -> Signature:
        """Make the technician's signature of what is frozen."""
        defaults = {
            "role": SignerRole.TECHNICIAN,
            "name": "Alex Martin",
            "outcome": SigningOutcome.SIGNED,
            "content_sha256": report.content_sha256 or "",
            "signed_at": self.now,
        }
        return save(Signature(**in_report(report), **(defaults | fields)))
