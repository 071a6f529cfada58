"""The report as a PDF: one function from plain values to bytes."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from backend.documents.fetcher import LockedFetcher
from backend.documents.paper import Paper, PaperRefused, Reader, Unreadable
from backend.documents.photos import Print, prepare
from backend.documents.report_view import report_view
from backend.domain.canonical import NotCanonical, canonical_bytes

TEMPLATES = Path(__file__).parent / "templates"
LOGO = Path(__file__).parents[2] / "pwa" / "static" / "icons" / "logo.svg"
VARIANT = "pdf/a-3a"
JPEG = "image/jpeg"
SVG = "image/svg+xml"


def report_pdf(paper: Paper) -> bytes:
    """Print the report as tagged PDF/A-3a, with the signed content attached as rapport.json.

    The attached bytes are R itself: their SHA-256 is `paper.content_sha256`. Raises PaperRefused.
    The seal is put on the bytes returned here.
    """
    canonical = _canonical(paper)
    try:
        prints = _prints(paper)
        view, drawings = report_view(paper, prints)
    except Unreadable as problem:
        raise PaperRefused("pdf_content_unreadable") from problem
    assets = {name: (svg, SVG) for name, svg in drawings.items()}
    for number, made in enumerate(prints, start=1):
        if made and made.jpeg:
            assets[f"photo-{number}"] = (made.jpeg, JPEG)
    assets["logo"] = (LOGO.read_bytes(), SVG)
    html = _environment().get_template("report.html").render(view)
    return _print(html, assets, canonical)


def _canonical(paper: Paper) -> bytes:
    try:
        canonical = canonical_bytes(paper.content)
    except NotCanonical as problem:
        raise PaperRefused("pdf_content_unreadable") from problem
    if hashlib.sha256(canonical).hexdigest() != paper.content_sha256:
        raise PaperRefused("pdf_content_mismatch")
    return canonical


def _prints(paper: Paper) -> list[Print | None]:
    names = [photo.text("sha256") for photo in Reader(paper.content).parts("photos")]
    held = [name for name in dict.fromkeys(names) if name in paper.photos]
    for name in held:
        if hashlib.sha256(paper.photos[name]).hexdigest() != name:
            raise PaperRefused("pdf_photo_mismatch")
    made = dict(zip(held, prepare([paper.photos[name] for name in held]), strict=True))
    return [made.get(name) for name in names]


def _print(html: str, assets: dict[str, tuple[bytes, str]], canonical: bytes) -> bytes:
    fetcher = LockedFetcher(assets)
    fonts, style = _style()
    document = HTML(string=html, base_url="asset:", url_fetcher=fetcher)
    attachment = Attachment(
        string=canonical,
        name="rapport.json",
        description="RFC 8785",
        relationship="Source",
        created=_NO_TIME,
        modified=_NO_TIME,
        url_fetcher=fetcher,
    )
    pdf: bytes = document.write_pdf(
        stylesheets=[style],
        font_config=fonts,
        pdf_variant=VARIANT,
        attachments=[attachment],
    )
    if fetcher.refused:
        raise PaperRefused("pdf_refused_resource")
    return pdf


# The same report gives the same bytes whenever it is printed.
_NO_TIME = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> tuple[FontConfiguration, CSS]:
    fonts = FontConfiguration()
    return fonts, CSS(filename=str(TEMPLATES / "report.css"), font_config=fonts)
