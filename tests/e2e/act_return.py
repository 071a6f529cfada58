"""Fourth act: the server comes back, and everything that follows has followed."""

from __future__ import annotations

import io

from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import select

from backend.domain.missions import MissionStatus
from backend.domain.reports import PdfState, ReportStatus
from backend.domain.settlement import BillingOutcome, BillingStatus
from backend.domain.tickets import TicketStatus
from backend.models import Attachment, BillingItem, DossierItem, Mission, Report, Ticket
from tests.documents.poppler import Opened
from tests.e2e.act_visit import ACTIONS, AFTER, LARGEST_PHOTO
from tests.e2e.cast import BEATRICE, CONTRACT, LUCIE, TOWN_HALL
from tests.e2e.phone import Phone
from tests.e2e.records import hours_left, records
from tests.e2e.story import TITLE, Story, spoken

PAPER_WITHIN_MS = 60_000
UNTIL_FOUND = """async ([path, within]) => {
  for (const end = Date.now() + within; Date.now() < end; ) {
    if ((await fetch(path, { method: 'HEAD' })).ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return false;
}"""


def play(story: Story, hugo: Phone) -> None:
    """Play the fourth act."""
    sync_without_a_touch(story, hugo)
    hugo.watch.assert_silent()
    hugo.end()
    the_records_say_so(story)
    the_office_holds_the_paper(story)
    the_dispatcher_sees_it_all(story)


def sync_without_a_touch(story: Story, hugo: Phone) -> None:
    """The phone lies on the table, open; nobody touches it."""
    page = hugo.page
    page.evaluate("() => addEventListener('pointerdown', () => { document.title = 'touched' })")
    story.stack.start()
    hugo.find_network()
    hugo.expect_state("synced")
    expect(page.get_by_test_id("sync-chip")).to_contain_text("À jour")
    assert page.title() != "touched"
    hugo.go(f"report/{story.mission_id}")
    expect(hugo.screen("report")).to_contain_text("R-")
    story.tour.picture(page, "13-synced")


def the_records_say_so(story: Story) -> None:
    """Ticket, mission, report, inventory, hours and money, in the database itself."""
    with records(story.stack) as session:
        mission = session.get_one(Mission, story.mission_id)
        assert mission.status is MissionStatus.DONE
        assert session.get_one(Ticket, mission.ticket_id).status is TicketStatus.RESOLVED
        report = session.scalars(select(Report).where(Report.mission_id == mission.id)).one()
        assert report.status is ReportStatus.CLOSED
        assert report.number.startswith("R-")
        changed = session.scalars(select(DossierItem).where(DossierItem.description == AFTER)).one()
        assert changed.scope_id.startswith("dossier:")
        bill = session.scalars(select(BillingItem).where(BillingItem.report_id == report.id)).one()
        assert bill.outcome in {BillingOutcome.DEBIT, BillingOutcome.DEBIT_AND_INVOICE}
        assert bill.status is BillingStatus.TO_VALIDATE
        before, after = story.seen_hours
        assert before == story.hours_left
        assert bill.debit_minutes == before - after
        assert hours_left(story.stack, CONTRACT) == after
        assert report.frozen
        assert bill.total_cents == report.frozen["settlement"]["total_cents"] == 8600
        photo = session.scalars(select(Attachment).filter_by(report_id=report.id)).one()
    _photo_is_small_and_silent(story, photo.sha256)


def the_office_holds_the_paper(story: Story) -> None:
    """Béatrice has the signed report, and beside it what is to be settled."""
    beatrice = story.desk(BEATRICE)
    _wait_for_paper(story, beatrice.page)
    beatrice.open("/inbox")
    row = beatrice.page.get_by_test_id("inbox").locator("tr").filter(has_text=TITLE)
    expect(row.get_by_role("link", name="PDF")).to_be_visible()
    expect(row).to_contain_text(TOWN_HALL)
    story.tour.picture(beatrice.page, "14-inbox")
    row.locator("a").first.click()
    bill = beatrice.page.get_by_test_id("billing")
    before, after = story.seen_hours
    expect(bill.locator(".before-after")).to_have_text(f"{spoken(before)} → {spoken(after)}")
    expect(bill).to_contain_text("86,00\u00a0€")
    expect(beatrice.page.get_by_test_id("report")).to_contain_text(story.seen_code)
    story.tour.picture(beatrice.page, "15-billing")
    _paper_is_signed_twice(story)
    beatrice.watch.assert_silent()
    beatrice.close()


def the_dispatcher_sees_it_all(story: Story) -> None:
    """Lucie reads the whole story on the ticket, in order."""
    with records(story.stack) as session:
        ticket_id = session.get_one(Mission, story.mission_id).ticket_id
    lucie = story.desk(LUCIE)
    lucie.open(f"/tickets/{ticket_id}")
    told = lucie.timeline.all_inner_texts()
    assert len(told) >= 8, told
    for words in ("Lucie Armand", "Hugo Lambert", "R-"):
        assert any(words in line for line in told), (words, told)
    times = [one.get_attribute("datetime") for one in lucie.timeline.locator("time").all()]
    assert times in (sorted(times, key=str), sorted(times, key=str, reverse=True))
    story.tour.picture(lucie.page, "17-timeline")
    lucie.watch.assert_silent()
    lucie.close()


def _wait_for_paper(story: Story, page: Page) -> None:
    """Wait until the worker has printed: the paper then has an address."""
    with records(story.stack) as session:
        report = session.scalars(select(Report).filter_by(mission_id=story.mission_id)).one()
    found = page.evaluate(UNTIL_FOUND, [f"/reports/{report.id}/paper", PAPER_WITHIN_MS])
    assert found, story.stack.log("worker")


def _paper_is_signed_twice(story: Story) -> None:
    with records(story.stack) as session:
        report = session.scalars(select(Report).filter_by(mission_id=story.mission_id)).one()
        assert report.pdf_state is PdfState.READY
        file = _blob(story, str(report.pdf_sha256))
    path = story.folder / "report.pdf"
    path.write_bytes(file)
    story.tour.paper(path, "18-report")
    paper = Opened(path)
    for words in ("Hugo Lambert", "Claire Vasseur", TOWN_HALL, ACTIONS, story.seen_code):
        assert words in paper.text, words
    drawn = [words for words in paper.alternatives if "ignature" in words]
    assert any("Hugo Lambert" in words for words in drawn), paper.alternatives
    assert any("Claire Vasseur" in words for words in drawn), paper.alternatives
    # Drawn as lines: the only picture made of pixels is the photo.
    assert len({row[10] for row in paper.table("pdfimages", "-list") if row[2] == "image"}) == 1


def _photo_is_small_and_silent(story: Story, sha256: str) -> None:
    photo = _blob(story, sha256)
    assert len(photo) <= LARGEST_PHOTO
    with Image.open(io.BytesIO(photo)) as picture:
        assert picture.format == "JPEG"
        assert max(picture.size) >= 1200
        assert not picture.getexif()
    assert b"Exif" not in photo[:4096]


def _blob(story: Story, sha256: str) -> bytes:
    return (story.stack.folder / "blobs" / sha256[:2] / sha256).read_bytes()
