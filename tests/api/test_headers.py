"""What every answer says to the browser."""

import gzip
from dataclasses import replace

import pytest
from sqlalchemy import select

from backend.app import create_app
from backend.database import db
from backend.models import UserSession
from backend.web.assets import STATIC
from tests.people import Browser, give_password, sign_in_with_password


@pytest.fixture
def public(settings):
    """The application as the world sees it: by https, behind one proxy."""
    named = replace(settings, base_url="https://nomade.test", proxies=1, metrics_token="figures")
    app = create_app(named)
    app.test_client_class = Browser
    with app.app_context():
        yield app.test_client()
        db.session.remove()
        db.engine.dispose()


def directives(answer):
    policy = answer.headers["Content-Security-Policy"]
    return dict(part.partition(" ")[::2] for part in policy.split("; "))


@pytest.mark.parametrize("address", ["/api/session", "/api/nothing", "/nothing", "/healthz"])
def test_every_answer_is_told_not_to_be_kept_sniffed_or_framed(client, address):
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "camera=(self)" in answer.headers["Permissions-Policy"]
    assert directives(answer)["frame-ancestors"] == "'none'"


def test_the_policy_allows_nothing_inline_and_nothing_foreign(client):
    found = directives(client.get("/api/docs"))
    assert found["object-src"] == "'none'"
    assert found["base-uri"] == "'none'"
    assert "unsafe" not in str(found)
    assert "http" not in str(found)
    assert "*" not in str(found)


def test_a_page_with_a_nonce_has_a_new_one_each_time(client):
    first, second = (directives(client.get("/api/docs"))["style-src"] for _ in range(2))
    assert "'nonce-" in first
    assert first != second


def test_https_is_demanded_for_good_where_there_is_https(public, client):
    assert "max-age=63072000" in public.get("/healthz").headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in client.get("/healthz").headers


def test_a_long_answer_is_compressed_for_whoever_accepts_it(client):
    plain = client.get("/api/openapi.json")
    packed = client.get("/api/openapi.json", headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2


def test_the_length_of_a_page_does_not_tell_what_is_on_it(client):
    lengths = {
        len(client.get("/api/docs", headers={"Accept-Encoding": "gzip"}).data) for _ in range(20)
    }
    assert len(lengths) > 3


def test_the_service_worker_is_asked_for_anew_and_stays_in_its_scope(client):
    answer = client.get("/sw.js")
    if (STATIC / "dist" / "sw.js").exists():
        assert answer.headers["Content-Type"].startswith("text/javascript")
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["Service-Worker-Allowed"] == "/app"
    else:
        assert answer.status_code == 404


def test_the_manifest_speaks_the_language_of_the_phone(client):
    answer = client.get("/manifest.webmanifest", headers={"Accept-Language": "de"})
    assert answer.mimetype == "application/manifest+json"
    assert answer.json["lang"] == "de"
    assert answer.json["start_url"] == "/app"


def test_figures_are_for_this_machine_or_for_the_token(client, public):
    assert b"nomade_answers" in client.get("/metrics").data
    forwarded = client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"})
    assert forwarded.status_code == 404
    elsewhere = client.get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert elsewhere.status_code == 404
    assert public.get("/metrics").status_code == 404
    headers = {"Authorization": "Bearer figures"}
    assert b"nomade_answers" in public.get("/metrics", headers=headers).data


def test_the_address_of_a_person_is_what_the_last_proxy_says(public, alice):
    public.environ_base["HTTP_X_FORWARDED_FOR"] = "1.1.1.1, 203.0.113.9"
    sign_in_with_password(public, give_password(alice))
    assert db.session.scalars(select(UserSession)).one().ip == "203.0.113.9"


def test_without_a_proxy_nobody_chooses_her_own_address(client, alice):
    client.environ_base["HTTP_X_FORWARDED_FOR"] = "1.1.1.1"
    sign_in_with_password(client, give_password(alice))
    assert db.session.scalars(select(UserSession)).one().ip == "127.0.0.1"


def test_logs_name_the_route_and_nobody(as_, alice, capsys):
    as_(alice).get("/api/nothing-for-alice")
    as_(alice).get("/invitation/secret-token")
    logged = capsys.readouterr().err
    assert '"route": "/api/session"' in logged
    for canary in ("secret-token", "Alice", "alice@", "nothing-for-alice"):
        assert canary not in logged
