"""Fixtures for the tests of services."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from backend.database import db


@pytest.fixture
def queries(app):
    """Return a block that collects the SELECT statements sent within it."""

    @contextmanager
    def collect():
        db.session.commit()
        seen = []

        def note(_connection, _cursor, statement, *_):
            if statement.lstrip().upper().startswith("SELECT"):
                seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return collect
