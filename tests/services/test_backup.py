"""An installation is saved and comes back whole, on both databases."""

from __future__ import annotations

import os
import subprocess
import sys
from contextvars import Context
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from backend.app import create_app
from backend.database import Base, db, transaction
from backend.keys import ensure_keys, file_names
from backend.models import SyncMeta
from backend.services.blob_folder import BlobFolder
from tests.papers import closed_report

PASSPHRASE = "correct horse battery"


@pytest.fixture
def saved(app, settings, make, now):
    """An installation with rows, a photo and keys, and its backup."""
    report = closed_report(make)
    with transaction():
        BlobFolder(settings.blobs).keep(b"a photo", "image/jpeg", now=now)
        BlobFolder(settings.blobs).keep(b"%PDF- a paper", "application/pdf", now=now)
    (settings.blobs / "partial").mkdir()
    (settings.blobs / "partial" / "half").write_bytes(b"half a photo")
    file = settings.instance / "saved.backup"
    result = app.test_cli_runner().invoke(args=["backup", str(file), "--passphrase", PASSPHRASE])
    assert result.exit_code == 0, result.output
    assert "2 photos and papers" in result.output
    return file, report


@pytest.fixture
def other(store, tmp_path, settings):
    """Another machine: nothing there yet but keys of its own."""
    instance = tmp_path / "other"
    url = store.empty()
    yield replace(
        settings,
        instance=instance,
        blobs=instance / "blobs",
        database_url=url,
        keys=ensure_keys(instance, {}),
    )
    store.drop(url)


def restore(settings, file, passphrase=PASSPHRASE):
    app = create_app(settings)
    arguments = ["restore", str(file), "--passphrase", passphrase]
    # Not in the context of the first app.
    result = Context().run(app.test_cli_runner().invoke, args=arguments)
    with app.app_context():
        db.engine.dispose()
    return result


def rows(settings):
    """Return every row of every table, but for the epoch."""
    app = create_app(settings)
    with app.app_context():
        found = {
            table.name: sorted(map(repr, db.session.execute(select(table)).all()))
            for table in Base.metadata.sorted_tables
            if table.name not in {"sync_meta", "heartbeat"}
        }
        epoch = db.session.scalar(select(SyncMeta.epoch))
        db.session.remove()
        db.engine.dispose()
    return found, epoch


def blobs(settings):
    return {path.name: path.read_bytes() for path in settings.blobs.glob("??/*")}


def test_rows_photos_papers_and_keys_come_back_and_the_epoch_is_new(saved, settings, other):
    file, _ = saved
    result = restore(other, file)
    assert result.exit_code == 0, result.output
    before, epoch = rows(settings)
    after, new_epoch = rows(other)
    assert after == before
    assert len(before["report"]) == 1
    assert new_epoch != epoch
    assert blobs(other) == blobs(settings)
    assert len(blobs(other)) == 2
    assert not list(other.blobs.glob("partial/*"))
    again = ensure_keys(other.instance, {})
    assert again == settings.keys
    modes = {(other.instance / name).stat().st_mode & 0o777 for name in file_names().values()}
    assert modes == {0o600}


def test_a_wrong_passphrase_restores_nothing(saved, other):
    result = restore(other, saved[0], "correct horse batterie")
    assert result.exit_code == 1
    assert "passphrase" in result.output
    assert blobs(other) == {}
    assert restore(other, saved[0]).exit_code == 0


@pytest.mark.parametrize("cut", [100, 40_000, -1])
def test_a_damaged_file_restores_nothing(saved, other, cut):
    file, _ = saved
    file.write_bytes(file.read_bytes()[:cut])
    assert restore(other, file).exit_code == 1
    assert blobs(other) == {}


def test_an_installation_that_has_data_is_not_overwritten(saved, settings):
    before = rows(settings)
    assert restore(settings, saved[0]).exit_code == 1
    assert rows(settings) == before


def test_the_file_is_for_its_owner_only_and_tells_nothing(saved):
    file, _ = saved
    assert file.stat().st_mode & 0o777 == 0o600
    data = file.read_bytes()
    for told in (b"Claire Vasseur", b"BEGIN PRIVATE KEY", b"a photo", b"SQLite format"):
        assert told not in data
    assert not list(file.parent.glob("backup-*"))
    assert not list(file.parent.glob("*.part"))


def test_a_short_passphrase_is_refused(app, settings):
    runner = app.test_cli_runner()
    result = runner.invoke(args=["backup", str(settings.instance / "x"), "--passphrase", "short"])
    assert result.exit_code == 1
    assert not (settings.instance / "x").exists()


def test_the_command_takes_the_passphrase_from_the_environment(saved, settings, tmp_path):
    """And works as a process, as an operator calls it."""
    environment = os.environ | {
        "NOMADE_INSTANCE": str(settings.instance),
        "NOMADE_BLOBS": str(settings.blobs),
        "DATABASE_URL": settings.database_url,
        "NOMADE_BACKUP_PASSPHRASE": PASSPHRASE,
    }
    command = [sys.executable, "-m", "flask", "--app", "backend.app:create_app", "backup"]
    file = tmp_path / "by-process.backup"
    root = Path(__file__).parents[2]
    subprocess.run([*command, str(file)], env=environment, cwd=root, check=True)
    assert file.stat().st_size > 0
