"""Pages are asked for on the Monday on which everything else in the tests happens."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
import time_machine
from sqlalchemy import event

from backend.database import db
from tests.console.pages import Case
from tests.factories import MONDAY


@pytest.fixture(autouse=True)
def _on_monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def case(app, make, dora):
    """A client with site, contract and contact, a ticket, and two technicians."""
    return Case(make, dora)


@pytest.fixture
def desk(as_, dora):
    """The browser of the dispatcher."""
    return as_(dora)


@pytest.fixture
def queries(app):
    """Return a block that collects the statements sent within it."""

    @contextmanager
    def collect():
        seen = []

        def note(_connection, _cursor, statement, *_):
            if not statement.upper().startswith(("BEGIN", "PRAGMA")):
                seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return collect
