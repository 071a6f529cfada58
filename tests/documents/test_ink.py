"""A drawn signature becomes one path, or nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.documents.ink import draw
from backend.domain.ink import MAX_POINTS, MAX_STROKES, UnreadableInk
from tests.documents.samples import handwriting

POINT = [0, 10, 10]


def test_all_strokes_are_one_path_of_whole_numbers():
    svg = draw(handwriting()).svg.decode()
    assert svg.count("<path") == 1
    path = svg.partition(' d="')[2].partition('"')[0]
    assert re.fullmatch(r"[MQLh0-9 -]+", path)
    assert path.count("M") == 2


def test_a_dot_is_drawn_and_not_blown_up():
    drawing = draw({"w": 300, "h": 200, "strokes": [[POINT]]})
    assert drawing.width >= 1000


@pytest.mark.parametrize(
    "ink",
    [
        None,
        [],
        {},
        {"strokes": []},
        {"strokes": "M0 0"},
        {"strokes": [[]]},
        {"strokes": [[[0, 1]]]},
        {"strokes": [[[0, 1, 2.5]]]},
        {"strokes": [[[0, 1, "2"]]]},
        {"strokes": [[[0, 1, True]]]},
        {"strokes": [[[0, 1, 10**9]]]},
        {"w": "<script>", "strokes": [[POINT]]},
        {"strokes": [[POINT]] * (MAX_STROKES + 1)},
        {"strokes": [[POINT] * (MAX_POINTS + 1)]},
        {"strokes": [[POINT] * 2000, [POINT] * 2001]},
    ],
)
def test_what_the_signing_screen_does_not_make_is_refused(ink):
    with pytest.raises(UnreadableInk):
        draw(ink)


POINTS = st.lists(
    st.tuples(*[st.integers(-200_000, 200_000)] * 3).map(list), min_size=1, max_size=40
)


@given(st.lists(POINTS, min_size=1, max_size=8))
def test_whatever_is_drawn_lies_within_its_frame(strokes):
    svg = draw({"w": 300, "h": 200, "strokes": strokes}).svg.decode()
    frame = svg.partition('viewBox="')[2].partition('"')[0]
    left, top, width, height = map(int, frame.split())
    for _, x, y in (point for stroke in strokes for point in stroke):
        assert left <= x <= left + width
        assert top <= y <= top + height
