"""What changed in a set of scopes between two numbers, cheaply: cost follows the changes.

One statement finds where the changes are, over all tables, by index; then each table that has some
is read once, and only the values that travel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Table,
    bindparam,
    literal_column,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.engine import Connection

from backend.models import Conflict, Quarantine
from backend.sequence import ScopeLeft
from backend.sync.kinds import KINDS
from backend.sync.rows import Convert, Prepared, among, converters, prepare, raw

FAMILIES = ("mission", "technician", "client", "dossier", "global")
LEFT, CONFLICT, QUARANTINE = "scope_left", "conflict", "quarantine"
_TABLES: dict[str, Table] = {
    **{name: kind.table for name, kind in KINDS.items()},
    LEFT: ScopeLeft.metadata.tables[LEFT],
    CONFLICT: Conflict.metadata.tables[CONFLICT],
    QUARANTINE: Quarantine.metadata.tables[QUARANTINE],
}
_EVERY_FAMILY = (LEFT, CONFLICT)
_SENT: dict[str, tuple[str, ...]] = {
    LEFT: ("kind", "row_id"),
    CONFLICT: (
        *("id", "kind", "entity_id", "scope_id", "field", "base", "theirs", "mine"),
        *("by", "device_id", "n", "at", "state"),
    ),
    QUARANTINE: ("id", "device_id", "n", "reason", "mutation", "at", "state"),
}


@dataclass(frozen=True, slots=True)
class Window:
    """Everything in `scopes` (by family) with a number above `low` and up to `high`.

    `person` is whose quarantined work is shown. A `fresh` window is for a phone that holds nothing
    of these scopes: what was deleted or has left is not worth a word.
    """

    person: UUID
    scopes: Mapping[str, list[str]]
    low: int
    high: int
    fresh: bool = False


@dataclass(slots=True)
class Changes:
    """What a window holds, up to `cut`; `whole` says that nothing is left above it."""

    cut: int
    whole: bool
    put: list[dict[str, Any]] = field(default_factory=list)
    deleted: list[dict[str, str]] = field(default_factory=list)
    left: list[dict[str, str]] = field(default_factory=list)
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    quarantined: list[dict[str, Any]] = field(default_factory=list)


def by_family(scopes: Iterable[str]) -> dict[str, list[str]]:
    """Sort scopes into families; one of a family nobody knows is not sent."""
    parted = sorted((scope.partition(":")[0], scope) for scope in scopes)
    grouped = groupby(parted, key=itemgetter(0))
    return {name: [scope for _, scope in group] for name, group in grouped if name in FAMILIES}


def changes(connection: Connection, window: Window, limit: int) -> Changes:
    """Return the first `limit` changes of a window, in the order of commits."""
    if window.low >= window.high or not window.scopes:
        return Changes(window.high, whole=True)
    values = _values(window)
    where = _finder(connection.dialect.name, tuple(window.scopes), fresh=window.fresh)
    found = where.rows(connection, **values, most=limit + 1)
    whole = len(found) <= limit
    result = Changes(window.high if whole else found[limit - 1][0], whole=whole)
    rows: list[tuple[int, dict[str, Any]]] = []
    for name in sorted({name for _, name in found[:limit]}):
        reader = _reader(connection.dialect.name, name, fresh=window.fresh)
        read = reader.rows(connection, **_picked(name, {**values, "high": result.cut}))
        _sort_in(result, rows, name, read)
    rows.sort(key=itemgetter(0))
    result.put = [item for _, item in rows]
    return result


def _sort_in(
    result: Changes,
    rows: list[tuple[int, dict[str, Any]]],
    name: str,
    read: Iterator[tuple[int, bool, dict[str, Any]]],
) -> None:
    if name in KINDS:
        for seq, gone, item in read:
            if gone:
                result.deleted.append({"kind": name, "id": item["id"]})
            else:
                rows.append((seq, item))
        return
    shelf = {LEFT: result.left, CONFLICT: result.conflicts, QUARANTINE: result.quarantined}[name]
    shelf.extend(item for _, _, item in read)


def _values(window: Window) -> dict[str, Any]:
    """Return what the finder binds: the scopes of each family, and all of them together."""
    everything = [scope for scopes in window.scopes.values() for scope in scopes]
    return {
        **window.scopes,
        "everything": everything,
        "low": window.low,
        "high": window.high,
        "person": window.person,
    }


def _picked(name: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return the values that the reader of one table binds."""
    wanted = {"low", "high", _key(name)}
    return {key: value for key, value in values.items() if key in wanted}


def _key(name: str) -> str:
    """Return under which name the owners of a table's rows are bound."""
    if name == QUARANTINE:
        return "person"
    return KINDS[name].family if name in KINDS else "everything"


def _condition(name: str, dialect: str, *, fresh: bool) -> ColumnElement[bool]:
    table = _TABLES[name]
    low = bindparam("low", type_=BigInteger)
    high = bindparam("high", type_=BigInteger)
    between = (table.c.seq > low) & (table.c.seq <= high)
    if name == QUARANTINE:
        return (table.c.user_id == bindparam("person", type_=table.c.user_id.type)) & between
    owned = among(table.c.scope_id, _key(name), dialect) & between
    if fresh and name in KINDS:
        return owned & table.c.deleted_at.is_(None)
    return owned


def _sources(families: tuple[str, ...], *, fresh: bool) -> list[str]:
    names = [name for name, kind in KINDS.items() if kind.family in families]
    names += [name for name in _EVERY_FAMILY if not (fresh and name == LEFT)]
    return [*names, QUARANTINE] if "technician" in families else names


@cache
def _finder(dialect: str, families: tuple[str, ...], *, fresh: bool) -> Prepared:
    """Return the statement that gives (number, table) of the first changes, over all tables."""
    parts: list[Select[Any]] = [
        select(_TABLES[name].c.seq, literal_column(f"'{name}'").label("source")).where(
            _condition(name, dialect, fresh=fresh)
        )
        for name in _sources(families, fresh=fresh)
    ]
    statement = union_all(*parts).order_by(literal_column("seq"))
    return prepare(statement.limit(bindparam("most", type_=BigInteger)), dialect)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one table's rows of a window, ready to travel."""

    name: str
    statement: Prepared
    names: tuple[str, ...]
    convert: list[tuple[str, Convert]]

    def rows(
        self, connection: Connection, **values: Any
    ) -> Iterator[tuple[int, bool, dict[str, Any]]]:
        """Give (number, whether deleted, item)."""
        shape = self._row if self.name in KINDS else self._plain
        for seq, gone, *rest in self.statement.rows(connection, **values):
            data = dict(zip(self.names, rest, strict=True))
            for name, convert in self.convert:
                value = data[name]
                if value is not None:
                    data[name] = convert(value)
            yield seq, bool(gone), shape(data)

    def _row(self, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "kind": self.name,
            "id": data.pop("id"),
            "scope": data.pop("scope_id"),
            "version": data.pop("version"),
            "data": data,
        }

    def _plain(self, data: dict[str, Any]) -> dict[str, Any]:
        if "scope_id" in data:
            data["scope"] = data.pop("scope_id")
        if "row_id" in data:
            data["id"] = data.pop("row_id")
        return data


@cache
def _reader(dialect: str, name: str, *, fresh: bool) -> _Reader:
    table = _TABLES[name]
    if name in KINDS:
        names = ("id", "scope_id", "version", *KINDS[name].columns)
        gone: ColumnElement[Any] = table.c.deleted_at.is_not(None)
    else:
        names, gone = _SENT[name], literal_column("0")
    statement = select(
        type_coerce(table.c.seq, BigInteger), gone.label("gone"), *raw(table, names)
    ).where(_condition(name, dialect, fresh=fresh))
    return _Reader(name, prepare(statement, dialect), names, converters(table, names, dialect))
