"""Papers that are due: who prints them, what they wait for, and how they end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from backend.database import db, transaction
from backend.documents.paper import PaperRefused
from backend.documents.report_pdf import report_pdf
from backend.domain.errors import IllegalTransition, NotFound
from backend.domain.reports import InventoryAnswer, PdfState
from backend.models import Blob, BlobRef, PaperJob
from backend.services import paper_queue, rendering, report_checks
from tests.documents.poppler import opened
from tests.papers import closed_report

LEASE = paper_queue.LEASE


@pytest.fixture
def report(make):
    """A closed report whose paper is due."""
    return closed_report(make)


def claim(report, now):
    with transaction():
        return paper_queue.claim_paper(report.id, now=now)


def test_one_worker_gets_the_paper_and_the_other_does_not(report, now):
    assert paper_queue.due_papers(now=now) == [report.id]
    assert claim(report, now) == 1
    assert claim(report, now) is None
    assert paper_queue.due_papers(now=now) == []


def test_a_lease_that_ended_is_taken_again_and_counted(report, now):
    claim(report, now)
    later = now + LEASE
    assert paper_queue.due_papers(now=later) == [report.id]
    assert claim(report, later) == 2


def test_what_is_not_due_cannot_be_claimed(report, now):
    report.pdf_state = PdfState.READY
    db.session.commit()
    assert claim(report, now) is None


def test_leasing_is_no_change_that_phones_pull(report, now):
    before = report.version
    claim(report, now)
    db.session.refresh(report)
    assert report.version == before


def test_a_stored_paper_is_recorded_once(report, now):
    claim(report, now)
    with transaction():
        paper_queue.paper_ready(report.id, "aa" * 32)
    with transaction():
        paper_queue.paper_ready(report.id, "bb" * 32)
    db.session.refresh(report)
    assert (report.pdf_state, report.pdf_sha256) == (PdfState.READY, "aa" * 32)
    refs = db.session.scalars(select(BlobRef)).all()
    assert [(ref.sha256, ref.role, ref.scope_id) for ref in refs] == [
        ("aa" * 32, "pdf", report.scope_id)
    ]
    assert db.session.scalar(select(func.count()).select_from(PaperJob)) == 0


def test_a_failure_says_why_and_the_desk_asks_again(report, dora, now):
    claim(report, now)
    with transaction():
        paper_queue.paper_failed(report.id, "pdf_timeout")
    db.session.refresh(report)
    assert (report.pdf_state, report.pdf_error) == (PdfState.FAILED, "pdf_timeout")
    assert paper_queue.due_papers(now=now) == []
    with transaction():
        paper_queue.ask_again(dora, report.id, now=now)
    assert paper_queue.due_papers(now=now) == [report.id]
    assert report.pdf_error is None


def test_a_paper_that_is_there_is_not_printed_again(report, dora, now):
    with transaction():
        paper_queue.paper_ready(report.id, "aa" * 32)
    with pytest.raises(IllegalTransition):
        paper_queue.ask_again(dora, report.id, now=now)


def test_a_stranger_learns_nothing_of_papers(report, bob, now):
    with transaction():
        paper_queue.paper_failed(report.id, "pdf_timeout")
    with pytest.raises(NotFound):
        paper_queue.ask_again(bob, report.id, now=now)


def test_photos_are_waited_for_and_then_no_longer(make, now):
    late = "ab" * 32
    report = closed_report(make, photos=[{"sha256": late, "caption": "Baie"}])
    claim(report, now)
    assert rendering.photos_awaited(report.id) == [late]
    assert paper_queue.photos_may_come(report.id, now=now)
    with transaction():
        paper_queue.wait_for_photos(report.id, now=now)
    db.session.refresh(report)
    assert (report.pdf_state, report.pdf_error) == (PdfState.DUE, "pdf_photos_awaited")
    assert paper_queue.due_papers(now=now) == []
    assert paper_queue.due_papers(now=now + timedelta(seconds=3)) == [report.id]
    assert not paper_queue.photos_may_come(report.id, now=now + timedelta(hours=24))


def test_a_photo_counts_as_arrived_when_all_its_bytes_are_stored(make, now):
    late = "ab" * 32
    report = closed_report(make, photos=[{"sha256": late, "caption": ""}])
    blob = Blob(sha256=late, size=9, mime="image/jpeg", state="partial", created_at=now)
    db.session.add(blob)
    db.session.commit()
    assert rendering.photos_awaited(report.id) == [late]
    blob.state = "stored"
    db.session.commit()
    assert rendering.photos_awaited(report.id) == []


def test_the_paper_holds_what_was_signed_and_by_whom(report, make):
    make.catalogue_row(
        list="organisation", code="firm", label="Lanterne", data={"phone": "01 99 00 40 00"}
    )
    paper = rendering.gather_paper(report.id, lambda _: None)
    assert paper.content == report.frozen
    assert paper.content_sha256 == report.content_sha256
    assert paper.firm.name == "Lanterne"
    assert paper.firm.phone == "01 99 00 40 00"
    assert [signed.role for signed in paper.signatures] == ["technician", "client"]
    technician, client = paper.signatures
    assert client.previous_sha256 == technician.link_sha256


def test_voided_signatures_are_left_out(report, make, now):
    make.signature(report, content_sha256=report.content_sha256, voided_at=now)
    assert len(rendering.gather_paper(report.id, lambda _: None).signatures) == 2


def test_a_report_that_was_never_frozen_has_no_paper(make):
    report = closed_report(make)
    report.frozen = None
    with pytest.raises(PaperRefused, match="pdf_content_unreadable"):
        rendering.gather_paper(report.id, lambda _: None)


@pytest.mark.parametrize("timespec", rendering.TIMESPECS)
def test_the_chain_holds_however_the_phone_wrote_its_times(make, timespec):
    report = closed_report(make)
    first, second = report_checks.live_signatures(report)
    second.previous_sha256 = rendering.signature_sha256(first, timespec)
    technician, client = rendering.gather_paper(report.id, lambda _: None).signatures
    assert client.previous_sha256 == technician.link_sha256


def test_a_report_closed_by_its_technician_is_printed(visit, make, tmp_path):
    """From the act of closing to the paper, with the product's own content and chain."""
    make.dossier_change(visit.report, label="Commutateur", after="24 ports")
    visit.report.inventory_answer = InventoryAnswer.CHANGED
    make.part_line(visit.report, label="Cordon 2 m", unit_cents=850)
    db.session.commit()
    report = visit.sign_and_close()
    paper = rendering.gather_paper(report.id, lambda _: None)
    document = opened(report_pdf(paper), tmp_path)
    for said in (report.number, "Commutateur remplacé", "1 h 30", "Cordon 2 m", "8,50 €"):
        assert said in document.text, said
    assert "Suit bien la précédente" in document.text
    assert "paper." not in document.text
