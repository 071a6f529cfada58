"""The one byte form of a report: RFC 8785 JSON, so that phone and server hash the same bytes."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

import rfc8785

CODE_LENGTH = 12
MAX_DEPTH = 16

Canonical = str | int | bool | list["Canonical"] | dict[str, "Canonical"] | None


class NotCanonical(ValueError):
    """The value holds something that two programs could write down differently."""


def canonical_bytes(value: object) -> bytes:
    """Return the RFC 8785 form of `value`, in UTF-8.

    Only dicts with text keys, lists, integers, booleans, None and NFC text are taken; a float, a
    decomposed accent, another type or a depth over 16 raises NotCanonical.
    """
    checked: Any = _checked(value, MAX_DEPTH)
    try:
        return rfc8785.dumps(checked)
    except (rfc8785.CanonicalizationError, UnicodeError) as problem:
        raise NotCanonical(str(problem)) from problem


def content_sha256(value: object) -> str:
    """Return the SHA-256 of the canonical bytes of `value`, in lower-case hex."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


def short_code(sha256: str) -> str:
    """Return the twelve characters that people compare: `3F9A-11C2-77DE`."""
    code = sha256[:CODE_LENGTH].upper()
    return "-".join(code[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def _checked(value: object, depth: int) -> Canonical:
    if depth < 0:
        raise NotCanonical("too deep")
    if isinstance(value, dict):
        return {_text(key): _checked(item, depth - 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_checked(item, depth - 1) for item in value]
    if value is None or isinstance(value, bool | int):
        return value
    return _text(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise NotCanonical(f"{type(value).__name__} has no canonical form here")
    if not unicodedata.is_normalized("NFC", value):
        raise NotCanonical("text that is not in NFC")
    return str(value)
