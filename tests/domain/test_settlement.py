"""The cases lie in tests/contract/settlement.json: the phone's own tests read the same file."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.settlement import NO_CONTRACT, Part, Terms, Work, by_phone, settle

CASES = json.loads(Path("tests/contract/settlement.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_visit_is_settled_by_its_contract(case):
    work = case["work"]
    parts = tuple(Part(**part) for part in work["parts"])
    settled = settle(
        Terms(**case["terms"]), Work(work["work_minutes"], work["travel_minutes"], parts)
    )
    assert {
        "outcome": settled.outcome.value,
        "debit_minutes": settled.debit_minutes,
        "bank_after": settled.bank_after,
        "total_cents": settled.total_cents,
        "lines": [asdict(line) for line in settled.lines],
    } == case["expected"]


cents = st.integers(0, 100_000)
minutes = st.integers(0, 10_000)
terms = st.builds(
    Terms,
    labour_covered=st.booleans(),
    travel_covered=st.booleans(),
    parts_covered=st.booleans(),
    travel_counts=st.booleans(),
    hourly_cents=cents,
    travel_cents=cents,
    bank_minutes=st.none() | st.integers(-1000, 10_000),
)
parts = st.lists(st.builds(Part, st.just("x"), st.integers(1, 9), cents), max_size=3).map(tuple)
works = st.builds(Work, minutes, minutes, parts)


@given(terms, works)
def test_a_bank_is_never_overdrawn_and_nothing_is_negative(terms, work):
    settled = settle(terms, work)
    assert 0 <= settled.debit_minutes <= max(terms.bank_minutes or 0, 0)
    assert settled.total_cents >= 0
    assert all(line.quantity * line.unit_cents >= 0 for line in settled.lines)


@given(terms, works)
def test_more_hours_in_the_bank_never_cost_more(terms, work):
    if terms.bank_minutes is None:
        return
    richer = replace(terms, bank_minutes=terms.bank_minutes + 60)
    assert settle(richer, work).total_cents <= settle(terms, work).total_cents


@given(terms, works)
def test_a_call_touches_no_hour_bank_and_is_part_of_such_a_contract(terms, work):
    settled = settle(by_phone(terms), Work(work.work_minutes, 0, ()))
    assert settled.debit_minutes == 0
    if terms.bank_minutes is not None:
        assert settled.total_cents == 0


def test_a_call_without_a_contract_is_due():
    assert settle(by_phone(NO_CONTRACT), Work(20, 0, ())).total_cents == 3000
