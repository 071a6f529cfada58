"""Reports to print: invented people, real shapes."""

from __future__ import annotations

import io
import json
import math
import random
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFilter

from backend.documents.paper import Firm, Paper, Signed
from backend.documents.photos import sha256_of
from backend.domain.canonical import content_sha256
from backend.domain.evidence import Link, ink_sha256, link_sha256

FIRM = Firm(
    name="Valmont Informatique",
    address="12 quai des Forges, 38000 Grenoble",
    phone="04 76 00 00 00",
    email="support@valmont.example",
)


def handwriting(seed: int = 1, letters: int = 9) -> dict[str, Any]:
    """Return strokes that look like a name, as the signing screen records them."""
    rng = random.Random(seed)
    strokes, x = [], 200
    for letter in range(letters):
        high = 420 if letter in (0, letters // 2) else rng.randint(110, 200)
        lean = rng.randint(60, 120)
        points = [
            [
                letter * 120 + step * 8,
                round(x + step * lean / 14 + 34 * math.sin(step / 2.3 + letter)),
                round(700 - high * math.sin(step / 14 * math.pi) + rng.randint(-9, 9)),
            ]
            for step in range(15)
        ]
        strokes.append(points)
        x += lean + rng.randint(10, 60)
    return {
        "w": 340,
        "h": 190,
        "strokes": [list(chain.from_iterable(half)) for half in (strokes[:5], strokes[5:])],
    }


@cache
def photo(seed: int = 1, width: int = 1600, height: int = 1200) -> bytes:
    """Return a JPEG with the texture of a real photo, and EXIF."""
    rng = random.Random(seed)
    image = Image.new("RGB", (width, height), tuple(rng.randint(40, 200) for _ in range(3)))
    pen = ImageDraw.Draw(image)
    for _ in range(260):
        x, y = rng.randint(0, width), rng.randint(0, height)
        size = rng.randint(20, width // 4)
        colour = tuple(rng.randint(0, 255) for _ in range(3))
        pen.rectangle((x, y, x + size, y + size // 2), fill=colour)
    noise = Image.effect_noise((width, height), 18).convert("RGB")
    image = Image.blend(image.filter(ImageFilter.GaussianBlur(2)), noise, 0.15)
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x8825] = {2: (45.0, 11.0, 0.0)}
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, exif=exif)
    return out.getvalue()


def content(**changes: Any) -> dict[str, Any]:
    """Return a report R of schema 1; `changes` replace its fields."""
    plain: dict[str, Any] = json.loads((Path(__file__).parent / "report.json").read_text())
    return plain | changes


def sign(content_hash: str, *signers: dict[str, Any]) -> tuple[Signed, ...]:
    """Return signatures that follow each other; each signer says what differs."""
    signed: list[Signed] = []
    for place, signer in enumerate(signers):
        one = Signed(
            **{
                "role": "client",
                "outcome": "signed",
                "signed_at": f"2026-11-24T09:4{3 + place}:12Z",
                "content_sha256": content_hash,
                "previous_sha256": signed[-1].link_sha256 if signed else "",
                "timezone": "Europe/Paris",
                "clock_offset_ms": -140,
                "consent_id": "consent-1-fr",
                "consent_sha256": "5f" * 32,
                "device": "Téléphone de Nadia",
                "ink": handwriting(place + 1),
                **signer,
            }
        )
        names = Link.__slots__
        values = {name: getattr(one, name) for name in names if name != "ink_sha256"}
        link = Link(**values, ink_sha256=ink_sha256(one.ink))
        signed.append(replace(one, link_sha256=link_sha256(link)))
    return tuple(signed)


TECHNICIAN = {"role": "technician", "name": "Nadia Ferrand", "identified_by": "account"}
CLIENT = {
    "name": "Claire Vasseur",
    "capacity": "Secrétaire de mairie",
    "identified_by": "known",
}


def paper(
    *signers: dict[str, Any],
    outcome: str = "signed",
    reason: str = "",
    language: str = "fr",
    shots: int = 0,
    **changes: Any,
) -> Paper:
    """Return the paper of one report; with signers, that chain, else technician and client."""
    taken = {sha256_of(shot): shot for shot in map(photo, range(shots))}
    captions = ("Ancienne alimentation", "Nouvelle alimentation en place", "Baie après travaux")
    changes.setdefault(
        "photos",
        [{"sha256": name, "caption": captions[place % 3]} for place, name in enumerate(taken)],
    )
    frozen = content(**changes)
    sha256 = content_sha256(frozen)
    return Paper(
        number="R-2026-0007",
        language=language,
        firm=FIRM,
        content=frozen,
        content_sha256=sha256,
        outcome=outcome,
        outcome_reason=reason,
        frozen_at="2026-11-24T09:42:40Z",
        closed_at="2026-11-24T09:45:02Z",
        signatures=sign(sha256, *(signers or (TECHNICIAN, CLIENT))),
        photos=taken,
    )
