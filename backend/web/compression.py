"""Smaller answers for whoever accepts gzip."""

from __future__ import annotations

import gzip
import io
import secrets
import zlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request

from backend.web.assets import STATIC

MIN_BYTES = 500
LEVEL = 5
LONGEST_PADDING = 100
TEXTS = (
    "application/javascript",
    "application/json",
    "application/manifest+json",
    "application/problem+json",
    "image/svg+xml",
    "text/css",
    "text/html",
    "text/javascript",
    "text/plain",
)
BUILT = "dist/"
FOR_EVER = "public, max-age=31536000, immutable"


def _compress(response: Response) -> Response:
    if request.endpoint == "static":
        return _compress_file(response)
    if response.direct_passthrough or response.is_streamed or not _is_worth_it(response):
        return response
    data = response.get_data()
    if len(data) >= MIN_BYTES:
        # Pages hold secrets beside what others typed: a random length hides what compresses well.
        _replace(response, _padded(data) if response.mimetype == "text/html" else _plain(data))
    return response


def _compress_file(response: Response) -> Response:
    name = (request.view_args or {}).get("filename", "")
    if name.startswith(BUILT) and response.status_code in (200, 304):  # names hold a hash
        response.headers["Cache-Control"] = FOR_EVER
    if response.status_code != 200 or "Content-Range" in response.headers:  # noqa: PLR2004 -- 200 is "OK"
        return response
    if not _is_worth_it(response) or (response.content_length or 0) < MIN_BYTES:
        return response
    path = STATIC / name
    response.direct_passthrough = False
    _replace(response, _file(path, path.stat().st_mtime_ns))
    response.headers["ETag"] = (response.headers.get("ETag") or '""').rstrip('"') + '-gz"'
    return response


def _is_worth_it(response: Response) -> bool:
    if response.mimetype not in TEXTS or "Content-Encoding" in response.headers:
        return False
    response.vary.add("Accept-Encoding")
    return request.accept_encodings["gzip"] > 0


def _replace(response: Response, data: bytes) -> None:
    response.set_data(data)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(data))


def _plain(data: bytes) -> bytes:
    packer = zlib.compressobj(LEVEL, wbits=zlib.MAX_WBITS | 16)
    return packer.compress(data) + packer.flush()


def _padded(data: bytes) -> bytes:
    name = "x" * (1 + secrets.randbelow(LONGEST_PADDING))
    buffer = io.BytesIO()
    with gzip.GzipFile(name, "wb", LEVEL, buffer, mtime=0) as file:
        file.write(data)
    return buffer.getvalue()


@lru_cache(maxsize=128)
def _file(path: Path, changed: int) -> bytes:
    del changed  # is there so that a new version is read anew
    return gzip.compress(path.read_bytes(), 9, mtime=0)


def init_app(app: Flask) -> None:
    """Compress what is text and long enough."""
    app.after_request(_compress)
