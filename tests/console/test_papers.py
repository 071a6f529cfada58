"""The back office: what lies before it, what follows, what leaves as a file."""

import csv
import io
from datetime import timedelta

import pytest

from backend.console import words
from backend.database import db
from backend.domain.missions import MissionStatus
from backend.domain.reports import PdfState, ReportStatus, SigningOutcome
from backend.domain.settlement import BillingOutcome, BillingStatus
from backend.models import BillingItem, Report
from tests.console.pages import text_of
from tests.factories import MONDAY


@pytest.fixture
def office(as_, bea):
    return as_(bea)


@pytest.fixture
def visit(make, case):
    """A closed report with its billing item."""
    mission = make.planned_mission(
        case.nadia, status=MissionStatus.DONE, ticket=case.ticket, site_id=case.site.id
    )
    report = make.report(
        mission,
        number="R-2026-0007",
        status=ReportStatus.CLOSED,
        actions_done="Autocom remplacé",
        reservations="Prise à refixer",
        outcome=SigningOutcome.SIGNED_WITH_RESERVATIONS,
        closed_at=MONDAY - timedelta(hours=1),
        pdf_state=PdfState.FAILED,
        content_sha256="4899fa967d26" + "0" * 52,
        frozen={"settlement": {"bank_before": 600, "bank_after": 510}},
    )
    make.part_line(report)
    make.time_entry(report, minutes=90)
    db.session.add(
        BillingItem(
            number="F-2026-0007",
            client_id=case.client.id,
            ticket_id=case.ticket.id,
            report_id=report.id,
            contract_id=case.contract.id,
            outcome=BillingOutcome.DEBIT_AND_INVOICE,
            summary="Autocom remplacé",
            lines=[{"code": "part", "label": "=cmd()", "quantity": 1, "unit": "piece",
                    "unit_cents": 4900, "total_cents": 4900}],
            total_cents=4900,
            debit_minutes=90,
            created_at=MONDAY,
        )
    )  # fmt: skip
    db.session.commit()
    return report


def item() -> BillingItem:
    return db.session.query(BillingItem).one()


def test_the_inbox_shows_report_signature_and_what_follows(office, visit):
    found = text_of(office.get("/inbox"))
    for word in ("R-2026-0007", "Mairie de Saint-Aubin", "49,00 €", "−1 h 30"):
        assert word in found
    assert f"/reports/{visit.id}/print" in found
    assert "Un PDF n’a pas pu être produit" in found


def test_the_inbox_is_filtered(office, visit):
    assert "R-2026-0007" not in text_of(office.get("/inbox?state=paid"))
    assert "R-2026-0007" in text_of(office.get("/inbox?state=all&q=nadia"))
    assert "R-2026-0007" not in text_of(office.get("/inbox?q=nobody"))


def test_an_empty_inbox_says_what_will_come(office):
    assert "Rien à traiter" in text_of(office.get("/inbox"))


def test_the_page_shows_what_was_done_beside_what_follows(office, visit):
    found = text_of(office.get(f"/inbox/{item().id}"))
    words = ("Autocom remplacé", "Prise à refixer", "10 h", "8 h 30", "49,00 €", "4899-FA96-7D26")
    for word in words:
        assert word in found


def test_a_report_leads_the_back_office_to_its_billing_item(office, visit, desk):
    assert office.get(f"/reports/{visit.id}").location == f"/inbox/{item().id}"
    assert "Autocom remplacé" in text_of(desk.get(f"/reports/{visit.id}"))


def test_it_is_validated_then_paid(office, visit):
    office.post(f"/inbox/{item().id}/validate")
    assert item().status is BillingStatus.VALIDATED
    office.post(f"/inbox/{item().id}/paid")
    assert item().status is BillingStatus.PAID


def test_a_step_out_of_turn_is_refused_in_words(office, visit):
    answer = office.post(f"/inbox/{item().id}/paid")
    assert answer.status_code == 409
    assert 'data-testid="refusal"' in text_of(answer)
    assert item().status is BillingStatus.TO_VALIDATE


def test_the_director_reads_and_does_not_validate(as_, dirk, visit):
    director = as_(dirk)
    assert f"/inbox/{item().id}/validate" not in text_of(director.get(f"/inbox/{item().id}"))
    assert director.post(f"/inbox/{item().id}/validate").status_code == 404


def test_a_failed_paper_says_why_to_who_may_ask_again(office, as_, dirk, visit):
    visit.pdf_error = "pdf_timeout"
    db.session.commit()
    page = f"/inbox/{item().id}"
    for found in (text_of(office.get(page)), text_of(as_(dirk).get(page))):
        assert words.say("errors.pdf_timeout") in found
    assert f"/reports/{visit.id}/print" in text_of(office.get(page))
    for shut in (page, "/inbox"):
        assert f"/reports/{visit.id}/print" not in text_of(as_(dirk).get(shut))


def test_a_paper_that_waits_for_photos_says_so(office, visit):
    visit.pdf_state, visit.pdf_error = PdfState.DUE, "pdf_photos_awaited"
    db.session.commit()
    assert words.say("errors.pdf_photos_awaited") in text_of(office.get(f"/inbox/{item().id}"))


def test_a_failed_paper_is_asked_for_again(office, visit):
    office.post(f"/reports/{visit.id}/print")
    assert db.session.get_one(Report, visit.id).pdf_state is PdfState.DUE


def test_a_paper_that_is_not_there_is_absent(office, visit):
    assert office.get(f"/reports/{visit.id}/paper").status_code == 404


def test_the_list_leaves_as_a_file_that_runs_nothing(office, visit, case):
    case.ticket.title = "=HYPERLINK(1)"
    db.session.get_one(Report, visit.id)
    answer = office.get("/inbox/export.csv?state=all")
    assert answer.mimetype == "text/csv"
    text = answer.get_data(as_text=True).removeprefix("\ufeff")
    header, row = list(csv.reader(io.StringIO(text), delimiter=";"))
    told = dict(zip(header, row, strict=True))
    assert told["client"] == "Mairie de Saint-Aubin"
    assert told["total HT en euros"] == "49.00"
    assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_the_file_holds_every_row_and_the_search_finds_the_oldest(office, visit, case):
    """Accounting gets all of it: the page shows the newest two hundred, the file no fewer."""
    rows = (
        BillingItem(
            number=f"F-2027-{n:04d}",
            client_id=case.client.id,
            ticket_id=case.ticket.id,
            outcome=BillingOutcome.INVOICE,
            summary="",
            created_at=MONDAY + timedelta(minutes=n),
        )
        for n in range(1, 206)
    )
    db.session.add_all(rows)
    db.session.commit()
    text = office.get("/inbox/export.csv?state=all").get_data(as_text=True)
    assert len(list(csv.reader(io.StringIO(text), delimiter=";"))) == 1 + 206
    assert "R-2026-0007" not in text_of(office.get("/inbox?state=all"))
    for typed in ("f-2026-0007", "nadia", "r-2026-0007"):
        assert "R-2026-0007" in text_of(office.get(f"/inbox?state=all&q={typed}"))
