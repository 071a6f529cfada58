"""Bad input: a clear answer with a stable code, never a 500, nothing half-written."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.web.body import MAX_DEPTH, BadJson, TooDeep, parse

JSON = "application/json"


def post(browser, data):
    return browser.post("/api/session", data=data, content_type=JSON)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "bad_json"),
        (b"{", "bad_json"),
        (b'{"email": NaN}', "bad_json"),
        (b'{"email": -Infinity}', "bad_json"),
        (b'{"email": 1e999}', "bad_json"),
        (b'{"email": "a", "email": "b"}', "bad_json"),
        (b'{"email": "\xff"}', "bad_json"),
        (b'{"email": "\\u0000"}', "bad_json"),
        (b'{"email": "\\ud800"}', "bad_json"),
        (b'{"email": ' + b"9" * 5000 + b"}", "bad_json"),
        (b"[" * 100_000, "too_deep"),
        (b'{"a":' * 50 + b"1" + b"}" * 50, "too_deep"),
        (b"[]", "bad_shape"),
        (b"3", "bad_shape"),
        (b"null", "bad_shape"),
        (b'{"email": 3, "password": "x"}', "bad_shape"),
        (b'{"email": "a", "password": "x", "admin": true}', "bad_shape"),
        (b'{"email": "a", "password": {"$ne": 1}}', "bad_shape"),
    ],
)
def test_what_no_phone_sends_is_refused_with_a_code(as_, alice, data, code):
    answer = post(as_(alice), data)
    assert (answer.status_code, answer.json["code"]) == (400, code)
    assert answer.json["message"]


def test_a_field_that_does_not_fit_is_named(as_, alice):
    answer = post(as_(alice), b'{"email": "a"}')
    assert list(answer.json["fields"]) == ["password"]


def test_a_body_beyond_the_limit_is_refused_unread(as_, alice, settings):
    answer = post(as_(alice), b'"' + b"x" * settings.max_body_bytes + b'"')
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


def test_a_form_field_beyond_the_limit_is_refused(as_, alice, settings):
    data = {"email": "x" * settings.max_body_bytes}
    answer = as_(alice).post("/api/session", data=data)
    assert answer.status_code == 413


def test_a_nul_in_an_address_is_refused(client):
    assert client.get("/healthz?q=%00").status_code == 400


def test_brackets_inside_a_text_are_not_depth():
    text = '"' + "[{" * 1000 + '\\""'
    assert parse(text) == "[{" * 1000 + '"'


def test_the_deepest_body_allowed_is_read():
    assert parse("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    with pytest.raises(TooDeep):
        parse("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    with suppress(BadJson, TooDeep):
        parse(data)
