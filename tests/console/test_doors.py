"""Whoever may not open a page learns nothing of it."""

import pytest

from backend.console import PAGES
from backend.console.doors import door_of, own_path
from tests.console.pages import text_of

INSIDE = ("/desk", "/desk/intake", "/tickets", "/clients", "/inbox", "/access", "/users", "/search")


def test_every_page_says_for_whom_it_is(app):
    names = {page.bp.name for page in PAGES}
    views = {
        name: view for name, view in app.view_functions.items() if name.partition(".")[0] in names
    }
    assert len(views) > 40
    assert not [name for name, view in views.items() if door_of(view) is None]


@pytest.mark.parametrize("path", INSIDE)
def test_a_stranger_is_led_to_the_sign_in(client, path):
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=")


@pytest.mark.parametrize("path", INSIDE)
def test_a_technician_finds_nothing(as_, alice, path):
    answer = as_(alice).get(path)
    assert answer.status_code == 404
    assert "Alice" not in text_of(answer)


def test_a_refused_page_looks_like_an_absent_one(as_, bea):
    back_office = as_(bea)
    refused, absent = back_office.get("/users"), back_office.get("/nothing-here")
    assert refused.status_code == absent.status_code == 404
    assert text_of(refused) == text_of(absent)


def test_a_fragment_asked_for_by_a_stranger_leads_the_whole_page_away(client):
    answer = client.get("/desk/board", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/sign-in"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("dora", "/desk"),
        ("dirk", "/desk"),
        ("bea", "/inbox"),
        ("hanna", "/access"),
        ("adam", "/users"),
        ("alice", "/app"),
    ],
)
def test_everybody_is_led_to_her_own_work(as_, request, name, place):
    answer = as_(request.getfixturevalue(name)).get("/")
    assert answer.location == place


def test_the_bar_shows_only_what_she_may_open(as_, bea, dora):
    paths = ("/desk", "/tickets", "/clients", "/inbox", "/access", "/users")

    def entries(who, page):
        found = text_of(as_(who).get(page))
        return [path for path in paths if f'<a href="{path}"' in found.partition("</nav>")[0]]

    assert entries(dora, "/tickets") == ["/desk", "/tickets", "/clients"]
    assert entries(bea, "/tickets") == ["/tickets", "/clients", "/inbox"]


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "evil", "/a\\b"]
)
def test_nobody_is_led_to_another_site(target):
    assert own_path(target) == "/"
