from sqlalchemy import func, select

from backend.database import db, transaction
from backend.domain.contracts import ContractKind
from backend.domain.settlement import NO_CONTRACT, Work
from backend.models import BillingItem, Contract, HourBankEntry
from backend.services import settlement
from tests.threads import at_once


def test_without_a_contract_the_firms_own_prices_count(app):
    assert settlement.terms_of(None) is NO_CONTRACT


def test_a_preview_writes_nothing(make):
    contract = make.contract(kind=ContractKind.MANAGED)
    assert settlement.preview(contract, Work(60, 0, ())).bank_after == 540
    db.session.refresh(contract)
    assert contract.bank_minutes == 600
    assert db.session.scalar(select(func.count()).select_from(BillingItem)) == 0


def test_two_visits_that_end_at_once_debit_one_after_the_other(app, make, now):
    client = make.client()
    contract = make.contract(client, ContractKind.MANAGED, bank_minutes=100)
    reports = []
    for _ in range(4):
        ticket = make.ticket(client, contract_id=contract.id)
        mission = make.planned_mission(make.technician(), ticket=ticket)
        report = make.report(mission, actions_done="Fait", number="R")
        make.time_entry(report, minutes=40)
        reports.append(report)

    def bill(i):
        with transaction():
            report = db.session.merge(reports[i])
            return settlement.make_billing_item(report, now=now).debit_minutes

    found, failed = at_once(app, bill, 4)
    assert failed == []
    assert sorted(found) == [0, 20, 40, 40]
    db.session.expire_all()
    assert db.session.get_one(Contract, contract.id).bank_minutes == 0
    assert db.session.scalar(select(func.sum(HourBankEntry.minutes))) == -100


def test_lines_say_what_they_count(make, now):
    mission = make.planned_mission(make.technician())
    report = make.report(mission, actions_done="Fait", problems_met="Poussière")
    make.time_entry(report, minutes=30)
    make.part_line(report, quantity=2)
    with transaction():
        item = settlement.make_billing_item(report, now=now)
    assert [(line["code"], line["unit"], line["quantity"]) for line in item.lines] == [
        ("labour", "min", 30),
        ("part", "piece", 2),
    ]
    assert item.total_cents == 4500 + 9800
    assert item.summary == "Fait\n\nPoussière"
