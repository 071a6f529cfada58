"""Second and third act: the visit and its report, without a network and without a server."""

from __future__ import annotations

import re
from math import cos, sin
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.camera import take_photo
from tests.e2e.cast import HUGO, TOWN_HALL
from tests.e2e.phone import Phone
from tests.e2e.story import LAST_ACTIONS, PROBLEM, TASKS, TITLE, Story, spoken

ACTIONS = "Alimentation de l’autocom remplacée. Trois postes essayés avec l’accueil."
PROBLEMS = "La batterie de l’onduleur est à prévoir au prochain budget."
ITEM = "Téléphonie fixe : serveurs de communication"
AFTER = "Autocom, alimentation 48 V neuve"
CAPTION = "Baie de l’accueil"
LARGEST_PHOTO = 400_000


def play(story: Story) -> Phone:
    """Play the second and the third act; return the phone as it lies there."""
    hugo = story.phone("hugo")
    install(story, hugo)
    start_cold(story, hugo)
    read_the_sheet(story, hugo)
    arrive(hugo)
    write_the_report(story, hugo)
    sign_and_close(story, hugo)
    still_there_after_a_reload(story, hugo)
    return hugo


def install(story: Story, hugo: Phone) -> None:
    """He signs in once, with network; the mission is under today, and the app can be installed."""
    hugo.start()
    story.tour.picture(hugo.page, "05-sign-in")
    hugo.sign_in(HUGO)
    hugo.assert_installable()
    hugo.wait_until_offline_ready()
    hugo.expect_state("synced")
    expect(hugo.page.locator("h1")).to_have_text("Aujourd’hui")
    line = hugo.mission(TOWN_HALL).filter(has_text=TITLE).or_(hugo.mission(PROBLEM))
    expect(line).to_contain_text(story.slot.at)
    story.tour.picture(hugo.page, "06-today")


def start_cold(story: Story, hugo: Phone) -> None:
    """The network is cut, the server stopped, the process ended: the app starts from its disk."""
    hugo.cut_network()
    story.stack.stop()
    hugo.end()
    hugo.start()
    story.tour.picture(hugo.page, "07-unlock")
    hugo.unlock()
    hugo.expect_state("offline")
    expect(hugo.page.locator("h1")).to_have_text("Aujourd’hui")
    hugo.go(f"mission/{story.mission_id}")
    hugo.screen("mission").wait_for()


def read_the_sheet(story: Story, hugo: Phone) -> None:
    """Everything that A-15 asks of a mission sheet, and the client's past."""
    page = hugo.page
    sheet = hugo.screen("mission")
    for words in (
        TOWN_HALL,
        PROBLEM,
        LAST_ACTIONS,
        *TASKS,
        "Claire Vasseur",
        "4 place de l’Église",
    ):
        expect(sheet).to_contain_text(words)
    expect(sheet).to_contain_text("Badge à l’accueil")
    expect(sheet).to_contain_text(spoken(story.hours_left))
    expect(page.get_by_test_id("call")).to_have_attribute("href", "tel:0261912001")
    expect(page.get_by_test_id("map")).to_have_attribute(
        "href", re.compile(r"^geo:0,0\?q=4%20place")
    )
    story.tour.picture(page, "08-mission")
    page.get_by_test_id("history").locator("summary").tap()
    expect(page.get_by_test_id("history").locator("li").first).to_be_visible()
    hugo.tap("dossier-link")
    expect(page.get_by_test_id("dossier-item").first).to_be_visible()
    story.tour.picture(page, "09-dossier")
    hugo.tap("back")
    hugo.go(f"mission/{story.mission_id}")


def arrive(hugo: Phone) -> None:
    """He takes it, goes, and is there: one button, three times."""
    steps = hugo.screen("mission").locator("ol.steps > li")
    for reached in range(3):
        hugo.tap("main-action")
        expect(steps.nth(reached).locator("time")).to_be_visible()
    for item in hugo.page.get_by_test_id("todo-item").all():
        item.tap()
        expect(item).to_have_attribute("aria-checked", "true")


def write_the_report(story: Story, hugo: Phone) -> None:
    """Actions, problems, times, a part, a photo, a change of the inventory."""
    page = hugo.page
    hugo.tap("main-action")
    hugo.screen("report").wait_for()
    _write(page, "actions_done", ACTIONS)
    _write(page, "problems_met", PROBLEMS)
    _set_minutes(page.get_by_test_id("time-work"), "1\u00a0h\u00a015")
    _set_minutes(page.get_by_test_id("time-travel"), "25\u00a0min")
    hugo.tap("part-add")
    page.get_by_test_id("part-text").fill("alimentation 48")
    hugo.tap("part-pick")
    expect(page.get_by_test_id("part-line")).to_contain_text("86,00\u00a0€")
    take_a_photo(hugo, story.folder)
    change_the_inventory(hugo)
    story.tour.picture(page, "10-report", whole=True)


def take_a_photo(hugo: Phone, folder: Path) -> None:
    """Through the camera's own input, as large as a real one, with a position in it."""
    page = hugo.page
    camera = page.get_by_test_id("photo-take")
    expect(camera).to_have_attribute("capture", "environment")
    camera.set_input_files(take_photo(folder / "camera.jpg"))
    photo = page.get_by_test_id("photo")
    expect(photo.locator("img")).to_be_visible()
    photo.locator("input").fill(CAPTION)
    photo.locator("input").blur()
    expect(photo.get_by_test_id("saved")).to_have_attribute("data-state", "saved")


def change_the_inventory(hugo: Phone) -> None:
    """Something in the dossier is no longer what it was."""
    page = hugo.page
    page.get_by_test_id("inventory-changed").check()
    hugo.tap("change-add")
    page.get_by_test_id("change-op-replace").check()
    page.get_by_test_id("change-item").select_option(label=ITEM)
    page.get_by_test_id("change-after").fill(AFTER)
    hugo.tap("change-keep")
    expect(page.get_by_test_id("change")).to_contain_text(AFTER)


def sign_and_close(story: Story, hugo: Phone) -> None:
    """He signs, hands over; she reads what she signs, and signs; he closes."""
    page = hugo.page
    hugo.tap("to-sign")
    hugo.screen("sign-technician").wait_for()
    _draw(page)
    hugo.tap("sign")
    hugo.screen("hand-over").wait_for()
    hugo.tap("handed")
    client = hugo.screen("sign-client")
    client.wait_for()
    for words in (ACTIONS, PROBLEMS, "1\u00a0h\u00a015", "Alimentation 48 V", AFTER, CAPTION):
        expect(client).to_contain_text(words)
    story.seen_hours = _hours_of(page.get_by_test_id("content-settlement").inner_text())
    story.seen_code = page.get_by_test_id("code").inner_text()
    expect(page.get_by_test_id("sign")).to_be_disabled()
    page.get_by_test_id("other-outcomes").scroll_into_view_if_needed()
    page.get_by_role("radio", name="Claire Vasseur").check()
    _draw(page)
    story.tour.picture(page, "11-sign")
    hugo.tap("sign")
    hugo.screen("sign-close").wait_for()
    hugo.tap("close-report")
    hugo.screen("today").wait_for()


def still_there_after_a_reload(story: Story, hugo: Phone) -> None:
    """Loaded again without network: all of it is on the phone, and called waiting, not sent."""
    hugo.reload()
    hugo.unlock()
    hugo.expect_state("offline")
    page = hugo.page
    expect(page.get_by_test_id("sync-chip")).to_contain_text(re.compile(r"Hors ligne · \d+"))
    hugo.go(f"report/{story.mission_id}")
    report = hugo.screen("report")
    for words in (ACTIONS, PROBLEMS, AFTER, "Alimentation 48 V", "Hugo Lambert", "Claire Vasseur"):
        expect(report).to_contain_text(words)
    expect(report).to_contain_text("Rapport provisoire")
    expect(report.locator("img").first).to_be_visible()
    hugo.go("queue")
    hugo.screen("queue").wait_for()
    assert page.get_by_test_id("waiting-item").count() > 10
    story.tour.picture(page, "12-queue")
    hugo.go("today")


def _write(page: Page, name: str, text: str) -> None:
    page.get_by_test_id(name).fill(text)
    page.get_by_test_id(name).blur()
    field = page.locator(".field").filter(has=page.get_by_test_id(name))
    expect(field.get_by_test_id("saved")).to_have_attribute("data-state", "saved")


def _set_minutes(stepper: Locator, wanted: str) -> None:
    more = stepper.locator("button").last
    for _ in range(60):
        if stepper.locator("output").inner_text() == wanted:
            return
        more.tap()
    raise AssertionError(f"The stepper never says {wanted}.")


def _draw(page: Page) -> None:
    """Sign on the pad as a hand would: a name in loops, and a line below it."""
    pad = page.get_by_test_id("pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    left, middle = box["x"] + 34, box["y"] + box["height"] * 0.45
    name = [
        (step * 3.1 + 9 * sin(step * 0.75), 34 * sin(step * 0.55) * cos(step * 0.11))
        for step in range(68)
    ]
    line = [(step * 12, 52 - step * 0.6) for step in range(18)]
    for stroke in (name, line):
        page.mouse.move(left + stroke[0][0], middle + stroke[0][1])
        page.mouse.down()
        for right, down in stroke[1:]:
            page.mouse.move(left + right, middle + down)
        page.mouse.up()


def _hours_of(text: str) -> tuple[int, int]:
    """Return the minutes left before and after, as the client reads them."""
    found = re.findall(r"(\d+)\s*h(?:\s*(\d+))?", text)
    before, after = ((int(hours) * 60 + int(rest or 0)) for hours, rest in found[:2])
    return before, after
