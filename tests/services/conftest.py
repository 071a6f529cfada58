"""Fixtures for the tests of services."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from backend.database import db
from tests.factories import actor
from tests.services.desk import Desk
from tests.services.visit import Visit


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


@pytest.fixture
def dora(make):
    """A dispatcher."""
    return actor(make.user())


@pytest.fixture
def desk(make, now, dora):
    """The dispatcher's desk, with a ticket in hand."""
    return Desk(make, now, dora)


@pytest.fixture
def visit(make, now):
    """A visit under way, its report ready to freeze."""
    return Visit(make, now)
