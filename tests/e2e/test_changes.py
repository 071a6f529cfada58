"""What the desk changes while somebody is already on the road."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from backend.domain.missions import EventKind, MissionStatus
from backend.models import Mission, MissionEvent, User
from tests.e2e.cast import HUGO, LUCIE
from tests.e2e.records import records
from tests.e2e.story import Story
from tests.e2e.tour import Tour


@dataclass(frozen=True)
class Errand:
    """A mission of the demo company that Hugo has today."""

    id: UUID
    title: str
    number: str


@pytest.fixture
def story(stack, playwright, chromium, tmp_path):
    """The house without its tour."""
    return Story(stack, playwright, chromium, tmp_path, Tour(None))


@pytest.fixture
def hugo(story):
    """Hugo's phone, in step with the server."""
    phone = story.phone("hugo")
    phone.start()
    phone.sign_in(HUGO)
    phone.wait_until_offline_ready()
    phone.expect_state("synced")
    yield phone
    phone.end()


def test_a_technician_on_the_road_who_loses_a_mission_is_told_and_his_phone_forgets(story, hugo):
    errand = _accepted(story)[0]
    hugo.go(f"mission/{errand.id}")
    hugo.tap("main-action")
    hugo.expect_state("synced")
    lucie = story.desk(LUCIE)
    lucie.open(f"/missions/{errand.id}/reassign")
    lucie.page.get_by_test_id("candidates").locator("summary").click()
    lucie.candidates.filter(has_text="Bastien Nguyen").click()
    lucie.press("Control+Enter")
    lucie.page.wait_for_url("**/desk?*")
    lucie.close()
    hugo.cut_network()
    hugo.find_network()  # As between two villages: the phone looks what is new.
    hugo.screen("absent").wait_for()
    hugo.go("today")
    expect(hugo.page.get_by_test_id("notice").filter(has_text=errand.number)).to_be_visible()
    expect(hugo.mission(errand.title)).to_have_count(0)
    with records(story.stack) as session:
        mission = session.get_one(Mission, errand.id)
        assert mission.status is MissionStatus.PLANNED
        assert session.get_one(User, mission.technician_id).first_name == "Bastien"
        assert EventKind.REASSIGNED in _events(session, errand)
    hugo.watch.assert_silent()


def test_an_interrupted_visit_is_taken_up_again(story, hugo):
    errand = _accepted(story)[-1]
    hugo.go(f"mission/{errand.id}")
    steps = hugo.screen("mission").locator("ol.steps > li")
    for reached in (1, 2):
        hugo.tap("main-action")
        expect(steps.nth(reached).locator("time")).to_be_visible()
    hugo.tap("ask-interrupt")
    hugo.page.get_by_test_id("reason").fill("Il manque une pièce.")
    hugo.tap("confirm-interrupt")
    expect(hugo.page.get_by_test_id("sheet-interrupt")).to_have_count(0)
    expect(hugo.page.get_by_test_id("main-action")).to_contain_text("Je reprends")
    hugo.tap("main-action")
    hugo.expect_state("synced")
    with records(story.stack) as session:
        mission = session.get_one(Mission, errand.id)
        assert mission.status is MissionStatus.ON_SITE
        assert mission.visits == 2
        told = _events(session, errand)
        assert told.index(EventKind.INTERRUPTED) < told.index(EventKind.RESUMED)
    hugo.watch.assert_silent()


def _accepted(story: Story) -> list[Errand]:
    """Return what Hugo has accepted and not begun, by the hour."""
    with records(story.stack) as session:
        hugo = session.scalars(select(User.id).where(User.email == HUGO)).one()
        query = select(Mission).where(
            Mission.technician_id == hugo, Mission.status == MissionStatus.ACCEPTED
        )
        found = session.scalars(query.order_by(Mission.starts_at)).all()
        return [Errand(mission.id, mission.title, mission.number) for mission in found]


def _events(session, errand: Errand) -> list[EventKind]:
    query = select(MissionEvent.kind).where(MissionEvent.mission_id == errand.id)
    return list(session.scalars(query.order_by(MissionEvent.at, MissionEvent.id)))
