"""A picture as a phone's camera makes it: twelve megapixels, and the place where it was taken."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

SIZE = (4032, 3024)
GPS, LATITUDE_REF, LATITUDE, LONGITUDE_REF, LONGITUDE = 0x8825, 1, 2, 3, 4
MAKE, MODEL, ORIENTATION, UPRIGHT = 0x010F, 0x0110, 0x0112, 1


def take_photo(path: Path) -> Path:
    """Write a JPEG of a rack with cables, with maker, model and position in its EXIF."""
    exif = Image.Exif()
    exif[MAKE], exif[MODEL], exif[ORIENTATION] = "Lanterne", "Essai 12", UPRIGHT
    exif.get_ifd(GPS).update(
        {
            LATITUDE_REF: "N",
            LATITUDE: (48.0, 6.0, 42.0),
            LONGITUDE_REF: "W",
            LONGITUDE: (1.0, 40.0, 12.0),
        }
    )
    _rack().save(path, quality=92, exif=exif)
    return path


def _rack() -> Image.Image:
    """Draw the inside of a cabinet, with noise enough to be as heavy as a real photo."""
    grain = Image.effect_noise((2016, 1512), 34).resize(SIZE, Image.Resampling.BILINEAR)
    picture = Image.merge("RGB", (grain, grain, grain)).point(lambda value: value // 3 + 50)
    pen = ImageDraw.Draw(picture)
    for row in range(9):
        top = 180 + row * 310
        pen.rectangle(
            (420, top, 3600, top + 220), fill=(34, 40, 46), outline=(96, 104, 112), width=6
        )
        for port in range(24):
            left = 520 + port * 124
            pen.rectangle((left, top + 70, left + 84, top + 150), fill=(12, 14, 16))
            lit = (64, 200, 120) if (row + port) % 3 else (230, 160, 50)
            pen.ellipse((left + 30, top + 26, left + 54, top + 50), fill=lit)
    for cable in range(14):
        left, colour = 560 + cable * 210, ((20, 90, 150), (190, 150, 40), (150, 40, 50))[cable % 3]
        pen.line(
            [(left, 300 + cable % 5 * 310), (left + 90, 1500), (left - 160, 2900)],
            fill=colour,
            width=26,
            joint="curve",
        )
    return picture.filter(ImageFilter.GaussianBlur(1))
