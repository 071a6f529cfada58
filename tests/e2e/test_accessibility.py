"""Every screen for everybody: axe in three themes, thumbs, narrow screens, a silent console."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.domain.missions import MissionStatus
from backend.domain.tickets import TicketStatus
from backend.models import Dossier, Mission, Ticket, User
from tests.e2e.accessible import breaches_of, overflow_of, small_targets_of
from tests.e2e.act_visit import ACTIONS, take_a_photo
from tests.e2e.cast import ADRIEN, BEATRICE, HUGO, LUCIE
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone
from tests.e2e.records import records
from tests.e2e.watch import Watch

THEMES = ("light", "dark", "sun")
# Axe may come in, and nothing moves while it looks.
STILL: dict[str, Any] = {"bypass_csp": True, "reduced_motion": "reduce"}
CHOOSE = "(theme) => { document.documentElement.dataset.theme = theme }"


@pytest.fixture
def phone(stack, playwright, tmp_path):
    """Hugo's phone, into which axe may be brought."""
    found = Phone(playwright, tmp_path / "hugo", stack.url, habits=STILL)
    found.start()
    yield found
    found.end()


def _today_of_hugo(session: Session) -> Mission:
    hugo = session.scalars(select(User.id).where(User.email == HUGO)).one()
    query = select(Mission).where(
        Mission.technician_id == hugo, Mission.status == MissionStatus.ACCEPTED
    )
    return session.scalars(query.order_by(Mission.starts_at)).all()[0]


def _check_phone(phone: Phone, name: str) -> list[str]:
    """Return what is wrong with the screen that is shown, in every theme."""
    page = phone.page
    phone.screen(name).wait_for()
    found = _in_every_theme(page, name)
    found += [f"{name}: small: {target}" for target in small_targets_of(page)]
    if overflow_of(page) > 0:
        found.append(f"{name}: {overflow_of(page)} pixels too wide")
    return found


def _in_every_theme(page: Page, name: str) -> list[str]:
    found = []
    for theme in THEMES:
        page.evaluate(CHOOSE, theme)
        found += [f"{name}, {theme}: {breach}" for breach in breaches_of(page)]
    return found


def test_the_phone_is_for_everybody(stack, phone, tmp_path):
    with records(stack) as session:
        mission = _today_of_hugo(session).id
        dossier = session.scalars(
            select(Dossier.id)
            .join(Mission, Mission.client_id == Dossier.client_id)
            .where(Dossier.title == "Mairie de Saint-Aubin")
        ).first()
    wrong = _check_phone(phone, "sign-in")
    phone.sign_in(HUGO)
    phone.wait_until_offline_ready()
    wrong += _check_phone(phone, "today")
    for name, address in (
        ("mission", f"mission/{mission}"),
        ("dossiers", "dossiers"),
        ("dossier", f"dossier/{dossier}"),
        ("queue", "queue"),
        ("settings", "settings"),
        ("absent", "mission/nowhere"),
    ):
        phone.go(address)
        wrong += _check_phone(phone, name)
    wrong += _report_and_signing(phone, mission, tmp_path)
    phone.reload()
    wrong += _check_phone(phone, "unlock")
    assert not wrong, "\n".join(wrong)
    phone.watch.assert_silent()


def _report_and_signing(phone: Phone, mission, folder) -> list[str]:
    """Fill a report and look at every screen until the client signs."""
    page = phone.page
    phone.go(f"mission/{mission}")
    phone.screen("mission").wait_for()
    for _ in ("en route", "on site"):
        phone.tap("main-action")
    phone.page.get_by_test_id("ask-interrupt").wait_for()
    phone.tap("main-action")
    wrong = _check_phone(phone, "report")
    page.get_by_test_id("actions_done").fill(ACTIONS)
    page.get_by_test_id("time-work").locator("button").last.tap()
    take_a_photo(phone, folder)
    page.get_by_test_id("inventory-nothing_changed").check()
    wrong += _check_phone(phone, "report")
    phone.tap("to-sign")
    wrong += _check_phone(phone, "sign-technician")
    phone.tap("typed-instead")
    page.get_by_test_id("typed-name").fill("Hugo Lambert")
    page.get_by_test_id("typed-agree").check()
    phone.tap("sign")
    wrong += _check_phone(phone, "hand-over")
    phone.tap("handed")
    return wrong + _check_phone(phone, "sign-client")


@contextmanager
def _somebody(chromium, stack, email: str) -> Iterator[Desk]:
    desk = Desk(chromium, stack.url, **STILL)
    desk.sign_in(email)
    yield desk
    desk.watch.assert_silent()
    desk.close()


def test_the_desk_is_for_everybody(stack, chromium):
    with records(stack) as session:
        ticket = session.scalars(
            select(Ticket.id).where(Ticket.status == TicketStatus.OPEN)
        ).first()
        mission = _today_of_hugo(session)
        client = mission.client_id
    pages = {
        LUCIE: (
            "/desk",
            f"/desk?mission={mission.id}",
            "/desk/intake",
            f"/desk/intake?client={client}",
            "/tickets",
            f"/tickets/{ticket}",
            f"/tickets/{ticket}/plan",
            f"/missions/{mission.id}",
            f"/missions/{mission.id}/reassign",
            f"/clients/{client}",
        ),
        BEATRICE: ("/inbox", "/inbox?state=all"),
        ADRIEN: ("/users", "/users/new"),
    }
    wrong: list[str] = []
    for email, paths in pages.items():
        with _somebody(chromium, stack, email) as desk:
            for path in paths:
                desk.open(path)
                wrong += _in_every_theme(desk.page, path)
                if overflow_of(desk.page) > 0:
                    wrong.append(f"{path}: {overflow_of(desk.page)} pixels too wide")
    assert not wrong, "\n".join(wrong)


def test_the_doors_of_the_desk_are_for_everybody(stack, chromium):
    context = chromium.new_context(**STILL, locale="fr-FR")
    watch = Watch().over(context)
    page = context.new_page()
    page.goto(f"{stack.url}/sign-in")
    wrong = _in_every_theme(page, "/sign-in")
    assert not wrong, "\n".join(wrong)
    watch.assert_silent()
    context.close()
