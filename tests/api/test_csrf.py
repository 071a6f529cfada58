"""Unsafe requests must come from our own pages."""

import pytest

from backend.web.csrf import COOKIE
from tests.addresses import unsafe_addresses
from tests.people import give_password


def test_every_unsafe_method_of_every_route_wants_the_token(app, as_, adam):
    browser = as_(adam)
    del browser.environ_base["HTTP_X_CSRF_TOKEN"]
    found = list(unsafe_addresses(app))
    assert found
    for method, address in found:
        answer = browser.open(address, method=method, json={})
        assert answer.status_code == 403, (method, address, answer.status)


def test_every_unsafe_method_of_every_route_refuses_another_site(app, as_, adam):
    browser = as_(adam)
    for headers in ({"Origin": "https://evil.test"}, {"Sec-Fetch-Site": "cross-site"}):
        for method, address in unsafe_addresses(app):
            answer = browser.open(address, method=method, json={}, headers=headers)
            assert answer.status_code == 403, (method, address, answer.status)


@pytest.mark.parametrize("origin", ["null", "http://localhost.evil.test", "https://localhost:1"])
def test_an_origin_that_looks_like_ours_is_not(as_, alice, origin):
    answer = as_(alice).delete("/api/session", headers={"Origin": origin})
    assert answer.json["code"] == "csrf"


def test_the_token_of_one_person_is_worth_nothing_to_another(as_, alice, bob):
    browser, other = as_(alice), as_(bob)
    stolen = other.environ_base["HTTP_X_CSRF_TOKEN"]
    answer = browser.delete("/api/session", headers={"X-CSRF-Token": stolen})
    assert answer.status_code == 403


def test_signing_in_from_our_own_page_needs_no_token_asked_for_before(client, alice):
    body = {"email": give_password(alice), "password": "une phrase assez longue"}
    ours = client.post("/api/session", json=body, headers={"Origin": "http://localhost"})
    assert ours.status_code == 200


def test_signing_in_without_any_proof_is_refused(client, alice):
    body = {"email": give_password(alice), "password": "une phrase assez longue"}
    answer = client.post("/api/session", json=body)
    assert (answer.status_code, answer.json["code"]) == (403, "csrf")


def test_json_that_calls_itself_text_is_refused(as_, alice):
    answer = as_(alice).post("/api/session", data='{"email":"a"}', content_type="text/plain")
    assert (answer.status_code, answer.json["code"]) == (415, "not_json")


def test_reading_gives_a_visitor_no_cookie_unless_a_form_needs_it(client):
    assert "Set-Cookie" not in client.get("/healthz").headers
    assert client.get("/api/session").headers["Set-Cookie"].startswith(COOKIE)
