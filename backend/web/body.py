"""JSON bodies, read strictly: what a phone never sends is refused with 400, never a 500."""

from __future__ import annotations

import json
import math
import re
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask, request
from flask.json.provider import DefaultJSONProvider

from backend.domain.errors import DomainError

MAX_DEPTH = 32
STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
OPENING = b"[{"
NO_BRACKET = bytes(set(range(256)) - set(b"[]{}"))
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


class BadJson(DomainError):
    """The body is not the JSON we accept. `params["reason"]` says why, in English."""

    code = "bad_json"


class TooDeep(DomainError):
    """The body is nested deeper than anything we know."""

    code = "too_deep"


def parse(data: str | bytes) -> Any:
    """Return the value of a JSON body; raise BadJson or TooDeep.

    Refuses NaN and infinities, a key that stands twice in one object, bytes that are not UTF-8,
    and texts that a database cannot hold (a NUL, half a surrogate pair).
    """
    raw = data.encode() if isinstance(data, str) else data
    _check_depth(raw)
    try:
        value = json.loads(
            raw.decode(), parse_constant=_finite, parse_float=_finite, object_pairs_hook=_object
        )
    except (ValueError, RecursionError) as error:
        raise BadJson("Not the JSON we accept.") from error
    if b"\\u" in raw:
        _check_texts(value)
    return value


def _check_depth(raw: bytes) -> None:
    """Count brackets, which is cheap, before anything recurses."""
    depth = 0
    for byte in STRING.sub(b"", raw).translate(None, NO_BRACKET):
        depth += 1 if byte in OPENING else -1
        if depth > MAX_DEPTH:
            raise TooDeep


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A key stands twice.")
    return found


def _check_texts(value: Any) -> None:
    if isinstance(value, str):
        check_text(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_texts(key)
            _check_texts(item)
    elif isinstance(value, list):
        for item in value:
            _check_texts(item)


def check_text(text: str) -> None:
    """Raise BadJson for a text that a database cannot hold."""
    if UNSTORABLE.search(text):
        raise BadJson("A text holds a character that cannot be stored.")


def _check_fields() -> None:
    """Hold addresses and forms to the same rule as JSON."""
    given = [*request.args.items(multi=True)]
    if request.mimetype in FORMS:
        given += request.form.items(multi=True)
    for name, value in given:
        check_text(name)
        check_text(value)


class JsonProvider(DefaultJSONProvider):
    """Reads strictly; writes compact JSON with instants in ISO 8601."""

    ensure_ascii = False
    compact = True
    sort_keys = False

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read a body."""
        del kwargs
        return parse(s)

    @staticmethod
    def default(o: Any) -> Any:
        """Write what JSON has no word for."""
        if isinstance(o, datetime):
            return o.astimezone(UTC).isoformat().replace("+00:00", "Z")
        if isinstance(o, date):
            return o.isoformat()
        return _standard(o)


_standard = DefaultJSONProvider.default


def init_app(app: Flask) -> None:
    """Read and write JSON this way everywhere."""
    app.json = JsonProvider(app)
    app.before_request(_check_fields)
