"""What the template shows of a report: every value already written as the client reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backend.documents.evidence_view import evidence
from backend.documents.ink import draw
from backend.documents.paper import Paper, Reader, Signed, read_instant
from backend.documents.photos import Print
from backend.documents.typography import ARROW, NBSP, Typography
from backend.documents.words import Words
from backend.domain.canonical import short_code
from backend.domain.ink import UnreadableInk

View = dict[str, Any]
TONES = {
    "signed": "ok",
    "signed_with_reservations": "wait",
    "refused": "bad",
    "absent": "off",
    "not_required": "off",
}
DRAWN = ("signed", "signed_with_reservations")
WIDE_PHOTOS = (1, 2, 4)  # In pairs these fill their rows; any other number looks better in threes.


@dataclass(frozen=True, slots=True)
class Desk:
    """What every part of the view needs at hand."""

    paper: Paper
    content: Reader
    words: Words
    type: Typography


def report_view(paper: Paper, prints: Sequence[Print | None]) -> tuple[View, dict[str, bytes]]:
    """Return the values of the template and the SVG of each signature by asset name.

    `prints` follow the photos of the content; None for one that did not arrive.
    """
    words = Words(paper.language)
    content = Reader(paper.content)
    desk = Desk(paper, content, words, Typography(words, content.text("timezone")))
    signatures, drawings = _signatures(desk)
    view = {
        "t": words,
        "language": paper.language,
        "title": _title(desk),
        "firm": paper.firm,
        "code": short_code(paper.content_sha256),
        "head": _head(desk),
        "figures": _figures(desk),
        "story": _story(desk),
        "parts": _parts(desk),
        "settlement": _settlement(desk),
        "inventory": _inventory(desk),
        "photos": _photos(desk, prints),
        "signing": _signing(desk),
        "signatures": signatures,
        "evidence": evidence(paper, content, desk.type),
    }
    return view, drawings


def _title(desk: Desk) -> str:
    client = desk.content.part("client").text("name")
    return f"{desk.words('paper.report')} {desk.paper.number} – {desk.type.prose(client)}"


def _head(desk: Desk) -> View:
    content, prose = desk.content, desk.type.prose
    start, end = content.instant("started_at"), content.instant("ended_at")
    mission, site = content.part("mission"), content.part("site")
    title = prose(mission.text("title"))
    client = prose(content.part("client").text("name"))
    return {
        "number": desk.paper.number,
        "revision": content.number("revision"),
        "mission": mission.text("number"),
        "title": title,
        "short_title": _short(title, 64),
        "client": client,
        "short_client": _short(client, 40),
        "site": prose(site.text("name")),
        "address": prose(site.text("address")).splitlines(),
        "technician": prose(content.part("technician").text("name")),
        "day": desk.type.day(start) if start else "",
        "span": desk.type.span(start, end) if start and end else "",
        "tone": TONES.get(desk.paper.outcome, "off"),
        "outcome": desk.words(f"paper.outcome.{desk.paper.outcome}"),
    }


def _short(text: str, most: int) -> str:
    """Cut a name for the head of a page."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _figures(desk: Desk) -> list[View]:
    """Return the three or four numbers that a client looks for first."""
    content, write, words = desk.content, desk.type, desk.words
    settlement = content.part("settlement")
    figures = [
        ("work", write.duration(content.number("work_minutes")), ""),
        ("travel", write.duration(content.number("travel_minutes")), ""),
    ]
    before, after = settlement.optional("bank_before"), settlement.optional("bank_after")
    if before is not None and after is not None:
        was = words("paper.before", value=write.duration(before))
        figures.append(("bank", write.duration(after), was))
    total = settlement.number("total_cents")
    figures.append(("due", write.money(total), words("paper.without_tax") if total else ""))
    return [
        {"label": words(f"paper.figure.{code}"), "value": value, "note": note}
        for code, value, note in figures
    ]


def _story(desk: Desk) -> View:
    content, write = desk.content, desk.type
    todo = [
        {"text": write.prose(item.text("text")), "done": item.flag("done")}
        for item in content.parts("todo")
    ]
    return {
        "request": write.paragraphs(content.part("mission").text("problem")),
        "todo": todo,
        "actions": write.paragraphs(content.text("actions_done")),
        "problems": write.paragraphs(content.text("problems_met")),
        "reservations": write.paragraphs(content.text("reservations")),
    }


def _parts(desk: Desk) -> list[View]:
    return [
        {
            "label": desk.type.prose(part.text("label")),
            "reference": desk.type.prose(part.text("reference")),
            "quantity": part.number("quantity"),
            "unit": desk.type.money(part.number("unit_cents")),
            "total": desk.type.money(part.number("total_cents")),
        }
        for part in desk.content.parts("parts")
    ]


def _settlement(desk: Desk) -> View:
    read, write = desk.content.part("settlement"), desk.type
    before, after = read.optional("bank_before"), read.optional("bank_after")
    kind = read.text("kind")
    return {
        "number": write.prose(read.text("contract_number")),
        "kind": (desk.words.find(f"contract_kind.{kind}") or "") if kind else "",
        "bank": _bank(desk, before, after),
        "debit": write.duration(read.number("debit_minutes")),
        "lines": [_line(desk, line) for line in read.parts("lines")],
        "free": read.number("total_cents") == 0,
        "total": write.money(read.number("total_cents")),
    }


def _bank(desk: Desk, before: int | None, after: int | None) -> View | None:
    if before is None or after is None:
        return None
    left = 0 if before <= 0 else max(0, min(100, round(100 * after / before)))
    duration = desk.type.duration
    return {"text": f"{duration(before)}{NBSP}{ARROW} {duration(after)}", "left": left}


def _line(desk: Desk, line: Reader) -> View:
    code, quantity = line.text("code"), line.number("quantity")
    label = line.text("label") or desk.words.find(f"paper.line.{code}") or code
    labour = code == "labour"
    unit = desk.type.money(line.number("unit_cents"))
    return {
        "label": desk.type.prose(label),
        "quantity": desk.type.duration(quantity) if labour else str(quantity),
        "unit": desk.words("paper.per_hour", price=unit) if labour else unit,
        "total": desk.type.money(line.number("total_cents")),
    }


def _inventory(desk: Desk) -> View:
    read, write = desk.content.part("inventory"), desk.type
    changes = [
        {
            "op": change.text("op"),
            "verb": desk.words.find(f"change_op.{change.text('op')}") or change.text("op"),
            "section": desk.words.find(f"section.{change.text('section')}")
            or write.prose(change.text("section")),
            "label": write.prose(change.text("label")),
            "before": write.prose(change.text("before")),
            "after": write.prose(change.text("after")),
        }
        for change in read.parts("changes")
    ]
    return {"answer": read.text("answer"), "changes": changes}


def _photos(desk: Desk, prints: Sequence[Print | None]) -> View:
    pictures = desk.content.parts("photos")
    items = []
    for number, (photo, made) in enumerate(zip(pictures, prints, strict=True), start=1):
        caption = desk.type.prose(photo.text("caption"))
        name = desk.words("paper.photo", number=number)
        items.append(
            {
                "number": number,
                "src": f"asset:photo-{number}" if made and made.jpeg else "",
                "state": "unreadable" if made else "awaited",
                "caption": caption,
                "alt": f"{name}: {caption}" if caption else name,
            }
        )
    columns = 2 if len(items) in WIDE_PHOTOS else 3
    rows = [items[start : start + columns] for start in range(0, len(items), columns)]
    return {"rows": rows, "columns": columns}


def _signing(desk: Desk) -> View:
    """Return what stands above the signatures: how the signing ended, and why."""
    outcome = desk.paper.outcome
    return {
        "tone": TONES.get(outcome, "off"),
        "outcome": desk.words(f"paper.outcome.{outcome}"),
        "sentence": desk.words(f"paper.outcome_sentence.{outcome}"),
        "reason": desk.type.paragraphs(desk.paper.outcome_reason),
    }


def _signatures(desk: Desk) -> tuple[list[View], dict[str, bytes]]:
    cards, drawings = [], {}
    for number, signed in enumerate(desk.paper.signatures, start=1):
        card = _signature(desk, signed)
        try:
            drawing = draw(signed.ink) if signed.ink is not None else None
        except UnreadableInk:
            card["unreadable"] = True
        else:
            if drawing:
                drawings[f"ink-{number}"] = drawing.svg
                card["src"] = f"asset:ink-{number}"
        cards.append(card)
    if "client" not in {signed.role for signed in desk.paper.signatures}:
        cards.insert(1, _no_client(desk))
    return cards, drawings


def _signature(desk: Desk, signed: Signed) -> View:
    name = desk.type.prose(signed.name)
    at = read_instant(signed.signed_at, "signature.signed_at")
    return {
        "role": desk.words(f"paper.role.{signed.role}"),
        "name": name,
        "capacity": desk.type.prose(signed.capacity),
        "when": desk.words("paper.signed_on", day=desk.type.day(at), time=desk.type.time(at)),
        "src": "",
        "unreadable": False,
        "alt": desk.words("paper.signature_of", name=name),
        "drawn": signed.outcome in DRAWN,
        "tone": TONES.get(signed.outcome, "off"),
        "outcome": desk.words(f"paper.outcome.{signed.outcome}"),
        "reason": desk.type.paragraphs(signed.reason),
    }


def _no_client(desk: Desk) -> View:
    """Stand in for the client who did not sign: the outcome is printed, never an empty box."""
    signing = _signing(desk)
    return {
        "role": desk.words("paper.role.client"),
        "name": desk.type.prose(desk.content.part("client").text("name")),
        "capacity": "",
        "when": "",
        "src": "",
        "unreadable": False,
        "alt": "",
        "drawn": False,
        "tone": signing["tone"],
        "outcome": signing["outcome"],
        "reason": signing["reason"],
    }
