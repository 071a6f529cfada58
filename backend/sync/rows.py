"""How a row is written on the wire, straight from what the database driver gives.

Made once for each kind and database: a pull costs no objects, only the values that travel.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    JSON,
    Boolean,
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    String,
    Table,
    TypeDecorator,
    Uuid,
    any_,
    bindparam,
    column,
    func,
    select,
    type_coerce,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.types import NullType

from backend.database import UtcDateTime

Convert = Callable[[Any], Any]
DIALECTS: dict[str, Dialect] = {
    "sqlite": sqlite.dialect(),
    "postgresql": psycopg.dialect(),
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement compiled once; running it skips all of SQLAlchemy but the connection."""

    sql: str
    order: tuple[str, ...] | None
    constants: Mapping[str, Any]

    def rows(self, connection: Connection, **values: Any) -> Sequence[Any]:
        """Run it. Lists stand for sets of texts."""
        given = {**self.constants, **values}
        if connection.dialect.name == "sqlite":
            given = {name: _for_sqlite(value) for name, value in given.items()}
        bound = given if self.order is None else tuple(given[name] for name in self.order)
        return connection.exec_driver_sql(self.sql, bound).fetchall()


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return json.dumps(value) if isinstance(value, list) else value


def prepare(statement: Select[Any] | CompoundSelect[Any], dialect: str) -> Prepared:
    """Compile `statement` for the driver of `dialect`."""
    compiled = statement.compile(dialect=DIALECTS[dialect])
    order = compiled.positiontup if compiled.positional else None
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    return Prepared(str(compiled), None if order is None else tuple(order), constants)


def among(value: ColumnElement[Any], name: str, dialect: str) -> ColumnElement[bool]:
    """Return the condition that `value` is one of the texts bound as the list `name`."""
    if dialect == "postgresql":
        return value == any_(bindparam(name, type_=ARRAY(String)))
    members: Select[Any] = select(column("value")).select_from(func.json_each(bindparam(name)))
    return value.in_(members)


def raw(table: Table, names: Sequence[str]) -> list[ColumnElement[Any]]:
    """Return the columns as the driver gives them."""
    return [type_coerce(table.c[name], NullType()).label(name) for name in names]


def converters(table: Table, names: Sequence[str], dialect: str) -> list[tuple[str, Convert]]:
    """Return what turns the driver's values into JSON, for the columns that need it."""
    found = ((name, _converter(table.c[name].type, dialect)) for name in names)
    return [(name, convert) for name, convert in found if convert is not None]


def _converter(kind: Any, dialect: str) -> Convert | None:
    for known, convert in _CONVERT[dialect]:
        if isinstance(kind, known):
            return convert
    return None


def instant(value: datetime) -> str:
    """Write an instant in UTC, in whole seconds when it has no fraction."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _sqlite_instant(text: str) -> str:
    end = "" if text[19:] in ("", ".000000") else text[19:]
    return f"{text[:10]}T{text[11:19]}{end}Z"


def _sqlite_uuid(text: str) -> str:
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


_SqlType = type[TypeDecorator[Any]] | type[Any]
_CONVERT: dict[str, tuple[tuple[_SqlType, Convert], ...]] = {
    "sqlite": (
        (UtcDateTime, _sqlite_instant),
        (Uuid, _sqlite_uuid),
        (Boolean, bool),
        (JSON, json.loads),
    ),
    "postgresql": (
        (UtcDateTime, instant),
        (Uuid, str),
        (Date, date.isoformat),
    ),
}


def to_wire(value: Any) -> Any:
    """Write one value of a model as it travels."""
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
