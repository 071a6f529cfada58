"""The pictures of docs/tour.md, taken by the tests themselves when NOMADE_TOUR asks for them."""

from __future__ import annotations

import io
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Page

PLACE = Path(__file__).parents[2] / "docs" / "tour"
COLOURS = 128
PAPER, LINE, INK = "#e9e6de", "#cfcabd", "#17212b"
BORDER = 4


@dataclass(frozen=True)
class Tour:
    """Keeps pictures in `place`, or nothing at all."""

    place: Path | None

    def picture(self, page: Page, name: str, *, whole: bool = False) -> None:
        """Keep what the page shows; `whole` is the page to its end."""
        if self.place is None:
            return
        page.evaluate("() => document.fonts.ready.then(() => true)")
        shot = page.screenshot(full_page=whole, animations="disabled", caret="hide")
        self.keep(Image.open(io.BytesIO(shot)), name)

    def paper(self, pdf: Path, name: str) -> None:
        """Keep the first page of a PDF as a reader shows it."""
        if self.place is None:
            return
        command = ["pdftoppm", "-r", "90", "-png", "-f", "1", "-l", "1", str(pdf)]
        page = subprocess.run(command, check=True, capture_output=True).stdout
        self.keep(Image.open(io.BytesIO(page)), name)

    def cover(self) -> None:
        """Put the desk and the phone side by side, for the first page of the documentation."""
        if self.place is None:
            return
        sheet = Image.new("RGB", (1690, 860), PAPER)
        desk = Image.open(self.place / "03-desk.png").convert("RGB").resize((1180, 738))
        phone = Image.open(self.place / "06-today.png").convert("RGB").resize((330, 715))
        _lay(sheet, desk, (50, 61), frame=2, bow=14)
        _lay(sheet, phone, (1300, 72), frame=12, bow=34)
        self.keep(sheet, "cover")

    def keep(self, image: Image.Image, name: str) -> None:
        """Write a picture with few colours, which screens hardly need."""
        if self.place is None:
            return
        self.place.mkdir(parents=True, exist_ok=True)
        small = image.convert("RGB").quantize(
            COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
        )
        small.save(self.place / f"{name}.png", optimize=True)


def _lay(
    sheet: Image.Image, picture: Image.Image, place: tuple[int, int], *, frame: int, bow: int
) -> None:
    """Lay a picture with round corners and a frame around it onto the sheet."""
    left, top = place
    pen = ImageDraw.Draw(sheet)
    edge = (left - frame, top - frame, left + picture.width + frame, top + picture.height + frame)
    pen.rounded_rectangle(edge, bow + frame, fill=INK if frame > BORDER else LINE)
    mask = Image.new("L", picture.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *picture.size), bow, fill=255)
    sheet.paste(picture, place, mask)


def asked_for() -> Tour:
    """Return the tour that the environment asks for: usually none, so that tests leave no trace."""
    return Tour(PLACE if os.environ.get("NOMADE_TOUR") else None)
