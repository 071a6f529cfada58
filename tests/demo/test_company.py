"""The demo company is whole, the same every time, and nobody in it is real."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from backend.database import Base, db, transaction
from backend.demo.build import build_company
from backend.demo.material import staff
from backend.domain.contracts import ContractStatus, Validity, contract_status
from backend.domain.missions import OPEN, MissionStatus
from backend.domain.reports import ReportStatus, SigningOutcome
from backend.models import (
    AccessGrant,
    BillingItem,
    Client,
    Contract,
    Dossier,
    DossierItem,
    Mission,
    Report,
    Signature,
    Ticket,
    User,
)

SATURDAY_EVENING = datetime.fromisoformat("2026-05-16T21:00:00+02:00")
MONDAY_MORNING = datetime.fromisoformat("2026-05-04T08:30:00+02:00")


@pytest.fixture
def company(app: Flask, tmp_path: Path) -> dict[str, int]:
    with transaction():
        return build_company("no-password", tmp_path / "blobs", now=MONDAY_MORNING)


def test_it_has_the_size_of_the_firm_that_nomade_is_made_for(company):
    roles = Counter(role for user in db.session.scalars(select(User)) for role in user.roles)
    assert roles == {
        "dispatcher": 3,
        "technician": 10,
        "back_office": 4,
        "director": 1,
        "hr": 1,
        "admin": 1,
    }
    assert (company["clients"], company["tickets"], company["missions"]) == (12, 60, 25)


def test_it_has_contracts_of_every_kind_and_a_client_without(company):
    today = MONDAY_MORNING.date()
    contracts = list(db.session.scalars(select(Contract)))
    states = {
        contract_status(Validity(c.starts_on, c.ends_on, c.bank_minutes), today=today)
        for c in contracts
    }
    assert states == {ContractStatus.ACTIVE, ContractStatus.EXPIRED, ContractStatus.EXHAUSTED}
    assert {c.kind.value for c in contracts} == {"service", "managed", "time_and_material"}
    without = {c.client_id for c in contracts}
    assert db.session.scalar(select(func.count(Client.id)).where(Client.id.not_in(without))) == 1
    assert any(c.service.get("code") == "A003" and c.service["escalation"] for c in contracts)


def test_it_has_missions_today_whatever_day_it_is(app, tmp_path):
    with transaction():
        build_company("no-password", tmp_path, now=SATURDAY_EVENING)
    missions = db.session.scalars(select(Mission).where(Mission.status.in_(OPEN)))
    days = [m.starts_at.date() for m in missions if m.starts_at]
    assert days.count(SATURDAY_EVENING.date()) == 5


def test_its_reports_ended_in_every_way(company):
    reports = list(db.session.scalars(select(Report)))
    outcomes = {report.outcome for report in reports}
    assert {SigningOutcome.SIGNED, SigningOutcome.REFUSED, SigningOutcome.ABSENT, None} < outcomes
    assert {report.status for report in reports} == {ReportStatus.CLOSED, ReportStatus.DRAFT}
    assert db.session.scalar(select(func.count(Signature.id))) == 26
    assert db.session.scalar(select(func.count(BillingItem.id))) == 30 + 14
    statuses = set(db.session.scalars(select(Mission.status)))
    assert {MissionStatus.INTERRUPTED, MissionStatus.CANCELLED, MissionStatus.DONE} < statuses


def test_every_client_has_a_dossier_filled_from_the_template(company):
    assert db.session.scalar(select(func.count(Dossier.id))) == 12
    lines = db.session.execute(
        select(DossierItem.dossier_id, func.count())
        .where(DossierItem.description != "")
        .group_by(DossierItem.dossier_id)
    )
    assert all(count >= 15 for _, count in lines)
    granted = select(AccessGrant.user_id).where(AccessGrant.scope_id.startswith("dossier:"))
    assert 0 < len(set(db.session.scalars(granted))) < 10


def test_it_is_the_same_on_every_machine(app, tmp_path):
    first = _built(tmp_path)
    for table in reversed(Base.metadata.sorted_tables):
        if table.name not in {"sync_counter", "sync_meta"}:
            with transaction():
                db.session.execute(table.delete())
    db.session.remove()
    assert _built(tmp_path) == first


def _built(folder: Path) -> list[tuple[object, ...]]:
    with transaction():
        build_company("no-password", folder, now=MONDAY_MORNING)
    rows = db.session.execute(select(Report.id, Report.content_sha256).order_by(Report.id))
    tickets = db.session.execute(
        select(Ticket.id, Ticket.number, Ticket.due_at).order_by(Ticket.id)
    )
    return [tuple(row) for row in (*rows, *tickets)]


def test_nobody_can_be_reached_by_a_number_that_exists():
    reserved = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98")
    material = Path("backend/demo")
    for name in ("firm.toml", "clients.toml"):
        for line in (material / name).read_text().splitlines():
            if line.startswith("phone"):
                assert line.split('"')[1].startswith(reserved), line
    assert all(person.email.endswith("@lanterne.example") for person in staff())
