"""Photos and handwriting for the demo, drawn: the same on every machine."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from math import cos, pi, sin
from random import Random
from typing import Any

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1200, 900
BASELINE, SLANT = 1000, 0.28
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
    at, left, strokes = 0, 260.0, []
    for word in name.split():
        stroke: list[list[int]] = []
        for turn in _turns(chance, left, len(word)):
            at += 14
            stroke.append([at, round(turn[0] + (BASELINE - turn[1]) * SLANT), round(turn[1])])
        strokes.append(stroke)
        at, left = at + 160, stroke[-1][1] + 130
    return {"w": 312, "h": 190, "strokes": strokes}


def _turns(chance: Random, left: float, letters: int) -> list[tuple[float, float]]:
    """Return the way of the pen through a word: a tall capital, then up and down along a line."""
    knots, x = [(left, 1020.0), (left + 40, 420.0), (left + 150, 980.0)], left + 150
    for letter in range(min(letters - 1, 7)):
        tall = chance.choice((260, 300, 330, 620)) if letter else 300
        x += chance.uniform(45, 80)
        knots.append((x - 25, BASELINE - tall))
        x += chance.uniform(25, 60)
        knots.append((x, BASELINE + chance.choice((-40, 0, 0, 20, 20, 230))))
    knots.append((x + 150, 880))
    return [point for one, other in pairwise(knots) for point in _between(one, other)]


def _between(one: tuple[float, float], other: tuple[float, float]) -> list[tuple[float, float]]:
    """Return six points on a soft way from one knot to the next: no corner at either end."""
    steps = [(1 - cos(pi * step / 6)) / 2 for step in range(6)]
    (x, y), (to_x, to_y) = one, other
    return [(x + (to_x - x) * (step / 6), y + (to_y - y) * steps[step]) for step in range(6)]
