"""The last page: what proves that this paper says what was signed, for a judge and a machine."""

from __future__ import annotations

from typing import Any

from backend.documents.paper import Paper, Reader, Signed, read_instant
from backend.documents.typography import Typography
from backend.documents.words import Words
from backend.domain.canonical import short_code

View = dict[str, Any]


def evidence(paper: Paper, content: Reader, write: Typography) -> View:
    """Return the rows of the evidence page."""
    words = Words(paper.language)
    links = [
        _link(signed, _before(paper, place), words, write)
        for place, signed in enumerate(paper.signatures)
    ]
    photos = [
        {"number": number, "sha256": photo.text("sha256"), "arrived": photo.text("sha256") in held}
        for held in (paper.photos,)
        for number, photo in enumerate(content.parts("photos"), start=1)
    ]
    return {
        "code": short_code(paper.content_sha256),
        "sha256": paper.content_sha256,
        "facts": _facts(paper, content, words, write),
        "links": links,
        "photos": photos,
    }


def _facts(paper: Paper, content: Reader, words: Words, write: Typography) -> list[View]:
    mission = content.part("mission")
    facts = [
        ("report", f"{paper.number} · {words('paper.revision', n=content.number('revision'))}"),
        ("report_id", content.text("report_id")),
        ("mission", mission.text("number")),
        ("template", f"{content.text('template')} · schema {content.number('schema')}"),
        ("language", f"{content.text('locale')} · {content.text('timezone')}"),
        ("started", _exact(content.text("started_at"), write)),
        ("ended", _exact(content.text("ended_at"), write)),
        ("frozen", _exact(paper.frozen_at, write)),
        ("closed", _exact(paper.closed_at, write)),
    ]
    return [
        {"label": words(f"paper.fact.{code}"), "value": write.prose(value)}
        for code, value in facts
        if value
    ]


def _link(signed: Signed, before: str, words: Words, write: Typography) -> View:
    device = [
        ("device", signed.device),
        ("clock", words("paper.clock", ms=signed.clock_offset_ms)),
        ("identified", _identified(signed, words)),
        ("consent", signed.consent_id),
    ]
    hashes = [
        ("consent_sha256", signed.consent_sha256),
        ("signed_content", signed.content_sha256),
        ("previous", signed.previous_sha256 or words("paper.first_link")),
        ("own", signed.link_sha256),
    ]
    return {
        "role": words(f"paper.role.{signed.role}"),
        "name": write.prose(signed.name),
        "capacity": write.prose(signed.capacity),
        "outcome": words(f"paper.outcome.{signed.outcome}"),
        "when": _exact(signed.signed_at, write),
        "holds": signed.previous_sha256 == before,
        "facts": _labelled(device, words, write),
        "hashes": _labelled(hashes, words, write),
    }


def _labelled(rows: list[tuple[str, str]], words: Words, write: Typography) -> list[View]:
    return [
        {"label": words(f"paper.fact.{code}"), "value": write.prose(value)}
        for code, value in rows
        if value
    ]


def _identified(signed: Signed, words: Words) -> str:
    how = signed.identified_by
    return (words.find(f"paper.identified.{how}") or how) if how else ""


def _before(paper: Paper, place: int) -> str:
    return paper.signatures[place - 1].link_sha256 if place else ""


def _exact(text: str, write: Typography) -> str:
    return write.exact(read_instant(text)) if text else ""
