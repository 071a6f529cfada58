"""The pictures of docs/tour.md, taken by the tests themselves when NOMADE_TOUR asks for them."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

PLACE = Path(__file__).parents[2] / "docs" / "tour"
COLOURS = 128


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

    def keep(self, image: Image.Image, name: str) -> None:
        """Write a picture with few colours, which screens hardly need."""
        if self.place is None:
            return
        self.place.mkdir(parents=True, exist_ok=True)
        small = image.convert("RGB").quantize(
            COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
        )
        small.save(self.place / f"{name}.png", optimize=True)


def asked_for() -> Tour:
    """Return the tour that the environment asks for: usually none, so that tests leave no trace."""
    return Tour(PLACE if os.environ.get("NOMADE_TOUR") else None)
