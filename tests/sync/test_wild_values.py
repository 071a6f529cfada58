"""What no honest phone sends: refused by name, never a crash, and the queue goes on."""

from __future__ import annotations

import pytest

from backend.database import new_id
from backend.models import Signature
from tests.services.visit import Visit
from tests.sync.work import count

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
