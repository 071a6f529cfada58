"""Taking a whole database elsewhere."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, select, update

from backend.database import Base

BATCH = 1000


class NotEmpty(Exception):
    """The target holds rows already; nothing was copied."""


def copy_all(source: Connection, target: Connection) -> dict[str, int]:
    """Copy every row of every table into `target`, and return how many of each.

    `target` has the same tables, and nothing in them but what the migrations put there; else
    NotEmpty. The copy has an epoch of its own: every phone reads everything anew, and keeps its
    outbox. The caller owns both transactions.
    """
    tables = Base.metadata.sorted_tables
    seeded = {"sync_counter", "sync_meta"}
    for table in tables:
        if table.name not in seeded and target.scalar(select(func.count()).select_from(table)):
            raise NotEmpty(table.name)
    for name in seeded:
        target.execute(Base.metadata.tables[name].delete())
    counts = {table.name: _copy(table, source, target) for table in tables}
    for table in tables:
        _close_cycle(table, source, target)
    target.execute(update(Base.metadata.tables["sync_meta"]).values(epoch=secrets.token_hex(8)))
    return counts


def _copy(table: Table, source: Connection, target: Connection) -> int:
    postponed = dict.fromkeys(_cyclic(table))
    count = 0
    for batch in source.execute(select(table)).mappings().partitions(BATCH):
        target.execute(table.insert(), [{**row, **postponed} for row in batch])
        count += len(batch)
    return count


def _close_cycle(table: Table, source: Connection, target: Connection) -> None:
    """Fill in the references that could not be there before both tables were."""
    for column in _cyclic(table):
        rows = [
            {"row_id": row["id"], "value": row[column]}
            for row in source.execute(select(table)).mappings()
            if row[column] is not None
        ]
        if rows:
            statement = table.update().where(table.c.id == bindparam("row_id"))
            target.execute(statement.values({column: bindparam("value")}), rows)


def _cyclic(table: Table) -> Iterator[str]:
    for constraint in table.foreign_key_constraints:
        if constraint.use_alter:
            yield from constraint.column_keys


def summary(counts: Mapping[str, int]) -> str:
    """Return one line for the person who waits."""
    filled: dict[str, Any] = {name: count for name, count in counts.items() if count}
    return f"{sum(filled.values())} rows of {len(filled)} tables"
