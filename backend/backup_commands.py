"""`flask backup` and `flask restore`: one encrypted file, tried before it is needed."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, cast

import click
from flask.cli import with_appcontext

from backend.clock import utcnow
from backend.config import current_settings
from backend.database import db, transaction
from backend.keys import file_names
from backend.services import backup, devices
from backend.services.sealed_stream import (
    SHORTEST_PASSPHRASE,
    NoBackup,
    Opener,
    Sealer,
    WrongPassphrase,
)

_PASSPHRASE = click.option(
    "--passphrase",
    envvar="NOMADE_BACKUP_PASSPHRASE",
    help="Better given by NOMADE_BACKUP_PASSPHRASE, or typed when asked.",
)


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_PASSPHRASE
@with_appcontext
def backup_command(file: Path, passphrase: str | None) -> None:
    """Save database, photos, papers and keys into FILE, encrypted. Nomade may go on running."""
    secret = passphrase or click.prompt("Passphrase", hide_input=True, confirmation_prompt=True)
    if len(secret) < SHORTEST_PASSPHRASE:
        raise click.ClickException(f"The passphrase needs {SHORTEST_PASSPHRASE} signs or more.")
    part = file.with_name(f"{file.name}.part")
    with _work_folder() as folder, part.open("xb") as target:
        part.chmod(0o600)
        sealer = Sealer(target, secret)
        counted = _told(
            lambda: backup.write_backup(
                _place(), cast("BinaryIO", sealer), Path(folder), now=utcnow()
            )
        )
        sealer.close()
    part.replace(file)
    click.echo(f"Saved the database, the keys and {_said(counted)} in {file}.")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@_PASSPHRASE
@with_appcontext
def restore_command(file: Path, passphrase: str | None) -> None:
    """Fill this empty installation from FILE. Phones read everything anew and keep their work."""
    secret = passphrase or click.prompt("Passphrase", hide_input=True)
    db.engine.dispose()
    with _work_folder() as folder, file.open("rb") as source:
        counted = _told(
            lambda: backup.read_backup(
                _place(), cast("BinaryIO", Opener(source, secret)), Path(folder)
            )
        )
    with transaction():
        devices.new_epoch()
    click.echo(f"Restored the database, the keys and {_said(counted)}.")
    click.echo("Now `flask db upgrade`, and start Nomade.")


def _place() -> backup.Place:
    settings = current_settings()
    keys = {file: getattr(settings.keys, name) for name, file in file_names().items()}
    return backup.Place(db.engine.url, settings.blobs, settings.instance, keys)


def _work_folder() -> TemporaryDirectory[str]:
    """Return a folder that nobody else reads, on a disk that has room for the database."""
    return TemporaryDirectory(prefix="backup-", dir=current_settings().instance)


def _told(act: Callable[[], backup.Counted]) -> backup.Counted:
    try:
        return act()
    except (backup.BackupFailed, NoBackup, WrongPassphrase) as problem:
        raise click.ClickException(str(problem)) from problem
    except tarfile.TarError as problem:
        raise click.ClickException("The archive cannot be read.") from problem


def _said(counted: backup.Counted) -> str:
    return f"{counted.blobs} photos and papers ({counted.bytes / 1_000_000:.1f} MB)"


COMMANDS = (backup_command, restore_command)
