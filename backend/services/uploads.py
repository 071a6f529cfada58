"""Resumable transfers: pieces of a file on the disk, until they are whole and proven.

The disk is written without any transaction open; the table then says how far it is true.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID

from sqlalchemy import select

from backend.database import db
from backend.domain.actors import Actor
from backend.domain.errors import InvalidValue, NotFound
from backend.domain.sync import ChecksumMismatch, TooLarge, UploadConflict
from backend.models import Blob, Upload
from backend.services import blobs, pictures
from backend.services.blob_folder import BlobFolder

MAX_BYTES = 32 * 1024 * 1024
LIFE = timedelta(days=7)
PIECE = 64 * 1024
MIMES = frozenset({*pictures.FORMATS, pictures.PDF})


class Incoming(Protocol):
    """Where the bytes come from."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody is about to send."""

    sha256: str
    size: int
    mime: str


@dataclass(frozen=True, slots=True)
class Checksum:
    """What one piece must hash to."""

    algorithm: str
    digest: bytes


def begin(actor: Actor, device_id: UUID | None, wanted: Wanted, *, now: datetime) -> Upload:
    """Begin a transfer, or go on with one that was begun. Bytes that are there are not sent again.

    That holds for bytes the person may read or has sent; of others she learns nothing.
    """
    if wanted.mime not in MIMES:
        raise InvalidValue(field="mime")
    if wanted.size < 1:
        raise InvalidValue("Nothing is no file.", field="size")
    if wanted.size > MAX_BYTES:
        raise TooLarge(field="size")
    known = _begun(actor, wanted, now)
    if known is not None:
        return known
    blob = db.session.get(Blob, wanted.sha256)
    stored = blob is not None and blob.state == blobs.STORED and blob.size == wanted.size
    there = stored and blobs.may_read(actor, wanted.sha256, now=now)
    upload = Upload(
        user_id=actor.user_id,
        device_id=device_id,
        sha256=wanted.sha256,
        size=wanted.size,
        mime=wanted.mime,
        received=wanted.size if there else 0,
        created_at=now,
        expires_at=now + LIFE,
    )
    db.session.add(upload)
    return upload


def access_upload(actor: Actor, upload_id: UUID, *, now: datetime) -> Upload:
    """Return a transfer of this person's, or raise NotFound when it has ended or is another's."""
    upload = db.session.get(Upload, upload_id, populate_existing=True)
    if upload is None or upload.user_id != actor.user_id or upload.expires_at <= now:
        raise NotFound("There is no such upload.")
    return upload


@contextmanager
def exclusive(folder: BlobFolder, upload: Upload) -> Iterator[BinaryIO]:
    """Open the pieces of a transfer for one writer; raise UploadConflict for a second.

    Where the transfer stands must be read again inside: another writer may just have ended.
    """
    path = _partial(folder, upload.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if path.exists() else "w+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UploadConflict from error
        yield file


def receive(file: BinaryIO, upload: Upload, source: Incoming, checksum: Checksum | None) -> int:
    """Append what comes to the file and return its new length; the table is not touched.

    With a checksum a piece counts whole or not at all; without, everything that arrived counts.
    """
    file.seek(upload.received)
    file.truncate()
    arrived = _copy(file, source, upload.size - upload.received, checksum)
    file.flush()
    os.fsync(file.fileno())
    return upload.received + arrived


def finish(folder: BlobFolder, upload: Upload) -> None:
    """Prove a whole file and put it in its place; raise ChecksumMismatch or BadImage."""
    partial = _partial(folder, upload.id)
    _require_hash(partial, upload.sha256)
    pictures.require_usable(partial, upload.mime)
    place = folder.path(upload.sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    partial.replace(place)
    _sync_folder(place.parent)


def note_received(upload: Upload, received: int, *, now: datetime) -> None:
    """Write down how far a transfer is; a whole one becomes a blob, and claims become true."""
    upload.received = received
    if received < upload.size:
        return
    blob = db.session.get(Blob, upload.sha256)
    if blob is None:
        blob = Blob(sha256=upload.sha256, created_at=now)
        db.session.add(blob)
    blob.size, blob.received = upload.size, received
    blob.mime, blob.state = upload.mime, blobs.STORED
    db.session.flush()
    blobs.confirm_claims(upload.user_id, upload.sha256, now=now)


def give_up(folder: BlobFolder, upload: Upload) -> None:
    """End a transfer whose bytes were not what they should be."""
    _partial(folder, upload.id).unlink(missing_ok=True)
    db.session.delete(upload)


def sweep(folder: BlobFolder, *, now: datetime) -> int:
    """Take away transfers that have ended, with their pieces; return how many."""
    ended = list(db.session.scalars(select(Upload).where(Upload.expires_at <= now)))
    for upload in ended:
        _partial(folder, upload.id).unlink(missing_ok=True)
        db.session.delete(upload)
    return len(ended)


def _begun(actor: Actor, wanted: Wanted, now: datetime) -> Upload | None:
    query = select(Upload).where(
        Upload.user_id == actor.user_id,
        Upload.sha256 == wanted.sha256,
        Upload.size == wanted.size,
        Upload.mime == wanted.mime,
        Upload.expires_at > now,
    )
    return db.session.scalars(query.order_by(Upload.received.desc()).limit(1)).first()


def _partial(folder: BlobFolder, upload_id: UUID) -> Path:
    return folder.folder / "partial" / str(upload_id)


def _copy(file: BinaryIO, source: Incoming, room: int, checksum: Checksum | None) -> int:
    digest = hashlib.new(checksum.algorithm, usedforsecurity=False) if checksum else None
    arrived = 0
    for piece in _pieces(source, keep_what_came=checksum is None):
        arrived += len(piece)
        if arrived > room:
            raise TooLarge(field="size")
        file.write(piece)
        if digest is not None:
            digest.update(piece)
    if digest is not None and checksum is not None and digest.digest() != checksum.digest:
        raise ChecksumMismatch
    return arrived


def _pieces(source: Incoming, *, keep_what_came: bool) -> Iterator[bytes]:
    """Read to the end. A link that breaks is an end too, unless a piece must be whole."""
    while True:
        try:
            piece = source.read(PIECE)
        except OSError:
            if keep_what_came:
                return
            raise
        if not piece:
            return
        yield piece


def _require_hash(path: Path, sha256: str) -> None:
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            raise ChecksumMismatch(field="sha256")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
