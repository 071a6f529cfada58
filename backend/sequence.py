"""The order of commits: every row that a phone may hold has its place in it. See docs/sync.md.

Code sets neither `version` nor `seq`. Before a flush, changed rows get a new version; just before
the commit, they get their numbers from one counter, whose row is the last lock taken: no reader
can see a later number before an earlier one.
"""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    String,
    bindparam,
    event,
    inspect,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from backend.database import Base, new_id

STAMPS = "nomade_stamps"
_UNTRACKED = frozenset({"version", "seq", "field_versions"})
Stamps = dict[tuple[str, str], set[UUID]]


class SyncCounter(Base):
    """One row: the number of the last change."""

    __tablename__ = "sync_counter"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger, default=0)


class Sequenced(Base):
    """Parent of rows with a place in the order of commits.

    `SEQUENCED_BY` says which column gets a number when which column changes; None stands for
    the birth of the row.
    """

    __abstract__ = True
    SEQUENCED_BY: ClassVar[dict[str | None, str]] = {None: "seq"}

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)


class Synced(Sequenced):
    """Parent of every table that phones hold a copy of.

    `scope_id` is what the right to it is given on; `field_versions` maps a field to the version
    that last changed it after the birth of the row; a deleted row keeps its place as a tombstone.
    """

    __abstract__ = True

    # Its old value is always read: whoever saw the row there must be told that it left.
    scope_id: Mapped[str] = mapped_column(String(60), active_history=True)
    version: Mapped[int] = mapped_column(default=0)
    seq: Mapped[int | None] = mapped_column(BigInteger)
    deleted_at: Mapped[datetime | None]
    field_versions: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ScopeLeft(Sequenced):
    """A row went to another scope: phones that saw it in the old one must forget it."""

    __tablename__ = "scope_left"
    __table_args__ = (Index("ix__scope_left__feed", "scope_id", "seq"),)

    scope_id: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[UUID]
    seq: Mapped[int | None] = mapped_column(BigInteger)


@event.listens_for(Session, "before_flush")
def _note_changes(session: Session, _context: object, _instances: object) -> None:
    for row in [row for row in session.new if isinstance(row, Sequenced)]:
        if inspect(row).dict.get("id") is None:
            row.id = new_id()
        _note(session, row, [], born=True)
    for row in [row for row in session.dirty if isinstance(row, Sequenced)]:
        changed = _changed(row)
        if changed:
            _note(session, row, changed, born=False)


def _changed(row: Sequenced) -> list[str]:
    """Return the columns whose value is another now; looks only at those that were set."""
    state = inspect(row)
    columns = state.mapper.column_attrs
    return [
        name
        for name in state.committed_state
        if name in columns and state.attrs[name].history.has_changes()
    ]


def _note(session: Session, row: Sequenced, changed: list[str], *, born: bool) -> None:
    stamps: Stamps = session.info.setdefault(STAMPS, {})
    if isinstance(row, Synced):
        _raise_version(session, row, changed)
    for column in _columns_to_stamp(row, changed, born=born):
        stamps.setdefault((row.__tablename__, column), set()).add(row.id)


def _columns_to_stamp(row: Sequenced, changed: list[str], *, born: bool) -> list[str]:
    if isinstance(row, Synced):
        return ["seq"]
    return [
        column
        for cause, column in row.SEQUENCED_BY.items()
        if (born if cause is None else _has_come(row, cause, changed, born=born))
    ]


def _has_come(row: Sequenced, cause: str, changed: list[str], *, born: bool) -> bool:
    return (born or cause in changed) and getattr(row, cause) is not None


def _raise_version(session: Session, row: Synced, changed: list[str]) -> None:
    row.version = (row.version or 0) + 1
    row.seq = None
    fields = (name for name in changed if name not in _UNTRACKED)
    row.field_versions = {**(row.field_versions or {}), **dict.fromkeys(fields, row.version)}
    before = inspect(row).attrs["scope_id"].history.deleted if "scope_id" in changed else ()
    if before and before[0] and before[0] != row.scope_id:
        left = ScopeLeft(id=new_id(), scope_id=before[0], kind=row.__tablename__, row_id=row.id)
        session.add(left)
        session.info[STAMPS].setdefault(("scope_left", "seq"), set()).add(left.id)


@event.listens_for(Session, "before_commit")
def _stamp_before_commit(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    stamps: Stamps = session.info.pop(STAMPS, {})
    count = sum(map(len, stamps.values()))
    if count:
        _stamp(session, stamps, bump_counter(session, count) - count)


@event.listens_for(Session, "after_soft_rollback")
def _forget_stamps(session: Session, previous: Any) -> None:
    if previous.parent is None:
        session.info.pop(STAMPS, None)


def _stamp(session: Session, stamps: Stamps, number: int) -> None:
    """Give the rows their numbers, upwards from `number` + 1, in the order of (kind, id)."""
    connection = session.connection()
    write = _write_arrays if connection.dialect.name == "postgresql" else _write_rows
    for (kind, column), found in sorted(stamps.items()):
        ids = sorted(found, key=attrgetter("int"))
        numbers = range(number + 1, number + 1 + len(ids))
        write(connection, Base.metadata.tables[kind].c[column], ids, numbers)
        number += len(ids)


def _write_rows(
    connection: Connection, column: Column[Any], ids: list[UUID], numbers: range
) -> None:
    statement = (
        update(column.table)
        .where(column.table.c.id == bindparam("stamped_id"))
        .values({column.key: bindparam("new_seq")})
    )
    pairs = zip(ids, numbers, strict=True)
    connection.execute(statement, [{"stamped_id": one, "new_seq": seq} for one, seq in pairs])


def _write_arrays(
    connection: Connection, column: Column[Any], ids: list[UUID], numbers: range
) -> None:
    """Write them with one statement, which PostgreSQL plans once."""
    statement = text(
        f'UPDATE "{column.table.name}" SET {column.name} = given.seq '  # noqa: S608 -- our names
        "FROM unnest(CAST(:ids AS uuid[]), CAST(:numbers AS bigint[])) AS given (id, seq) "
        f'WHERE "{column.table.name}".id = given.id'
    )
    connection.execute(statement, {"ids": ids, "numbers": list(numbers)})


def bump_counter(session: Session, count: int) -> int:
    """Take `count` numbers and return the last. Must be the last lock that a transaction takes."""
    statement = text("UPDATE sync_counter SET value = value + :n WHERE id = 1 RETURNING value")
    return int(session.connection().scalar(statement, {"n": count}))
