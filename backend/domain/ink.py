"""What a phone drew: strokes in whole numbers, few enough to print, and hashed alike everywhere."""

from __future__ import annotations

MAX_POINTS = 4_000
MAX_STROKES = 60
LIMIT = 200_000  # Tenths of a pixel: twenty thousand pixels, more than any screen.
LONGEST = 2**31 - 1  # Milliseconds.

Point = tuple[int, int]


class UnreadableInk(ValueError):
    """The strokes are not what the signing screen makes."""


def require_ink(ink: object) -> None:
    """Raise UnreadableInk unless `ink` is `{w, h, strokes: [[[ms, x10, y10], …], …]}`."""
    read_strokes(ink)
    if not isinstance(ink, dict) or set(ink) != {"w", "h", "strokes"}:
        raise UnreadableInk("names")
    if read_size(ink, "w") < 1 or read_size(ink, "h") < 1:
        raise UnreadableInk("size")


def read_size(ink: object, name: str) -> int:
    """Return the width or height of the pad in pixels, 0 when it is not said."""
    return _whole(ink.get(name, 0), LIMIT) if isinstance(ink, dict) else 0


def read_strokes(ink: object) -> list[list[Point]]:
    """Return the strokes as points, or raise UnreadableInk when they are too many or not whole."""
    strokes = ink.get("strokes") if isinstance(ink, dict) else None
    if not isinstance(strokes, list) or not 0 < len(strokes) <= MAX_STROKES:
        raise UnreadableInk("strokes")
    read = [_stroke(stroke) for stroke in strokes]
    if not 0 < sum(map(len, read)) <= MAX_POINTS:
        raise UnreadableInk("points")
    return [stroke for stroke in read if stroke]


def _stroke(stroke: object) -> list[Point]:
    if not isinstance(stroke, list) or len(stroke) > MAX_POINTS:
        raise UnreadableInk("stroke")
    return [_point(point) for point in stroke]


def _point(point: object) -> Point:
    if not isinstance(point, list) or len(point) != 3:  # noqa: PLR2004 -- ms, x10, y10
        raise UnreadableInk("point")
    _whole(point[0], LONGEST)
    return _whole(point[1], LIMIT), _whole(point[2], LIMIT)


def _whole(value: object, limit: int) -> int:
    if type(value) is not int or not -limit <= value <= limit:
        raise UnreadableInk("coordinate")
    return value
