from datetime import timedelta
from uuid import uuid4

import pytest

from backend.database import db, new_id, transaction
from backend.domain.actors import Role
from backend.domain.canonical import NotCanonical, content_sha256
from backend.domain.errors import (
    ContentMismatch,
    Forbidden,
    IllegalTransition,
    InvalidValue,
    NotFound,
    ReportIncomplete,
    ReportSealed,
)
from backend.domain.missions import MissionStatus
from backend.domain.reports import (
    ChangeOp,
    InventoryAnswer,
    ReportStatus,
)
from backend.domain.settlement import BillingOutcome
from backend.models import (
    BillingItem,
    HourBankEntry,
)
from backend.services import reports
from tests.factories import actor
from tests.services.visit import only
from tests.signing import canonical_of, frozen, sign


def test_a_report_is_opened_once_whatever_is_repeated(make, now):
    technician = make.technician()
    mission = make.planned_mission(technician)
    report_id = new_id()
    for _ in range(2):
        with transaction():
            report = reports.start_report(actor(technician), mission.id, report_id, at=now, now=now)
    assert report.id == report_id
    assert report.scope_id == f"mission:{mission.id}"


def test_a_report_begins_only_on_an_open_mission_of_ones_own(make, now):
    technician, stranger = make.technician(), make.technician()
    mission = make.planned_mission(technician, status=MissionStatus.CANCELLED)
    with pytest.raises(IllegalTransition), transaction():
        reports.start_report(actor(technician), mission.id, new_id(), at=now, now=now)
    with pytest.raises(NotFound), transaction():
        reports.start_report(actor(stranger), mission.id, new_id(), at=now, now=now)


def test_freezing_fixes_what_the_rows_say(visit):
    report = visit.freeze()
    assert report.status is ReportStatus.FROZEN
    assert report.frozen["work_minutes"] == 90
    with pytest.raises(ReportSealed):
        reports.editable_report(visit.actor, report.id, now=visit.now)


def test_a_report_was_read_when_its_visit_ended_not_when_the_server_heard_of_it(visit, now):
    ended = now - timedelta(hours=5)
    with transaction():
        visit.report.ended_at = ended
    assert visit.freeze().frozen_at == ended


def test_a_clock_that_runs_ahead_freezes_nothing_in_the_future(visit, now):
    with transaction():
        visit.report.ended_at = now + timedelta(days=400)
    assert visit.freeze().frozen_at == now


CHANGES = [
    ("work_minutes", lambda r: r.update(work_minutes=89)),
    ("actions_done", lambda r: r.update(actions_done="Rien")),
    ("parts", lambda r: r.update(parts=[{"label": "x"}])),
    ("photos", lambda r: r.update(photos=[{"sha256": "0" * 64, "caption": ""}])),
    ("started_at", lambda r: r.update(started_at="2026-05-05T05:00:00Z")),
    ("ended_at", lambda r: r.update(ended_at="2026-05-05T23:00:00Z")),
    ("todo", lambda r: r.update(todo=[{"text": "Tester le commutateur", "done": True}])),
    ("template", lambda r: r.update(template="report-2")),
    ("client.name", lambda r: r["client"].update(name=["Mairie"])),
    ("site.address", lambda r: r.update(site={"id": r["site"]["id"], "name": "x"})),
    ("timezone", lambda r: r.update(timezone=3600)),
    ("mission.id", lambda r: r["mission"].update(id=str(uuid4()))),
    ("client.id", lambda r: r["client"].update(id=str(uuid4()))),
    ("technician.id", lambda r: r["technician"].update(id=str(uuid4()))),
    ("settlement.total_cents", lambda r: r["settlement"].update(total_cents=1)),
    ("settlement.debit_minutes", lambda r: r["settlement"].update(debit_minutes=0)),
    ("settlement.bank_before", lambda r: r["settlement"].update(bank_before=6000)),
    ("settlement.bank_before", lambda r: r["settlement"].update(bank_before=None)),
    ("settlement.bank_before", lambda r: r.update(settlement="none")),
    ("inventory.answer", lambda r: r.update(inventory=[])),
    ("canonical", lambda r: r.update(work_minutes=90.0)),
    ("canonical", lambda r: r.update(actions_done="Commutateur remplace\u0301")),
]


@pytest.mark.parametrize(("field", "change"), CHANGES)
def test_content_that_is_not_what_the_rows_say_is_refused(visit, field, change):
    content = canonical_of(visit.report)
    change(content)
    try:
        sha256 = content_sha256(content)
    except NotCanonical:
        sha256 = "0" * 64
    with pytest.raises(ContentMismatch) as refusal, transaction():
        reports.freeze(visit.actor, visit.report.id, content, sha256, now=visit.now)
    assert refusal.value.params["field"] == field
    db.session.refresh(visit.report)
    assert visit.report.status is ReportStatus.DRAFT


def test_a_sum_that_no_visit_costs_is_refused_before_anybody_signs(visit, make):
    make.part_line(visit.report, quantity=100_000, unit_cents=10**8)
    with pytest.raises(InvalidValue) as refusal:
        visit.freeze()
    assert refusal.value.params["field"] == "parts"


def test_another_hash_is_refused(visit):
    with pytest.raises(ContentMismatch) as refusal, transaction():
        reports.freeze(
            visit.actor, visit.report.id, canonical_of(visit.report), "0" * 64, now=visit.now
        )
    assert refusal.value.params["field"] == "content_sha256"


def test_letters_typed_in_two_ways_are_the_same_letters(visit, make):
    visit.report.actions_done = "Cable remplace\u0301"
    db.session.commit()
    assert visit.freeze().frozen["actions_done"] == "Cable remplac\u00e9"


def test_the_balance_that_a_phone_last_heard_of_may_be_signed(visit, make):
    content, sha256 = frozen(visit.report)
    contract = visit.contract
    contract.bank_minutes = 560
    db.session.add(HourBankEntry(contract_id=contract.id, minutes=-40, reason="R", at=visit.now))
    db.session.commit()
    with transaction():
        reports.freeze(visit.actor, visit.report.id, content, sha256, now=visit.now)
    sign(make, visit.report)
    visit.close()
    item = only(BillingItem)
    assert contract.bank_minutes == 470
    assert not item.differs


def test_the_back_office_learns_when_the_bank_ran_dry_after_the_client_signed(visit, make):
    visit.freeze()
    sign(make, visit.report)
    visit.contract.bank_minutes = 30
    db.session.commit()
    visit.close()
    item = only(BillingItem)
    assert (item.debit_minutes, item.total_cents) == (30, 8000)
    assert item.outcome is BillingOutcome.DEBIT_AND_INVOICE
    assert item.differs


def test_thawing_voids_the_signatures_and_keeps_them(visit, make):
    visit.freeze()
    signatures = sign(make, visit.report)
    with transaction():
        reports.thaw(visit.actor, visit.report.id, now=visit.now)
    for signature in signatures:
        db.session.refresh(signature)
        assert signature.voided_at == visit.now
    assert visit.report.frozen is None
    visit.freeze()
    with pytest.raises(ReportIncomplete):
        visit.close()


def test_freezing_the_same_again_keeps_the_signatures(visit, make):
    visit.freeze()
    sign(make, visit.report)
    visit.freeze()
    assert visit.close().status is ReportStatus.CLOSED


def test_a_change_goes_only_into_the_dossier_of_that_client(visit, make):
    other = make.dossier_item(make.dossier(make.client()), description="inchangé")
    own = make.dossier_item(make.dossier(visit.client), description="avant")
    for item, op in ((other, ChangeOp.REPLACE), (own, ChangeOp.PARAMETER)):
        make.dossier_change(visit.report, op=op, item_id=item.id, after="après")
    gone = make.dossier_item()
    make.dossier_change(visit.report, op=ChangeOp.REMOVE, item_id=gone.id)
    visit.report.inventory_answer = InventoryAnswer.CHANGED
    db.session.commit()
    visit.sign_and_close()
    for item in (other, own, gone):
        db.session.refresh(item)
    assert (other.description, own.description) == ("inchangé", "après")
    assert gone.deleted_at is None


def test_the_next_technician_signs_the_report_of_the_first(visit, make):
    second = make.technician()
    visit.mission.technician_id = second.id
    make.grant(second.id, visit.mission.scope_id)
    visit.report.technician_id = second.id
    content, sha256 = frozen(visit.report)
    visit.report.technician_id = visit.user.id
    db.session.commit()
    with pytest.raises(Forbidden), transaction():
        reports.freeze(visit.actor, visit.report.id, content, sha256, now=visit.now)
    with transaction():
        report = reports.freeze(actor(second), visit.report.id, content, sha256, now=visit.now)
    assert report.technician_id == second.id


def test_a_stranger_learns_nothing_of_a_report(visit, make):
    stranger = actor(make.technician())
    for report_id in (visit.report.id, uuid4()):
        with pytest.raises(NotFound):
            reports.access_report(stranger, report_id, now=visit.now)
        with pytest.raises(NotFound), transaction():
            reports.freeze(stranger, report_id, {}, "0" * 64, now=visit.now)
        with pytest.raises(NotFound), transaction():
            reports.close_report(stranger, report_id, at=visit.now, now=visit.now)
    assert reports.inbox(stranger) == []
    for role in (Role.HR, Role.REFERENT):
        with pytest.raises(NotFound):
            reports.access_report(actor(make.user(role)), visit.report.id, now=visit.now)


def test_the_inbox_shows_what_was_closed_in_one_query(visit, make):
    visit.sign_and_close()
    for role in (Role.BACK_OFFICE, Role.DISPATCHER, Role.DIRECTOR):
        (row,) = reports.inbox(actor(make.user(role)))
    assert row.report_id == visit.report.id
    assert row.client_name == visit.client.name
    assert row.mission_number == visit.mission.number
    assert row.technician_name == visit.user.name
