"""What the database itself refuses: two live bookings of one technician that overlap.

Slots are half-open: one may begin at the instant another ends. The strings are run when tables
are created and by the first migration.
"""

from __future__ import annotations

from sqlalchemy import Connection, event, text

from backend.models.missions import Booking

SLOT_TAKEN = "slot_taken"
_TRIGGER = """
CREATE TRIGGER booking_{when}_overlap BEFORE {event} ON booking
WHEN NEW.cancelled_at IS NULL AND EXISTS (
  SELECT 1 FROM booking AS other
  WHERE other.technician_id = NEW.technician_id AND other.cancelled_at IS NULL
    AND other.id <> NEW.id AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at)
BEGIN SELECT RAISE(ABORT, 'slot_taken'); END
"""

SQLITE: tuple[str, ...] = (
    _TRIGGER.format(when="insert", event="INSERT"),
    _TRIGGER.format(when="update", event="UPDATE"),
)
_EXCLUDE = """
ALTER TABLE booking ADD CONSTRAINT ex__booking__slot_taken EXCLUDE USING gist
(technician_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (cancelled_at IS NULL)
"""
POSTGRESQL: tuple[str, ...] = ("CREATE EXTENSION IF NOT EXISTS btree_gist", _EXCLUDE)


def statements(dialect: str) -> tuple[str, ...]:
    """Return the statements to run after the table exists, for `sqlite` or `postgresql`."""
    return {"sqlite": SQLITE, "postgresql": POSTGRESQL}[dialect]


def is_slot_taken(error: BaseException) -> bool:
    """Say whether the database refused because of an overlap."""
    return SLOT_TAKEN in str(error)


@event.listens_for(Booking.__table__, "after_create")
def _refuse_overlaps(_table: object, connection: Connection, **_: object) -> None:
    for statement in statements(connection.dialect.name):
        connection.execute(text(statement))
