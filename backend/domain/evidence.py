"""How one signature binds the next: the hash of a link covers what was signed, by whom, when.

The phone computes the same from the same fields; tests/contract/evidence.json binds the two.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from backend.domain.canonical import content_sha256


@dataclass(frozen=True, slots=True)
class Link:
    """What a signature says. `signed_at` is the text the phone wrote, ISO 8601 in UTC."""

    content_sha256: str
    role: str
    name: str
    capacity: str
    outcome: str
    signed_at: str
    previous_sha256: str
    consent_sha256: str
    ink_sha256: str


def ink_sha256(ink: object) -> str:
    """Return the hash of the strokes, "" when nothing was drawn; they are whole: see domain.ink."""
    return "" if ink is None else content_sha256(ink)


def link_sha256(link: Link) -> str:
    """Return what the next signature must name as its `previous_sha256`.

    The texts count composed, as the phone hashes them: a keyboard may write é in two ways.
    """
    texts = ((name, getattr(link, name)) for name in link.__slots__)
    return content_sha256({name: unicodedata.normalize("NFC", text) for name, text in texts})
