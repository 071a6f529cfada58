"""Pictures that people send: opened before they are kept, made anew before they are shown."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageOps

from backend.domain.sync import BadImage

MAX_PIXELS = 60_000_000
WIDTHS = (160, 320, 640, 1280)
QUALITY = 80
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
PDF = "application/pdf"
_UNUSABLE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)

# Pillow's own warning is an error here, for the whole process: nobody decodes a bomb by mistake.
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


def require_usable(path: Path, mime: str) -> None:
    """Raise BadImage unless the file is what `mime` says and can be shown."""
    if mime == PDF:
        with path.open("rb") as file:
            if not file.read(5).startswith(b"%PDF-"):
                raise BadImage(field="mime")
        return
    with _opened(path, FORMATS.get(mime)) as image:
        image.load()


def derivative(path: Path, width: int) -> bytes:
    """Return the picture as a JPEG of at most that width, upright, without what cameras hide."""
    with _opened(path, None) as image:
        image.draft("RGB", (width, width * 4))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((width, width * 4))
        out = io.BytesIO()
        _flat(upright).save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _flat(image: Image.Image) -> Image.Image:
    clear = image.convert("RGBA")
    paper = Image.new("RGB", clear.size, "white")
    paper.paste(clear, mask=clear.getchannel("A"))
    return paper


@contextmanager
def _opened(path: Path, only: str | None) -> Iterator[Image.Image]:
    formats = [only] if only else list(FORMATS.values())
    try:
        with Image.open(path, formats=formats) as image:
            if image.width * image.height > MAX_PIXELS:
                raise BadImage(field="size")
            yield image
    except _UNUSABLE as error:
        raise BadImage(field="sha256") from error
