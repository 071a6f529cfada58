"""A technician on site, and his report."""

from datetime import timedelta

from sqlalchemy import select

from backend.database import db, transaction
from backend.domain.contracts import ContractKind
from backend.domain.missions import MissionStatus
from backend.domain.reports import (
    InventoryAnswer,
    SigningOutcome,
    TimeKind,
)
from backend.domain.tickets import TicketStatus
from backend.services import reports
from tests.factories import actor
from tests.signing import frozen, sign

SIGNED = SigningOutcome.SIGNED


class Visit:
    """A technician on site at a client with an hour bank, and his report, ready to freeze."""

    def __init__(self, make, now):
        self.make, self.now = make, now
        self.user = make.technician()
        self.actor = actor(self.user)
        self.desk = make.user()
        self.client = make.client()
        self.contract = make.contract(self.client, ContractKind.MANAGED)
        self.ticket = make.ticket(
            self.client,
            contract_id=self.contract.id,
            opened_by=self.desk.id,
            status=TicketStatus.MISSION,
        )
        self.mission = make.planned_mission(
            self.user, ticket=self.ticket, starts_at=now, status=MissionStatus.ON_SITE
        )
        self.report = make.report(
            self.mission,
            actions_done="Commutateur remplacé",
            inventory_answer=InventoryAnswer.NOTHING_CHANGED,
        )
        make.time_entry(self.report, minutes=90)
        make.time_entry(self.report, kind=TimeKind.TRAVEL, minutes=30)

    def freeze(self):
        content, sha256 = frozen(self.report)
        with transaction():
            return reports.freeze(self.actor, self.report.id, content, sha256, now=self.now)

    def close(self, outcome=SIGNED, reason="", now=None):
        now = now or self.now + timedelta(hours=1)
        with transaction():
            return reports.close_report(
                self.actor,
                self.report.id,
                at=now,
                now=now,
                outcome=outcome,
                outcome_reason=reason,
            )

    def sign_and_close(self):
        self.freeze()
        sign(self.make, self.report)
        return self.close()


def only(model):
    return db.session.scalars(select(model)).one()
