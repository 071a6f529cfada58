from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.database import db, transaction
from backend.domain.errors import (
    ContentMismatch,
    IllegalTransition,
    InvalidValue,
    ReportIncomplete,
)
from backend.domain.inventory import SECTIONS
from backend.domain.missions import MissionStatus
from backend.domain.reports import (
    InventoryAnswer,
    PdfState,
    ReportStatus,
    SigningOutcome,
)
from backend.domain.settlement import BillingOutcome
from backend.domain.tickets import TicketStatus
from backend.models import (
    AccessGrant,
    AuditEntry,
    BillingItem,
    Booking,
    DossierItem,
    HistoryEntry,
    HourBankEntry,
    Notice,
    Ticket,
)
from backend.services import audit, reports, tickets
from tests.factories import actor
from tests.services.visit import only
from tests.signing import sign


def test_closing_is_one_act(visit, make):
    report = visit.sign_and_close()

    assert report.number == f"R-{visit.now.year}-0001"
    assert report.status is ReportStatus.CLOSED
    assert report.pdf_state is PdfState.DUE
    assert visit.mission.status is MissionStatus.DONE
    ticket = db.session.get_one(Ticket, visit.ticket.id)
    assert ticket.status is TicketStatus.RESOLVED
    assert ticket.solution == "Commutateur remplacé"
    assert only(Booking).ends_at == visit.now + timedelta(hours=1)
    item = only(BillingItem)
    assert item.outcome is BillingOutcome.DEBIT
    assert (item.debit_minutes, item.total_cents, item.report_id) == (90, 0, report.id)
    assert visit.contract.bank_minutes == 510
    assert only(HourBankEntry).minutes == -90
    assert only(HistoryEntry).number == report.number
    assert "report.closed" in set(db.session.scalars(select(AuditEntry.action)))
    assert audit.first_broken() is None
    told = db.session.scalars(select(Notice).where(Notice.user_id == visit.desk.id)).one()
    assert told.event == "report_closed"
    assert told.params == {"number": visit.mission.number}


def test_closing_writes_into_the_inventory(visit, make):
    change = make.dossier_change(visit.report, label="Commutateur", after="24 ports")
    visit.report.inventory_answer = InventoryAnswer.CHANGED
    db.session.commit()
    visit.sign_and_close()
    line = only(DossierItem)
    assert (line.sub_domain, line.description) == ("Commutateur", "24 ports")
    assert line.domain == SECTIONS["datacenters"].title
    assert change.applied_at is not None


def test_the_rights_to_a_finished_mission_end_after_thirty_days(visit):
    visit.sign_and_close()
    cause = f"mission:{visit.mission.id}"
    ends = set(db.session.scalars(select(AccessGrant.ends_at).where(AccessGrant.cause == cause)))
    assert ends == {visit.now + timedelta(hours=1, days=30)}


def test_closing_twice_changes_nothing(visit):
    number = visit.sign_and_close().number
    assert visit.close().number == number
    assert only(BillingItem)
    assert visit.contract.bank_minutes == 510


def test_a_draft_cannot_be_closed(visit):
    with pytest.raises(IllegalTransition):
        visit.close()


def test_everything_that_is_missing_is_named_at_once(visit, make):
    visit.report.actions_done = " "
    visit.report.inventory_answer = InventoryAnswer.UNANSWERED
    db.session.commit()
    visit.freeze()
    with pytest.raises(ReportIncomplete) as refusal:
        visit.close(outcome=SigningOutcome.REFUSED)
    assert refusal.value.params["missing"] == [
        "actions_done",
        "inventory",
        "technician_signature",
        "outcome_reason",
    ]
    with pytest.raises(ReportIncomplete) as refusal:
        visit.close(outcome=None)
    assert refusal.value.params["missing"] == [
        "actions_done",
        "inventory",
        "technician_signature",
        "outcome",
    ]


def test_changed_without_a_change_is_no_answer(visit, make):
    visit.report.inventory_answer = InventoryAnswer.CHANGED
    db.session.commit()
    visit.freeze()
    sign(make, visit.report)
    with pytest.raises(ReportIncomplete) as refusal:
        visit.close()
    assert refusal.value.params["missing"] == ["changes"]


@pytest.mark.parametrize("outcome", [SigningOutcome.REFUSED, SigningOutcome.ABSENT])
def test_without_the_client_a_reason_is_enough(visit, make, outcome):
    visit.freeze()
    sign(make, visit.report, None)
    assert visit.close(outcome, "Personne sur place").outcome is outcome


def test_a_signature_is_needed_unless_the_contract_waives_it(visit, make):
    visit.freeze()
    sign(make, visit.report, None)
    with pytest.raises(ReportIncomplete) as refusal:
        visit.close(SigningOutcome.NOT_REQUIRED)
    assert refusal.value.params["missing"] == ["client_signature"]
    visit.contract.signature_required = False
    db.session.commit()
    assert visit.close(SigningOutcome.NOT_REQUIRED).status is ReportStatus.CLOSED


def test_reservations_are_signed_as_such_and_not_without(visit, make):
    reserved = SigningOutcome.SIGNED_WITH_RESERVATIONS
    visit.freeze()
    sign(make, visit.report, reserved)
    with pytest.raises(ReportIncomplete) as refusal:
        visit.close(reserved)
    assert refusal.value.params["missing"] == ["reservations"]
    with transaction():
        reports.thaw(visit.actor, visit.report.id, now=visit.now)
    visit.report.reservations = "Trace sur le mur"
    db.session.commit()
    visit.freeze()
    sign(make, visit.report)
    with pytest.raises(InvalidValue):
        visit.close()


def test_a_client_who_signed_with_reservations_closes_with_them(visit, make):
    visit.report.reservations = "Trace sur le mur"
    db.session.commit()
    visit.freeze()
    sign(make, visit.report, SigningOutcome.SIGNED_WITH_RESERVATIONS)
    report = visit.close(SigningOutcome.SIGNED_WITH_RESERVATIONS)
    assert report.outcome is SigningOutcome.SIGNED_WITH_RESERVATIONS


def test_a_broken_chain_is_refused(visit, make):
    visit.freeze()
    _, second = sign(make, visit.report)
    second.previous_sha256 = "0" * 64
    db.session.commit()
    with pytest.raises(ContentMismatch):
        visit.close()


def test_a_changed_link_is_refused(visit, make):
    visit.freeze()
    first, _ = sign(make, visit.report, ink={"w": 1, "h": 1, "strokes": [[[0, 1, 1]]]})
    first.name = "Un autre"
    db.session.commit()
    with pytest.raises(ContentMismatch):
        visit.close()


def test_photos_that_have_not_arrived_hold_nothing_up(visit, make):
    make.attachment(visit.report)
    assert visit.sign_and_close().status is ReportStatus.CLOSED


def test_a_problem_that_remains_brings_the_ticket_back_to_the_desk(visit):
    visit.report.solved = False
    db.session.commit()
    visit.sign_and_close()
    assert visit.ticket.status is TicketStatus.OPEN
    assert only(BillingItem)


def test_a_ticket_waits_for_its_other_missions(visit, make):
    make.mission(visit.ticket)
    visit.sign_and_close()
    assert visit.ticket.status is TicketStatus.MISSION


def test_the_whole_story_is_in_the_timeline(visit, make):
    visit.sign_and_close()
    dora = actor(visit.desk)
    found = [(line.source, line.kind) for line in tickets.timeline(dora, visit.ticket.id)]
    assert ("report", "closed") in found
    assert ("mission", "done") in found
    assert ("billing", "to_validate") in found
    assert ("ticket", "resolved") in found


def test_a_second_report_of_a_finished_mission_bills_nothing(visit, make):
    """Two phones may each have begun one; the second stays a draft that the desk sees."""
    second = make.report(
        visit.mission,
        actions_done="La même chose",
        inventory_answer=InventoryAnswer.NOTHING_CHANGED,
    )
    make.time_entry(second, minutes=90)
    visit.sign_and_close()
    visit.report = second
    visit.freeze()
    sign(make, second)
    with pytest.raises(IllegalTransition):
        visit.close()
    assert only(BillingItem).debit_minutes == 90
    assert only(HistoryEntry)
