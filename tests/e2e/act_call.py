"""First act: a call becomes a ticket, the ticket a mission, and the slot is taken for everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from backend.database import new_id
from backend.domain.tickets import TicketStatus
from backend.models import BillingItem, Booking, Mission, Ticket, User
from tests.e2e.cast import CONTRACT, HUGO, LUCIE, TOWN_HALL
from tests.e2e.desk import Desk
from tests.e2e.records import as_id, hours_left, records
from tests.e2e.story import LAST_ACTIONS, PROBLEM, TASKS, TITLE, Story, spoken

MOST_LOADS, MOST_PRESSES = 3, 10


def play(story: Story) -> None:
    """Play the first act."""
    lucie = story.desk(LUCIE)
    solve_by_phone(story, lucie)
    take_the_call(story, lucie)
    slot_is_gone(story, lucie)
    lucie.watch.assert_silent()
    lucie.close()


def solve_by_phone(story: Story, lucie: Desk) -> None:
    """A call that a few words are enough for: closed on the phone, and billed at once."""
    lucie.open("/desk")
    lucie.begin_call()
    lucie.find("A003-2025-007").first.wait_for()
    lucie.take_first_hit()
    lucie.press("1")
    lucie.page.locator("#title").fill("Mot de passe oublié")
    lucie.page.locator("#problem").fill("L’agent ne peut plus ouvrir sa session.")
    lucie.press("F2")
    lucie.type_into("solution", "Identité vérifiée, mot de passe renouvelé.")
    lucie.press("Control+Enter")
    lucie.page.wait_for_url("**/tickets/*")
    ticket_id = as_id(lucie.page.url.partition("?")[0])
    with records(story.stack) as session:
        ticket = session.get_one(Ticket, ticket_id)
        assert ticket.status is TicketStatus.RESOLVED
        assert ticket.solution == "Identité vérifiée, mot de passe renouvelé."
        bill = session.scalars(select(BillingItem).where(BillingItem.ticket_id == ticket_id)).one()
        assert bill.report_id is None


def take_the_call(story: Story, lucie: Desk) -> None:
    """From the first ring to the booked slot, without leaving the keyboard."""
    lucie.open("/desk")
    lucie.begin_to_count()
    lucie.begin_call()
    find_the_client(story, lucie)
    write_down(lucie)
    plan(story, lucie)
    assert lucie.loads <= MOST_LOADS, lucie.loads
    assert lucie.presses <= MOST_PRESSES, lucie.presses


def find_the_client(story: Story, lucie: Desk) -> None:
    """By her name and by the number of her contract; her standing comes before anything else."""
    by_name = lucie.find("saint-aubin").filter(has_text=TOWN_HALL)
    expect(by_name).to_contain_text(CONTRACT)
    by_number = lucie.find(CONTRACT)
    expect(by_number).to_have_count(1)
    expect(by_number).to_contain_text(TOWN_HALL)
    story.tour.picture(lucie.page, "01-client-found")
    lucie.take_first_hit()
    contract = lucie.client.get_by_test_id("contract-status")
    commercial = lucie.client.get_by_test_id("commercial-status")
    expect(contract).to_contain_text(CONTRACT)
    story.hours_left = hours_left(story.stack, CONTRACT)
    expect(contract.get_by_test_id("hours-left")).to_contain_text(spoken(story.hours_left))
    assert _bottom(contract) < _bottom(commercial) < _top(lucie.page.locator("#callers"))


def write_down(lucie: Desk) -> None:
    """Who calls and what is wrong, key by key."""
    lucie.press("1")
    expect(lucie.page.locator("#caller_last_name")).to_have_value("Vasseur")
    expect(lucie.page.locator("[name='caller_verified']:checked")).to_have_value("contract_number")
    _on_to(lucie, "title")
    lucie.type_into("title", TITLE)
    _on_to(lucie, "problem")
    lucie.type_into("problem", PROBLEM)


def plan(story: Story, lucie: Desk) -> None:
    """What kind of work, how long, when; who can go is ranked, with the reasons."""
    lucie.press("F4")
    lucie.choose("nature", "Rem", "Remplacement")
    expect(lucie.page.locator("#minutes")).to_have_value(str(story.slot.minutes))
    _on_to(lucie, "skill")
    lucie.choose("skill", "T", "Téléphonie")
    _on_to(lucie, "date")
    lucie.type_date_into("date", story.slot.day.isoformat())
    _on_to(lucie, "time")
    lucie.type_date_into("time", story.slot.at)
    best = lucie.candidates.first
    expect(best).to_contain_text("Hugo Lambert")
    expect(best.locator("small")).to_contain_text("Téléphonie")
    expect(best.locator("input")).to_be_checked()
    assert lucie.candidates.count() == 10
    expect(lucie.page.locator("#agreed_with")).to_have_value("Claire Vasseur")
    # What stands below is there for those who have the time; it costs no key to leave it.
    lucie.page.locator("#last_actions").fill(LAST_ACTIONS)
    lucie.page.locator("#todo").fill("\n".join(TASKS))
    story.tour.picture(lucie.page, "02-call")
    lucie.press("Control+Enter")
    lucie.page.wait_for_url("**/desk?*mission=*")
    story.mission_id = as_id(lucie.page.url.partition("mission=")[2].partition("&")[0])
    expect(lucie.page.locator("#panel")).to_contain_text("Claire Vasseur")
    story.tour.picture(lucie.page, "03-desk")


def slot_is_gone(story: Story, lucie: Desk) -> None:
    """Nobody else gets the same hours: not on the screen, and not past it."""
    before = _missions(story)
    waiting = lucie.page.locator("[data-testid='waiting'] a:not(.bad)[href*='ticket=']").first
    ticket_id = as_id((waiting.get_attribute("href") or "").partition("ticket=")[2])
    lucie.open(f"/tickets/{ticket_id}/plan")
    lucie.page.locator("#date").fill(story.slot.day.isoformat())
    lucie.page.locator("#time").fill(story.slot.at)
    hugo = lucie.candidates.filter(has_text="Hugo Lambert")
    expect(hugo).to_contain_text("Occupé")
    lucie.page.get_by_test_id("candidates").locator("summary").click()
    hugo.click()
    lucie.press("Control+Enter")
    expect(lucie.refusal).to_contain_text("créneau")
    expect(lucie.refusal).to_contain_text("Rien n’a été réservé")
    story.tour.picture(lucie.page, "04-slot-taken")
    assert _missions(story) == before
    _booking_past_the_screen_is_refused(story)


def _booking_past_the_screen_is_refused(story: Story) -> None:
    with records(story.stack) as session:
        hugo = session.scalars(select(User).where(User.email == HUGO)).one()
        mission = session.get_one(Mission, story.mission_id)
        assert mission.starts_at
        assert mission.ends_at
        session.add(
            Booking(
                id=new_id(),
                technician_id=hugo.id,
                starts_at=mission.starts_at,
                ends_at=mission.ends_at,
            )
        )
        with pytest.raises(IntegrityError):
            session.flush()


def _missions(story: Story) -> int:
    with records(story.stack) as session:
        return len(session.scalars(select(Mission.id)).all())


def _on_to(desk: Desk, field: str) -> None:
    """Press Tab until the field has the focus, as long as that may reasonably take."""
    target = desk.page.locator(f"[id='{field}']")
    for _ in range(MOST_PRESSES):
        if target.evaluate("(one) => one === document.activeElement"):
            return
        desk.press("Tab")
    raise AssertionError(f"Tab does not lead to {field}.")


def _top(target: Locator) -> float:
    box = target.bounding_box()
    assert box
    return box["y"]


def _bottom(target: Locator) -> float:
    box = target.bounding_box()
    assert box
    return box["y"] + box["height"]
