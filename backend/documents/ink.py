"""A drawn signature as one vector path, rebuilt from whole numbers.

Nothing that a phone drew enters the paper as it came: 50,000 path elements cost 15 s to print.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from backend.domain.ink import Point, read_size, read_strokes

PEN = 0.011  # Of the drawing's height: 0.3 mm on the paper.
MARGIN = 0.08
LEAST = 0.35  # A short signature is not blown up beyond this part of the pad.


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG of one path, and its shape."""

    svg: bytes
    width: int
    height: int


def draw(ink: object) -> Drawing:
    """Turn `{w, h, strokes: [[[ms, x10, y10], …], …]}` into a drawing, or raise UnreadableInk."""
    strokes = read_strokes(ink)
    left, top, width, height = _frame(strokes, _pad(ink))
    path = "".join(map(_path, strokes))
    pen = max(round(height * PEN * 10) / 10, 1)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}">'
        f'<path d="{path}" fill="none" stroke="#17212b" stroke-width="{pen}" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
    return Drawing(svg.encode(), width, height)


def _pad(ink: object) -> tuple[int, int]:
    width, height = (read_size(ink, name) * 10 for name in ("w", "h"))
    return max(width, 1), max(height, 1)


def _frame(strokes: list[list[Point]], pad: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the box around the ink, with a margin, never much smaller than the pad."""
    xs = [x for stroke in strokes for x, _ in stroke]
    ys = [y for stroke in strokes for _, y in stroke]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    margin = round(max(width, height) * MARGIN) + 20
    wide = max(width + 2 * margin, round(pad[0] * LEAST))
    high = max(height + 2 * margin, round(pad[1] * LEAST))
    left = (min(xs) + max(xs) - wide) // 2
    top = (min(ys) + max(ys) - high) // 2
    return left, top, wide, high


def _path(stroke: list[Point]) -> str:
    """Join the points by curves through their midpoints: smooth, and still one path."""
    (x, y), *rest = stroke
    if not rest:
        return f"M{x} {y}h1"
    parts = [f"M{x} {y}"]
    for (x1, y1), (x2, y2) in itertools.pairwise(rest):
        parts.append(f"Q{x1} {y1} {(x1 + x2) // 2} {(y1 + y2) // 2}")
    parts.append(f"L{rest[-1][0]} {rest[-1][1]}")
    return "".join(parts)
