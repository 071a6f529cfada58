"""Photos and handwriting for the demo, drawn: the same on every machine."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from math import cos, sin
from random import Random
from typing import Any

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1200, 900
_RACK, _METAL, _SHADE = (38, 46, 54), (92, 104, 114), (24, 29, 34)


def photo(seed: str) -> bytes:
    """Return a JPEG of a cabinet with its equipment, lamps and cables."""
    chance = Random(seed)  # noqa: S311 -- a drawing is no secret
    image = Image.new("RGB", (WIDTH, HEIGHT), (198, 196, 188))
    draw = ImageDraw.Draw(image)
    draw.rectangle((160, 40, WIDTH - 160, HEIGHT), fill=_SHADE)
    draw.rectangle((200, 70, WIDTH - 200, HEIGHT), fill=_RACK)
    top = 100
    while top < HEIGHT - 120:
        top = _draw_unit(draw, chance, top)
    for _ in range(9):
        _draw_cable(draw, chance)
    image = image.filter(ImageFilter.GaussianBlur(1.2))
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _draw_unit(draw: ImageDraw.ImageDraw, chance: Random, top: int) -> int:
    height = chance.choice((44, 44, 88, 132))
    draw.rounded_rectangle((230, top, WIDTH - 230, top + height), 6, fill=_METAL)
    for port in range(chance.choice((8, 12, 24))):
        left = 260 + port * 26
        draw.rectangle((left, top + height - 26, left + 16, top + height - 12), fill=_SHADE)
        lamp = chance.choice(((70, 210, 110), (70, 210, 110), (240, 180, 60), (60, 70, 76)))
        draw.ellipse((left + 4, top + 8, left + 12, top + 16), fill=lamp)
    draw.rectangle((WIDTH - 330, top + 10, WIDTH - 250, top + 26), fill=(225, 228, 230))
    return top + height + 14


def _draw_cable(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    colour = chance.choice(((210, 60, 50), (40, 110, 190), (230, 190, 60), (120, 130, 140)))
    left, length = chance.randrange(260, 900), chance.randrange(200, 520)
    top = chance.randrange(120, 400)
    points = [(left + 26 * sin(step / 3 + left), top + step * length / 20) for step in range(21)]
    draw.line(points, fill=colour, width=7, joint="curve")


def ink(name: str) -> dict[str, Any]:
    """Return handwriting for `name`: {w, h, strokes: [[[ms, x10, y10], …], …]} in whole numbers."""
    chance = Random(sha256(name.encode()).digest())  # noqa: S311 -- a drawing is no secret
    strokes: list[list[list[int]]] = []
    at, left = 0, 300
    for _ in range(3):
        stroke = []
        tilt, tall = chance.uniform(0.6, 1.5), chance.uniform(180, 420)
        for step in range(46):
            at += 11
            x = left + step * 14 + 60 * cos(step * tilt)
            y = 900 + tall * sin(step * tilt) * (1 - step / 60)
            stroke.append([at, round(x), round(y)])
        strokes.append(stroke)
        at, left = at + 140, left + 640
    return {"w": 312, "h": 190, "strokes": strokes}
