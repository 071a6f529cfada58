"""What no honest phone sends: refused by name, never a crash, and the queue goes on."""

from __future__ import annotations

import pytest

from backend.database import new_id
from backend.models import Signature
from tests.services.visit import Visit
from tests.sync.work import count, minutes

HUGE = 2**60
SHA = "a" * 64


@pytest.fixture
def visit(make, now):
    return Visit(make, now)


@pytest.fixture
def pen(phone_of, visit):
    """The phone of the technician on site."""
    return phone_of(visit.user)


WILD_INK = {
    "an integer that JSON programs round": {"w": 1, "h": 1, "strokes": [[[HUGE, 1, 1]]]},
    "a fraction": {"w": 1, "h": 1, "strokes": [[[0.5, 1, 1]]]},
    "a text": {"w": 1, "h": 1, "strokes": "ink"},
    "no strokes": {"x": 1},
    "a decomposed accent": {"w": 1, "h": 1, "strokes": [], "note": "e\u0301"},
    "points of two numbers": {"w": 1, "h": 1, "strokes": [[[1, 2]]]},
    "no width": {"w": 0, "h": -4, "strokes": [[[0, 1, 1]]]},
}


def signature(pen, visit, **more):
    values = {
        "report_id": visit.report.id,
        "role": "technician",
        "name": "Alex",
        "outcome": "signed",
        "content_sha256": visit.report.content_sha256,
        "signed_at": "2026-05-04T08:00:00Z",
        **more,
    }
    return pen.create("signature", new_id(), visit.report.scope_id, **values)


@pytest.mark.parametrize("wild", WILD_INK)
def test_ink_that_cannot_be_drawn_or_hashed_is_refused_when_it_comes(pen, visit, wild):
    visit.freeze()
    [result] = pen.push(signature(pen, visit, ink=WILD_INK[wild]))
    assert (result["status"], result.get("code")) == ("rejected", "invalid_value"), result
    assert count(Signature) == 0


def test_a_name_in_loose_accents_holds_nothing_up(pen, visit):
    visit.freeze()
    [result] = pen.push(signature(pen, visit, name="Re\u0301my"))
    assert result["status"] in ("applied", "rejected")
    closing = pen.edit(
        "report", visit.report.id, "report.close",
        args={"at": "2026-05-04T09:00:00Z", "outcome": "refused", "outcome_reason": "non"},
    )  # fmt: skip
    assert pen.send(closing).status_code == 200


WILD_FIELDS = [
    ("time_entry", {"minutes": -5}),
    ("time_entry", {"minutes": 10**30}),
    ("time_entry", {"minutes": "12"}),
    ("time_entry", {"minutes": 1.5}),
    ("time_entry", {"minutes": True}),
    ("time_entry", {"kind": "sleep"}),
    ("time_entry", {"kind": ["work"]}),
    ("time_entry", {"started_at": "0001-01-01T00:00:00Z"}),
    ("time_entry", {"started_at": "9999-12-31T23:59:59-14:00"}),
    ("time_entry", {"started_at": "2026-02-30T00:00:00Z"}),
    ("time_entry", {"started_at": 5}),
    ("time_entry", {"note": "x" * 10_000}),
    ("time_entry", {"note": {"a": 1}}),
    ("time_entry", {"report_id": "nothing"}),
    ("time_entry", {"report_id": str(new_id())}),
    ("time_entry", {"report_id": 7}),
    ("part_line", {"label": "x", "quantity": -1}),
    ("part_line", {"label": "x", "quantity": 2**40}),
    ("part_line", {"label": "x", "unit_cents": -100}),
    ("part_line", {"label": None}),
    ("attachment", {"sha256": "A" * 64, "size": 1, "mime": "image/jpeg"}),
    ("attachment", {"sha256": SHA, "size": 0, "mime": "image/jpeg"}),
    ("attachment", {"sha256": SHA, "size": 2**70, "mime": "image/jpeg"}),
    ("dossier_change", {"op": "add", "item_id": "x"}),
    ("dossier_change", {"op": "add", "after": 3}),
    ("dossier_change", {"op": "drop"}),
    ("time_entry", {"scope_id": "global"}),
    ("time_entry", {"version": 9}),
    ("time_entry", {"no_such_field": 1}),
]
BASE = {"time_entry": {"kind": "work", "minutes": 5}}


@pytest.mark.parametrize(("kind", "values"), WILD_FIELDS)
def test_a_value_that_cannot_be_is_refused_and_the_next_goes_on(pen, visit, kind, values):
    given = {"report_id": visit.report.id, **BASE.get(kind, {}), **values}
    wild = pen.create(kind, new_id(), visit.report.scope_id, **given)
    first, second = pen.push(wild, minutes(pen, visit.report))
    assert (first["status"], second["status"]) == ("rejected", "applied"), first
    assert first["code"]
    assert first["message"]


WILD_SHAPES = [
    {"id": 5},
    {"kind": None},
    {"kind": ["report"]},
    {"op": {}},
    {"base": 1.5},
    {"base": "3"},
    {"fields": []},
    {"fields": {"note": 3}},
    {"fields": {"note": {}}},
    {"args": [1]},
    {"args": {"scope": 5}},
    {"args": {"scope": "mission:"}},
    {"args": {"scope": "x" * 5000}},
    {"args": {}},
    {"kind": "user", "op": "set"},
    {"op": "__class__"},
]


@pytest.mark.parametrize("shape", WILD_SHAPES, ids=str)
def test_a_mutation_of_any_shape_is_answered(pen, visit, shape):
    wild = minutes(pen, visit.report) | shape
    first, second = pen.push(wild, minutes(pen, visit.report))
    assert (first["status"], second["status"]) == ("rejected", "applied"), first


WILD_ARGS = [
    {"at": None},
    {"at": "now"},
    {"event_id": 3},
    {"event_id": None},
    {"reason": ["x"]},
    {"reason": "x" * 30_000},
    {"unknown": 1},
    {"at": "1900-01-01T00:00:00Z"},
]


@pytest.mark.parametrize("args", WILD_ARGS, ids=lambda args: str(args)[:40])
def test_a_command_with_wild_arguments_is_refused(pen, visit, args):
    [result] = pen.push(pen.step(visit.mission.id, "interrupt", **args))
    assert result["status"] == "rejected", result


WILD_CONTENT = [
    {},
    {"settlement": {"bank_before": HUGE * HUGE}},
    {"settlement": {"bank_before": True}},
    {"mission": 5},
    {"todo": "x"},
    {"photos": {"a": 1}},
    {"parts": [None]},
    {"deep": [[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]},
]


@pytest.mark.parametrize("content", WILD_CONTENT, ids=lambda content: str(content)[:30])
def test_wild_content_is_never_frozen(pen, visit, content):
    args = {"frozen": content, "content_sha256": SHA}
    [result] = pen.push(pen.edit("report", visit.report.id, "report.freeze", args=args))
    assert (result["status"], result["code"]) == ("rejected", "content_mismatch"), result


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"3",
        b'{"mutations": 3}',
        b'{"mutations": [3]}',
        b'{"mutations": [{"n": 1e400}]}',
        b'{"mutations": NaN}',
        b'{"mutations": [], "schema": 99999999999999999999}',
        b'{"mutations": [], "outbox_depth": -1}',
        b'{"mutations": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"mutations": [{"note": "\\u0000"}]}',
        b'{"mutations": [{"note": "\\ud800"}]}',
        b'{"mutations": [' + b"9" * 5000 + b"]}",
        b"\xff\xfe",
        b'{"a":1,"a":2}',
    ],
    ids=lambda body: str(body[:30]),
)
def test_a_body_of_any_kind_is_refused_whole_and_in_words(pen, body):
    answer = pen.browser.post(
        "/api/sync/push", data=body, headers=pen.headers, content_type="application/json"
    )
    assert answer.status_code == 400, answer.json
    assert answer.json["message"]


def test_text_beyond_the_limit_is_refused_as_too_large(pen, visit):
    answer = pen.send(minutes(pen, visit.report, note="x" * 10_000_000))
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")
