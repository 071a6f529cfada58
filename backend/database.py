"""The one place that knows how a session is opened, committed and rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from sqlite3 import Connection as SQLiteConnection
from typing import Any, TypeVar
from uuid import UUID

import uuid_utils.compat
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Enum,
    MetaData,
    String,
    TypeDecorator,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Session

NAMING = {
    "ix": "ix__%(column_0_label)s",
    "uq": "uq__%(table_name)s__%(column_0_name)s",
    "ck": "ck__%(table_name)s__%(constraint_name)s",
    "fk": "fk__%(table_name)s__%(column_0_name)s__%(referred_table_name)s",
    "pk": "pk__%(table_name)s",
}
WRITE = "nomade_write"
OPEN = "nomade_open"

Json = JSON().with_variant(JSONB(), "postgresql")
E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Refuses naive values; always gives back aware UTC, on SQLite too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware instant into UTC, or raise ValueError for a naive one."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A naive datetime is no instant.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant back in UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(kind: type[E]) -> Enum:
    """Return the column type that stores the values of `kind` as text."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


_id_source: ContextVar[Callable[[], UUID]] = ContextVar(
    "id_source", default=uuid_utils.compat.uuid7
)


def new_id() -> UUID:
    """Return a UUIDv7: unique, and growing with time so that indexes stay compact."""
    return _id_source.get()()


@contextmanager
def ids_from(source: Callable[[], UUID]) -> Iterator[None]:
    """Take new ids from `source` meanwhile: the demo company is the same on every machine."""
    token = _id_source.set(source)
    try:
        yield
    finally:
        _id_source.reset(token)


class Base(DeclarativeBase):
    """Parent of every table. Constraint names are fixed so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 -- SQLAlchemy reads it from the class
        datetime: UtcDateTime,
        dict[str, Any]: Json,
        list[Any]: Json,
        str: String(200),
    }


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})


@contextmanager
def transaction() -> Iterator[None]:
    """Commit the work of one use case, or none of it.

    Only the edges call this: a view, one pushed batch, one delivery, one command. Services never
    commit, so that they can be combined. Rows that phones hold get their place in the order of
    commits on the way out: see backend.sequence. One within another would commit the half of the
    outer one, and raises RuntimeError.
    """
    session: Session = db.session()
    if session.info.get(OPEN):
        raise RuntimeError("A transaction is open already.")
    session.commit()  # Ends a reading transaction that looking up the person may have begun.
    session.connection(execution_options={WRITE: True})
    session.info[OPEN] = True
    try:
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(OPEN, None)


def look_once() -> None:
    """Begin a reading transaction that sees one state of the database until it ends.

    By itself PostgreSQL lets each statement see what was committed meanwhile: a row that moves up
    in the order of commits would be behind a reader that has noted the end before it.
    """
    session: Session = db.session()
    session.commit()
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def hold(model: type[T], row_id: UUID) -> T | None:
    """Return a row as it stands now; nobody else changes it until the transaction ends.

    Who decides by what a row says must hold it: two people may decide at once.
    """
    return db.session.get(model, row_id, with_for_update=True, populate_existing=True)


@event.listens_for(Engine, "connect")
def _prepare_connection(connection: Any, _record: object) -> None:
    if not isinstance(connection, SQLiteConnection):
        return
    connection.isolation_level = None  # We say BEGIN ourselves: see _begin.
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=15000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """Take SQLite's write lock at once when writing, so that no two writers ever deadlock."""
    if connection.dialect.name == "sqlite":
        write = connection.get_execution_options().get(WRITE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
