"""One use case, one commit."""

import pytest
from sqlalchemy import func, select

from backend.database import db, transaction
from backend.models import Client


def test_a_transaction_within_another_is_a_mistake_and_writes_nothing(app, make):
    def nested():
        with transaction():
            db.session.add(Client(name="Half", scope_id="client:half", search=""))
            with transaction():
                pass

    with pytest.raises(RuntimeError):
        nested()
    assert db.session.scalar(select(func.count()).select_from(Client)) == 0
    with transaction():
        make.client()
    assert db.session.scalar(select(func.count()).select_from(Client)) == 1
