"""Fresh databases for tests: made once, then copied. SQLite, or the PostgreSQL of DATABASE_URL."""

from __future__ import annotations

import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from backend.database import Base
from backend.models import SyncMeta
from backend.sequence import SyncCounter


class Store(ABC):
    """Gives every test a database of its own."""

    @abstractmethod
    def fresh(self) -> str:
        """Make a database with tables and seeds and return its URL."""

    @abstractmethod
    def drop(self, url: str) -> None:
        """Take the database of `fresh` away."""

    @abstractmethod
    def empty(self) -> str:
        """Make a database without any table and return its URL."""


class SQLiteStore(Store):
    """Copies a file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        _fill(f"sqlite:///{self._template}")

    def fresh(self) -> str:
        path = self._folder / f"{uuid4().hex}.db"
        shutil.copyfile(self._template, path)
        return f"sqlite:///{path}"

    def empty(self) -> str:
        return f"sqlite:///{self._folder / uuid4().hex}.db"

    def drop(self, url: str) -> None:
        path = Path(make_url(url).database or "")
        for suffix in ("", "-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)


class PostgresStore(Store):
    """Lets the server copy a template."""

    def __init__(self, server_url: str) -> None:
        self._server_url = server_url
        self._server = create_engine(server_url, isolation_level="AUTOCOMMIT")
        self._template = f"template_{uuid4().hex}"
        self._create(self._template)
        _fill(self._url(self._template))

    def fresh(self) -> str:
        name = f"test_{uuid4().hex}"
        self._create(name, self._template)
        return self._url(name)

    def empty(self) -> str:
        name = f"test_{uuid4().hex}"
        self._create(name)
        return self._url(name)

    def drop(self, url: str) -> None:
        self._drop(make_url(url).database or "")

    def close(self) -> None:
        """Take the template away and leave the server."""
        self._drop(self._template)
        self._server.dispose()

    def _create(self, name: str, template: str = "template1") -> None:
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")

    def _drop(self, name: str) -> None:
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with self._server.connect() as connection:
            connection.execute(text(statement))

    def _url(self, name: str) -> str:
        url = make_url(self._server_url).set(database=name)
        return url.render_as_string(hide_password=False)


def _fill(url: str) -> None:
    engine: Engine = create_engine(url)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all([SyncCounter(id=1), SyncMeta(id=1, epoch="test-epoch")])
        session.commit()
    if url.startswith("sqlite"):  # One file without its log beside it, so that it can be copied.
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


@contextmanager
def open_store(folder: Path) -> Iterator[Store]:
    """Choose by DATABASE_URL."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield SQLiteStore(folder)
        return
    store = PostgresStore(url)
    try:
        yield store
    finally:
        store.close()
