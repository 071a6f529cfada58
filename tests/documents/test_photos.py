"""Photos on their way to paper."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from backend.documents.photos import BUDGET, UNUSABLE, make_print, prepare
from tests.documents.samples import photo


def as_bytes(image, kind="PNG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def test_a_print_is_small_upright_and_carries_nothing_of_the_camera():
    sideways = Image.open(io.BytesIO(photo()))
    exif = Image.Exif()
    exif[0x0112] = 6  # Turn by a quarter.
    exif[0x010F] = "SecretCamera"
    one = make_print(as_bytes(sideways, "JPEG", exif=exif), 1000, 75)
    assert (one.width, one.height) == (750, 1000)
    again = Image.open(io.BytesIO(one.jpeg))
    assert not again.getexif()
    assert b"SecretCamera" not in one.jpeg
    assert "icc_profile" not in again.info


def test_a_see_through_picture_lies_on_white():
    clear = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    one = make_print(as_bytes(clear), 1000, 75)
    assert Image.open(io.BytesIO(one.jpeg)).getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16"])
def test_every_kind_of_picture_is_taken(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert make_print(as_bytes(Image.new(mode, (30, 20)), kind), 1000, 75).width == 30


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        as_bytes(Image.new("L", (30, 20)), "GIF"),
        as_bytes(Image.new("1", (12_000, 12_000))),
    ],
    ids=["empty", "text", "svg", "gif", "bomb"],
)
def test_what_is_no_usable_photo_is_said_to_be_none(data):
    assert make_print(data, 1000, 75) == UNUSABLE


def test_three_photos_are_printed_at_a_thousand_pixels():
    assert {one.width for one in prepare([photo(seed) for seed in range(3)])} == {1000}


def test_sixty_photos_fit_the_budget_together():
    prints = prepare([photo(seed % 6) for seed in range(60)])
    assert len(prints) == 60
    assert sum(len(one.jpeg) for one in prints) <= BUDGET
    assert min(one.width for one in prints) >= 320


def test_a_photo_that_was_cut_off_is_printed_as_far_as_it_goes():
    assert make_print(photo()[:-2000], 1000, 75).width == 1000
