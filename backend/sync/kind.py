"""What a kind of row is to a phone, and how its fields meet the server's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from marshmallow import fields
from sqlalchemy import Table

from backend.sequence import Synced

BOOKKEEPING = frozenset({"scope_id", "version", "seq", "deleted_at", "field_versions"})


class Merge(StrEnum):
    """How a value from a phone meets the server's."""

    SCALAR = "scalar"
    TEXT = "text"
    SET = "set"
    COUNTER = "counter"
    FIXED = "fixed"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Field:
    """One field that a phone may write, or ask for.

    FIXED is given with the birth of the row only. `required` holds for the birth.
    """

    merge: Merge
    check: fields.Field[Any]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One table, seen from a phone.

    `parent` is the field that names the row it hangs on, in the same scope. `ops` are the acts of
    the table itself; `commands` go through the services. `others` says how the columns that are
    not in `fields` answer a phone that writes them: None refuses. `mode` is the right it takes.
    """

    model: type[Synced]
    family: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    ops: frozenset[str] = frozenset()
    commands: tuple[str, ...] = ()
    parent: tuple[str, str] | None = None
    others: Merge | None = None
    mode: str = "write"
    hidden: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """Return the name on the wire."""
        return str(self.model.__tablename__)

    @property
    def table(self) -> Table:
        """Return the table."""
        table = self.model.__table__
        assert isinstance(table, Table)  # noqa: S101 -- no Synced class maps anything else
        return table

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that travel beside the id, in the order of the table."""
        left_out = BOOKKEEPING | self.hidden | {"id"}
        return tuple(column.key for column in self.table.columns if column.key not in left_out)
