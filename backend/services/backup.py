"""Everything an installation is made of, in one archive, and back again.

An archive holds `manifest.json`, the database as its own tools write it, the keys and the blobs.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import URL

FORMAT = 1
MANIFEST = "manifest.json"
DATABASES = {"sqlite": "database.sqlite", "postgresql": "database.pgdump"}
BLOBS = "blobs/"
KEYS = "keys/"
HEX = 64


class BackupFailed(Exception):
    """A sentence that says what stood in the way."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an installation keeps its things."""

    database: URL
    blobs: Path
    instance: Path
    keys: Mapping[str, str]

    @property
    def dialect(self) -> str:
        """Return sqlite or postgresql."""
        return self.database.get_backend_name()


@dataclass(frozen=True, slots=True)
class Counted:
    """What went into an archive, or came out of it."""

    blobs: int
    bytes: int


def write_backup(place: Place, target: BinaryIO, work: Path, *, now: datetime) -> Counted:
    """Write the archive. The database comes first: every blob it names is there already.

    `work` is a folder for the copy of the database; the caller takes it away.
    """
    snapshot = work / DATABASES[place.dialect]
    _dump(place, snapshot)
    keys = {f"{KEYS}{name}": text.encode() for name, text in place.keys.items()}
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in keys.items()}
    hashes[snapshot.name] = _hash(snapshot)
    manifest = {"format": FORMAT, "created_at": now.isoformat(), "files": hashes}
    count = size = 0
    with tarfile.open(fileobj=target, mode="w|") as archive:
        _add(archive, MANIFEST, json.dumps(manifest).encode(), now)
        for name, data in keys.items():
            _add(archive, name, data, now)
        archive.add(snapshot, snapshot.name)
        for path in blobs_in(place.blobs):
            archive.add(path, f"{BLOBS}{path.name}")
            count, size = count + 1, size + path.stat().st_size
    return Counted(count, size)


def read_backup(place: Place, source: BinaryIO, work: Path) -> Counted:
    """Fill an installation without a database from an archive, or raise BackupFailed.

    Every byte is checked before anything is put in its place, and the database comes last: what
    failed can be tried again.
    """
    _require_empty(place)
    counted, manifest = _unpack(source, work)
    _check(work, manifest)
    dump = work / DATABASES[place.dialect]
    if not dump.exists():
        raise BackupFailed("This backup is of another kind of database than DATABASE_URL names.")
    _put(place, work)
    _load(place, dump)
    return counted


def blobs_in(folder: Path) -> Iterator[Path]:
    """Yield the whole blobs: files named by their hash, under its first two digits."""
    for path in sorted(folder.glob("[0-9a-f][0-9a-f]/*")):
        if len(path.name) == HEX and path.name.startswith(path.parent.name):
            yield path


def _dump(place: Place, target: Path) -> None:
    if place.dialect == "postgresql":
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}", _libpq(place))
        return
    with (
        closing(sqlite3.connect(str(place.database.database))) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)


def _load(place: Place, dump: Path) -> None:
    if place.dialect == "postgresql":
        flags = ("--no-owner", "--exit-on-error", "--single-transaction")
        _run("pg_restore", *flags, f"--dbname={_libpq(place)}", str(dump))
        return
    target = Path(str(place.database.database))
    target.parent.mkdir(parents=True, exist_ok=True)
    for beside in (target.with_name(f"{target.name}{end}") for end in ("-wal", "-shm")):
        beside.unlink(missing_ok=True)
    shutil.move(dump, target)


def _put(place: Place, work: Path) -> None:
    for path in (work / "keys").glob("*"):
        target = place.instance / path.name
        target.unlink(missing_ok=True)
        target.touch(mode=0o600)
        target.write_bytes(path.read_bytes())
    for path in (work / "blobs").glob("*"):
        target = place.blobs / path.name[:2] / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, target)


def _require_empty(place: Place) -> None:
    if place.dialect != "sqlite":
        return  # pg_restore itself refuses what is there.
    path = Path(str(place.database.database))
    if not path.exists():
        return
    with closing(sqlite3.connect(path)) as database:
        if database.execute("SELECT 1 FROM sqlite_master").fetchone():
            raise BackupFailed(f"There is a database at {path} already.")


def _unpack(source: BinaryIO, work: Path) -> tuple[Counted, dict[str, Any]]:
    count = size = 0
    with tarfile.open(fileobj=source, mode="r|") as archive:
        for member in archive:
            archive.extract(member, work, filter="data")
            if member.name.startswith(BLOBS):
                count, size = count + 1, size + member.size
    while source.read(1024 * 1024):  # To the proven end: what was cut off is noticed here.
        pass
    try:
        manifest = json.loads((work / MANIFEST).read_bytes())
    except (OSError, ValueError) as problem:
        raise BackupFailed("The archive has no manifest.") from problem
    return Counted(count, size), manifest


def _check(work: Path, manifest: dict[str, Any]) -> None:
    if manifest.get("format") != FORMAT:
        raise BackupFailed("The backup was made by another version of Nomade.")
    for name, sha256 in manifest["files"].items():
        if _hash(work / name) != sha256:
            raise BackupFailed(f"{name} is not what was saved.")
    for path in (work / "blobs").glob("*"):
        if _hash(path) != path.name:
            raise BackupFailed(f"The blob {path.name} is not what was saved.")


def _add(archive: tarfile.TarFile, name: str, data: bytes, now: datetime) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = len(data), 0o600, int(now.timestamp())
    archive.addfile(member, io.BytesIO(data))


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _libpq(place: Place) -> str:
    return place.database.set(drivername="postgresql").render_as_string(hide_password=False)


def _run(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 -- our own tools, no shell
    except FileNotFoundError as problem:
        raise BackupFailed(f"{command[0]} is missing: install postgresql-client.") from problem
    except subprocess.CalledProcessError as problem:
        raise BackupFailed(f"{command[0]}: {problem.stderr.strip()}") from problem
