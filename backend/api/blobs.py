"""Bytes by the tus 1.0 protocol (creation, checksum, expiration), named by their SHA-256."""

from __future__ import annotations

import base64
import binascii
import re
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, request, send_file, url_for
from marshmallow import Schema, fields, validate

from backend.api.auth import current_actor
from backend.api.openapi import documented
from backend.clock import utcnow
from backend.config import current_settings
from backend.database import db, transaction
from backend.domain.errors import DomainError, InvalidValue
from backend.domain.sync import (
    BadImage,
    BadShape,
    ChecksumMismatch,
    TusVersion,
    UploadConflict,
)
from backend.models import Upload
from backend.services import blobs, devices, pictures, uploads
from backend.services.blob_folder import BlobFolder

bp = Blueprint("blobs", __name__, url_prefix="/api/blobs")
VERSION = "1.0.0"
STREAM = "application/offset+octet-stream"
ALGORITHMS = ("sha256", "sha1")
SHA256 = re.compile(r"\A[0-9a-f]{64}\Z")
TUS = ("Tus-Resumable", "X-Device")
SANDBOX = "default-src 'none'; sandbox"


class ReadSchema(Schema):
    w = fields.Integer(load_default=None, validate=validate.OneOf(pictures.WIDTHS))


@bp.after_request
def speak_tus(response: Response) -> Response:
    """Name the version on every answer."""
    response.headers["Tus-Resumable"] = VERSION
    response.headers.setdefault("Cache-Control", "no-store")
    return response


@bp.route("/", methods=["OPTIONS"], provide_automatic_options=False)
@documented(answers={204: None}, public=True)
def abilities() -> Response:
    """Say what of tus is spoken here."""
    response = Response(status=204)
    response.headers["Tus-Version"] = VERSION
    response.headers["Tus-Max-Size"] = str(uploads.MAX_BYTES)
    response.headers["Tus-Extension"] = "creation,checksum,expiration"
    response.headers["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)
    return response


@bp.post("/")
@documented(answers={201: None}, headers=("Upload-Length", "Upload-Metadata", *TUS))
def begin() -> Response:
    """Begin a transfer. `Upload-Metadata` carries sha256, filetype (or mime) and filename.

    `Location` is where the bytes go; `Upload-Offset` says how many are there already.
    """
    _require_version()
    metadata = _metadata(request.headers.get("Upload-Metadata", ""))
    wanted = uploads.Wanted(
        sha256=_hash(metadata.get("sha256", "")),
        size=_number("Upload-Length"),
        mime=metadata.get("filetype") or metadata.get("mime") or "",
    )
    actor, now = current_actor(), utcnow()
    with transaction():
        device = devices.speaking_device(actor, _device_id())
        upload = uploads.begin(actor, device.id, wanted, now=now)
    response = _state(upload, 201)
    response.headers["Location"] = url_for("blobs.piece", upload_id=upload.id)
    return response


@bp.route("/uploads/<uuid:upload_id>", methods=["HEAD"], provide_automatic_options=False)
@documented(answers={200: None}, headers=TUS)
def where(upload_id: UUID) -> Response:
    """Say how many bytes of a transfer are here."""
    _require_version()
    return _state(uploads.access_upload(current_actor(), upload_id, now=utcnow()), 200)


@bp.patch("/uploads/<uuid:upload_id>")
@documented(body=STREAM, answers={204: None}, headers=("Upload-Offset", *TUS))
def piece(upload_id: UUID) -> Response:
    """Take the next bytes. With the last ones the whole is proven against its name."""
    _require_version()
    request.max_content_length = uploads.MAX_BYTES + 1
    if request.mimetype != STREAM:
        raise BadShape(field="Content-Type")
    actor, now, folder = current_actor(), utcnow(), BlobFolder(current_settings().blobs)
    devices.speaking_device(actor, _device_id())
    offset, checksum = _number("Upload-Offset"), _checksum()
    with uploads.exclusive(folder, uploads.access_upload(actor, upload_id, now=now)) as file:
        db.session.rollback()  # What another writer has just stored is read anew.
        upload = uploads.access_upload(actor, upload_id, now=now)
        if offset != upload.received:
            raise UploadConflict
        db.session.expunge(upload)
        db.session.rollback()  # A slow link must not hold a transaction open.
        if offset < upload.size:
            _take_in(folder, upload, uploads.receive(file, upload, request.stream, checksum))
    return _state(uploads.access_upload(actor, upload_id, now=now), 204)


@bp.get("/<sha256>")
@documented(answers={200: "image/*"}, query=ReadSchema)
def read(sha256: str) -> Response:
    """Send bytes as they were signed, or with `w` a picture made anew, at most so wide."""
    width = ReadSchema().load(request.args)["w"]
    blob = blobs.access_blob(current_actor(), _hash(sha256), now=utcnow())
    path = BlobFolder(current_settings().blobs).path(blob.sha256)
    if width is not None and blob.mime in pictures.FORMATS:
        return _guarded(Response(_derived(path, width), mimetype="image/jpeg"))
    name = f"{blob.sha256[:12]}.{blob.mime.partition('/')[2]}"
    return _guarded(send_file(path, blob.mime, as_attachment=True, download_name=name))


def _take_in(folder: BlobFolder, upload: Upload, received: int) -> None:
    failed: DomainError | None = None
    if received == upload.size:
        try:
            uploads.finish(folder, upload)
        except (ChecksumMismatch, BadImage) as error:
            failed = error
    with transaction():
        stored = uploads.access_upload(current_actor(), upload.id, now=utcnow())
        if failed is not None:
            uploads.give_up(folder, stored)
        else:
            uploads.note_received(stored, received, now=utcnow())
    if failed is not None:
        raise failed


def _derived(path: Path, width: int) -> bytes:
    """Return a picture made anew; made once, then kept beside the others."""
    kept = path.parent.parent / "derived" / f"{path.name}-{width}.jpg"
    if kept.exists():
        return kept.read_bytes()
    made = pictures.derivative(path, width)
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = kept.with_suffix(f".{uuid4().hex}")
    draft.write_bytes(made)
    draft.replace(kept)
    return made


def _guarded(response: Response) -> Response:
    """Let a browser show nothing of it as a page of ours."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def _state(upload: Upload, status: int) -> Response:
    response = Response(status=status)
    response.headers["Upload-Offset"] = str(upload.received)
    response.headers["Upload-Length"] = str(upload.size)
    response.headers["Upload-Expires"] = format_datetime(upload.expires_at, usegmt=True)
    return response


def _require_version() -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise TusVersion


def _device_id() -> UUID | None:
    try:
        return UUID(request.headers.get("X-Device", ""))
    except ValueError:
        return None


def _number(header: str) -> int:
    text = request.headers.get(header, "")
    if not text.isascii() or not text.isdigit() or len(text) > 18:  # noqa: PLR2004 -- 64 bits
        raise BadShape(field=header)
    return int(text)


def _hash(text: str) -> str:
    if not SHA256.match(text):
        raise InvalidValue(field="sha256")
    return text


def _checksum() -> uploads.Checksum | None:
    text = request.headers.get("Upload-Checksum")
    if text is None:
        return None
    algorithm, _, digest = text.partition(" ")
    if algorithm not in ALGORITHMS:
        raise BadShape(field="Upload-Checksum")
    return uploads.Checksum(algorithm, _decoded(digest, "Upload-Checksum"))


def _metadata(header: str) -> dict[str, str]:
    pairs = (part.strip().partition(" ") for part in header.split(",") if part.strip())
    found: dict[str, Any] = {key: _decoded(value, "Upload-Metadata") for key, _, value in pairs}
    return {key: value.decode("utf-8", "replace") for key, value in found.items()}


def _decoded(text: str, header: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadShape(field=header) from error
