"""The database of an installation, through a connection of our own: what no screen can hide."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, create_engine, event, select
from sqlalchemy.orm import Session

from backend.config import with_driver
from backend.models import Contract
from tests.e2e.stack import Stack


@contextmanager
def records(stack: Stack) -> Iterator[Session]:
    """Yield a session beside the server's own; nothing is kept unless the test commits."""
    engine = _engine(stack)
    with Session(engine) as session:
        yield session
    engine.dispose()


def one_of(stack: Stack, model: Any, **values: Any) -> Any:
    """Return the only row of `model` with these values, detached."""
    with records(stack) as session:
        found = session.scalars(select(model).filter_by(**values)).one()
        session.expunge(found)
        return found


def hours_left(stack: Stack, contract_number: str) -> int:
    """Return how many minutes the bank of a contract holds."""
    left = one_of(stack, Contract, number=contract_number).bank_minutes
    assert left is not None
    return int(left)


def as_id(text: str) -> UUID:
    """Return the id at the end of an address such as `/missions/<id>`."""
    return UUID(text.rstrip("/").rpartition("/")[2])


def _engine(stack: Stack) -> Engine:
    if stack.database_url:
        return create_engine(with_driver(stack.database_url))
    engine = create_engine(f"sqlite:///{stack.folder / 'nomade.db'}")
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=ON"))
    return engine
