"""How Alembic runs here: `flask db upgrade`, in one transaction, one process at a time."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

import backend.models  # noqa: F401 -- so that every table is known
from backend.database import WRITE, Base, db

LOCK = 7_014_001


def run(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transactional_ddl=True,
        render_item=render_item,
        process_revision_directives=number,
    )
    with context.begin_transaction():
        context.run_migrations()


def render_item(kind: str, item: object, _autogen: object) -> str | bool:
    """Write our own types by what they are in the database, so that a migration stands alone."""
    if kind != "type":
        return False
    return {
        "UtcDateTime": "sa.DateTime(timezone=True)",
        "Enum": "sa.String(length=40)",
        "JSON": 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")',
    }.get(type(item).__name__, False)


def number(_migration: object, _revision: object, directives: list) -> None:
    """Number migrations 0001, 0002, 0003 in the order in which they were written."""
    head = context.script.get_current_head()
    for directive in directives:
        directive.rev_id = f"{int(head or 0) + 1:04d}"


if context.is_offline_mode():
    raise SystemExit("Migrations run against a database: there is no offline mode.")

with current_app.app_context(), db.engine.connect() as connection:
    connection.execution_options(**{WRITE: True})
    with connection.begin():
        run(connection)
