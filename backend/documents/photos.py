"""Photos made ready for paper: checked, upright, shrunk, without what cameras hide in them."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageFile, ImageOps

BUDGET = 820_000  # Bytes for all photos of one report, so that the whole stays under 1 MB.
MAX_PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
# Longest side in pixels and JPEG quality, from the best to the least that is still a photo.
STEPS = ((1000, 75), (800, 72), (640, 68), (480, 62), (400, 55), (320, 48))
BYTES_A_PIXEL = 0.12


@dataclass(frozen=True, slots=True)
class Print:
    """A photo as it goes into the PDF. `jpeg` is empty when the bytes were no usable image."""

    jpeg: bytes
    width: int
    height: int


# Half a photo says more than none. WeasyPrint sets the same, for the whole process.
ImageFile.LOAD_TRUNCATED_IMAGES = True
UNUSABLE = Print(b"", 0, 0)


def prepare(originals: Sequence[bytes], budget: int = BUDGET) -> list[Print]:
    """Return the prints of `originals`, in order, small enough together for one PDF.

    The originals stay in the store, under the hash that the evidence page shows.
    """
    step = first_step(len(originals), budget)
    while True:
        prints = [make_print(original, *STEPS[step]) for original in originals]
        if sum(len(one.jpeg) for one in prints) <= budget or step == len(STEPS) - 1:
            return prints
        step += 1


def first_step(count: int, budget: int) -> int:
    """Guess from the number of photos which step will fit, to encode each of them once."""
    for step, (side, _) in enumerate(STEPS):
        if count * side * side * 3 / 4 * BYTES_A_PIXEL <= budget:
            return step
    return len(STEPS) - 1


def make_print(original: bytes, side: int, quality: int) -> Print:
    """Return one print of at most `side` pixels, or UNUSABLE."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _make_print(original, side, quality)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        return UNUSABLE


def sha256_of(data: bytes) -> str:
    """Return the name of the bytes."""
    return hashlib.sha256(data).hexdigest()


def _make_print(original: bytes, side: int, quality: int) -> Print:
    with Image.open(io.BytesIO(original), formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            return UNUSABLE
        image.draft("RGB", (side, side))  # Lets the JPEG decoder skip most of the work.
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        flat = _on_white(upright)
    out = io.BytesIO()
    # A fresh image carries no EXIF, no profile, no thumbnail.
    flat.save(out, "JPEG", quality=quality, optimize=True, progressive=False)
    return Print(out.getvalue(), flat.width, flat.height)


def _on_white(image: Image.Image) -> Image.Image:
    rgba = image.convert("RGBA") if image.has_transparency_data else image.convert("RGB")
    flat = Image.new("RGB", rgba.size, "white")
    flat.paste(rgba, mask=rgba.getchannel("A") if rgba.mode == "RGBA" else None)
    return flat
