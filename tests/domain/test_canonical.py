"""The canonical bytes of a report: one form, or a refusal."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.canonical import NotCanonical, canonical_bytes, content_sha256, short_code

NFC_TEXT = st.text(st.characters(exclude_categories=["Cs", "Mn", "Mc", "Lo", "Lm"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | NFC_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NFC_TEXT, inner, max_size=4),
    max_leaves=12,
)


def test_the_bytes_do_not_depend_on_the_order_of_the_fields():
    first = canonical_bytes({"b": 1, "a": ["é", None, True]})
    assert first == canonical_bytes({"a": ["é", None, True], "b": 1})
    assert first == '{"a":["é",null,true],"b":1}'.encode()


def test_the_hash_is_that_of_the_bytes_and_the_code_its_first_twelve_digits():
    sha256 = content_sha256({"schema": 1})
    assert sha256 == hashlib.sha256(b'{"schema":1}').hexdigest()
    assert short_code("3f9a11c277de" + "0" * 52) == "3F9A-11C2-77DE"


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        1.0,
        float("nan"),
        "e\N{COMBINING ACUTE ACCENT}",
        {"e\N{COMBINING ACUTE ACCENT}": 1},
        {1: "key"},
        b"bytes",
        2**60,
        "\ud800",
        {1, 2},
    ],
)
def test_what_two_programs_could_write_differently_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical_bytes({"value": value})


def test_a_value_that_is_too_deep_is_refused_instead_of_filling_the_stack():
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(NotCanonical):
        canonical_bytes(deep)


@given(VALUES)
def test_equal_values_always_have_equal_bytes(value):
    try:
        first = canonical_bytes(value)
    except NotCanonical:
        return
    assert first == canonical_bytes(value)
    assert content_sha256(value) == hashlib.sha256(first).hexdigest()
