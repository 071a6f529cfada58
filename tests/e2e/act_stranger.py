"""Fifth act: a technician without the right finds nothing, at any door, not even that it exists."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from playwright.sync_api import expect
from sqlalchemy import select

from backend.models import (
    AccessGrant,
    Attachment,
    BillingItem,
    Device,
    Mission,
    Report,
    User,
    UserSession,
)
from tests.e2e.cast import HUGO, INES, TOWN_HALL
from tests.e2e.doors import Stranger, doors_of, nothing_like
from tests.e2e.phone import Phone
from tests.e2e.records import records
from tests.e2e.story import TITLE, Story

AT = "2026-01-05T08:00:00Z"


def play(story: Story) -> None:
    """Play the fifth act."""
    ines = story.phone("ines")
    her_phone_is_empty_of_it(story, ines)
    no_door_opens(story, ines)
    no_list_names_it(story, ines)
    no_push_reaches_it(story, ines)
    ines.watch.assert_silent()
    ines.end()


def her_phone_is_empty_of_it(story: Story, ines: Phone) -> None:
    """What she pulls, what she sees, and a link that somebody gave her."""
    ines.start()
    ines.sign_in(INES)
    ines.wait_until_offline_ready()
    ines.expect_state("synced")
    expect(ines.page.locator("body")).not_to_contain_text(TITLE)
    ines.go(f"mission/{story.mission_id}")
    absent = ines.screen("absent")
    absent.wait_for()
    words = absent.inner_text()
    ines.go(f"mission/{uuid4()}")
    expect(absent).to_have_text(words, use_inner_text=True)
    story.tour.picture(ines.page, "16-stranger")


def no_door_opens(story: Story, ines: Phone) -> None:
    """Every route that is asked for a thing answers as if the thing had never been."""
    stranger = Stranger(ines.page)
    stranger.enrol()
    things = [_things(story, sha256) for sha256 in _hashes(story)]
    for door in doors_of(story.stack):
        for known in things:
            unknown = nothing_like(known)
            pairs = zip(door.addresses(known), door.addresses(unknown), strict=True)
            for real, invented in pairs:
                answer, other = stranger.knock(door, real), stranger.knock(door, invented)
                # A body of the wrong shape is refused before anybody looks for the thing.
                blind = answer["status"] == 400 and "bad_shape" in answer["body"]
                assert blind or answer["status"] == 404, (door, answer)
                assert _plain(answer, known) == _plain(other, unknown), door


def no_list_names_it(story: Story, ines: Phone) -> None:
    """Lists, searches and the desk itself: not there for her."""
    stranger = Stranger(ines.page)
    for path in ("/desk", "/desk/board", "/tickets", "/inbox", "/clients", "/users", "/access"):
        assert stranger.ask("GET", path)["status"] == 404, path
    for path in ("/search?q=standard", "/inbox/export.csv?state=all", "/tickets?q=standard"):
        answer = stranger.ask("GET", path)
        assert answer["status"] == 404, path
        assert TITLE not in answer["body"]
    stranger.enrol()
    pulled = stranger.ask("GET", "/api/sync/pull?limit=500")
    assert pulled["status"] == 200
    for secret in (str(story.mission_id), TITLE, TOWN_HALL):
        assert secret not in pulled["body"]
    assert str(story.mission_id) not in stranger.ask("GET", "/api/sync/checksums")["body"]


def no_push_reaches_it(story: Story, ines: Phone) -> None:
    """What she sends about it is refused in the words for what does not exist."""
    stranger = Stranger(ines.page)
    stranger.enrol()
    known = _things(story, "")
    unknown = nothing_like(known)
    mine = _push(stranger, _mutations(known), first=1)
    theirs = _push(stranger, _mutations(unknown), first=1 + len(mine))
    assert mine == theirs
    assert {result["code"] for result in mine} == {"not_found"}


def _mutations(things: dict[str, str]) -> list[dict[str, Any]]:
    mission, report = things["mission_id"], things["report_id"]
    event = {"event_id": str(uuid4()), "at": AT}
    steps = [
        {
            "kind": "mission",
            "id": mission,
            "op": f"mission.{step}",
            "args": {**event, "reason": "x"},
        }
        for step in ("accept", "decline", "depart", "arrive", "interrupt", "resume")
    ]
    return [
        *steps,
        {"kind": "report", "id": report, "op": "set", "fields": {"solved": {"value": False}}},
        {"kind": "report", "id": report, "op": "report.thaw", "args": {}},
    ]


def _push(stranger: Stranger, mutations: list[dict[str, Any]], first: int) -> list[dict[str, Any]]:
    numbered = [
        {**mutation, "n": n, "mid": str(uuid4()), "at": AT}
        for n, mutation in enumerate(mutations, first)
    ]
    body = {"proto": 1, "schema": 1, "outbox_depth": 0, "mutations": numbered}
    answer = stranger.ask("POST", "/api/sync/push", body)
    assert answer["status"] == 200, answer
    results = json.loads(answer["body"])["results"]
    return [{key: result.get(key) for key in ("status", "code", "message")} for result in results]


def _things(story: Story, sha256: str) -> dict[str, str]:
    """Return the ids of everything that the story made or touched."""
    with records(story.stack) as session:
        mission = session.get_one(Mission, story.mission_id)
        report = session.scalars(select(Report).filter_by(mission_id=mission.id)).one()
        bill = session.scalars(select(BillingItem).filter_by(report_id=report.id)).one()
        hugo = session.scalars(select(User).filter_by(email=HUGO)).one()
        found = {
            "mission_id": mission.id,
            "ticket_id": mission.ticket_id,
            "client_id": mission.client_id,
            "report_id": report.id,
            "billing_id": bill.id,
            "user_id": hugo.id,
            "device_id": session.scalars(select(Device.id).filter_by(user_id=hugo.id)).first(),
            "session_id": session.scalars(
                select(UserSession.id).filter_by(user_id=hugo.id)
            ).first(),
            "grant_id": session.scalars(select(AccessGrant.id).filter_by(user_id=hugo.id)).first(),
            "sha256": sha256,
        }
    return {name: str(value) for name, value in found.items()}


def _hashes(story: Story) -> list[str]:
    """Return the hash of the photo and that of the paper."""
    with records(story.stack) as session:
        report = session.scalars(select(Report).filter_by(mission_id=story.mission_id)).one()
        photo = session.scalars(select(Attachment).filter_by(report_id=report.id)).one()
        return [photo.sha256, str(report.pdf_sha256)]


def _plain(answer: dict[str, Any], things: dict[str, str]) -> tuple[int, str]:
    """Return an answer without the ids that the question held."""
    body = str(answer["body"])
    for name, value in things.items():
        body = body.replace(value, f"<{name}>")
    return answer["status"], body
