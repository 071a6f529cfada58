"""Bytes under their own hash, in a folder: `<folder>/3f/3f9a…`."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from backend.database import db
from backend.models import Blob


class BlobFolder:
    """Reads and keeps whole blobs. What is there is never written again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Return where the bytes of that hash lie."""
        return self.folder / sha256[:2] / sha256

    def read(self, sha256: str) -> bytes | None:
        """Return the bytes, None when they are not there."""
        with suppress(FileNotFoundError):
            return self.path(sha256).read_bytes()
        return None

    def keep(self, data: bytes, mime: str, *, now: datetime) -> str:
        """Store the bytes, on the disk before in the table, and return their hash."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            _write(path, data)
        if db.session.get(Blob, sha256) is None:
            db.session.add(
                Blob(
                    sha256=sha256,
                    size=len(data),
                    mime=mime,
                    state="stored",
                    received=len(data),
                    created_at=now,
                )
            )
        return sha256


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
