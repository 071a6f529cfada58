"""Hostile reports: nothing that a person types or sends makes the printer read or run anything."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from backend.documents.fetcher import LockedFetcher
from backend.documents.report_pdf import report_pdf
from tests.documents.poppler import opened
from tests.documents.samples import CLIENT, TECHNICIAN, paper


@pytest.fixture
def canary():
    """A server on this machine that counts who comes."""
    hits = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", hits
    server.shutdown()
    server.server_close()
    thread.join()


def hostile(url, file):
    """Return every way we know of making a printing engine fetch something."""
    return "\n\n".join(
        (
            f'<img src="{url}/img">',
            f'</p><link rel="stylesheet" href="{url}/css"><link rel=attachment href="{file}">',
            f"<style>@import '{url}/import';body{{background:url({url}/bg)}}</style>",
            f'<svg><image href="{url}/svg"/><use href="{file}#a"/></svg>',
            f'<object data="{file}"></object><embed src="{url}/embed">',
            f'<a rel="attachment" href="{file}">x</a><iframe src="{url}/frame"></iframe>',
            f"{{{{ config }}}} {{% include '{file}' %}} url({url}/url)",
            "<script>alert(1)</script> &lt;b&gt; \x00\x1b\u202e\u2028 😀 مرحبا",
        )
    )


def test_hostile_text_in_every_field_is_printed_as_text(canary, tmp_path):
    url, hits = canary
    secret = tmp_path / "secret.txt"
    secret.write_text("the canary's secret")
    bad = hostile(url, secret.as_uri())
    one = paper(
        TECHNICIAN | {"name": bad[:200], "capacity": bad[:200], "device": bad},
        CLIENT
        | {"name": bad[:200], "reason": bad, "identified_by": bad[:40], "consent_id": bad[:40]},
        outcome="signed_with_reservations",
        reason=bad,
        mission={"id": "x", "number": bad, "title": bad, "problem": bad},
        client={"id": "x", "name": bad},
        site={"id": "x", "name": bad, "address": bad},
        technician={"id": "x", "name": bad},
        template=bad,
        locale=bad,
        todo=[{"text": bad, "done": True}],
        actions_done=bad,
        problems_met=bad,
        reservations=bad,
        parts=[{"label": bad, "reference": bad, "quantity": 1, "unit_cents": 1, "total_cents": 1}],
        photos=[{"sha256": bad, "caption": bad}],
        inventory={
            "answer": "changed",
            "changes": [{"op": bad, "section": bad, "label": bad, "before": bad, "after": bad}],
        },
        settlement={
            "contract_number": bad,
            "kind": bad,
            "lines": [{"code": bad, "label": bad, "quantity": 1}],
        },
    )
    document = opened(report_pdf(one), tmp_path)
    assert hits == []
    assert "the canary's secret" not in document.text
    assert "<script>alert(1)</script>" in document.text
    attached = document._run("pdfdetach", "-list", document.path)
    assert attached.split()[0] == "1"
    assert b"/JavaScript" not in document.path.read_bytes()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "https://example.org/",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "ftp://example.org/",
        "asset:unknown",
        "asset:../secret",
        "//example.org/x",
        "/etc/passwd",
        "",
    ],
)
def test_the_fetcher_refuses_everything_but_what_it_was_given(url):
    fetcher = LockedFetcher({"logo": (b"<svg/>", "image/svg+xml")})
    with pytest.raises(ValueError, match="refused"):
        fetcher.fetch(url)
    assert fetcher.refused == [url]


def test_the_fetcher_serves_its_parts_and_data():
    fetcher = LockedFetcher({"logo": (b"<svg/>", "image/svg+xml")})
    assert fetcher.fetch("asset:logo").read() == b"<svg/>"
    assert fetcher.fetch("data:text/plain,hello").read() == b"hello"
    assert fetcher.refused == []
