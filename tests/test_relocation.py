"""From SQLite to PostgreSQL, with everything."""

from dataclasses import replace

import pytest
from flask_migrate import upgrade
from sqlalchemy import create_engine, func, select

from backend.app import create_app
from backend.database import Base, db
from backend.domain.missions import MissionStatus
from backend.models import Client, Mission, User
from backend.services import devices
from tests.factories import Make
from tests.stores import SQLiteStore


@pytest.fixture
def target(settings, store):
    """The URL of an empty database with tables."""
    url = store.empty()
    app = create_app(replace(settings, database_url=url))
    with app.app_context():
        upgrade()
        db.engine.dispose()
    yield url
    store.drop(url)


@pytest.fixture
def source(settings, tmp_path):
    """An application on SQLite."""
    app = create_app(replace(settings, database_url=SQLiteStore(tmp_path).fresh()))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def counts(engine):
    with engine.connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
        }


def copy(app, url):
    return app.test_cli_runner().invoke(args=["copy-to", url])


def test_every_row_arrives_and_phones_start_anew(source, target):
    make = Make()
    technician = make.technician(first_name="Zoé")
    client = make.client(lead_technician_id=technician.id)
    make.user(client_id=client.id)
    mission = make.planned_mission(technician, ticket=make.ticket(client))
    make.report(mission)
    epoch = devices.current_epoch()
    db.session.rollback()
    result = copy(source, target)
    assert result.exit_code == 0, result.output
    engine = create_engine(target)
    assert counts(engine) == counts(db.engine)
    with engine.connect() as connection:
        there = connection.execute(select(Mission)).one()
        assert there.starts_at == mission.starts_at
        assert there.status is MissionStatus.PLANNED
        assert there.todo == mission.todo
        assert connection.scalar(select(func.count()).where(User.client_id == client.id)) == 1
        assert connection.scalar(select(Client.lead_technician_id)) == technician.id
        other = connection.scalar(select(Base.metadata.tables["sync_meta"].c.epoch))
    assert other != epoch
    engine.dispose()


def test_a_target_with_rows_is_left_alone(source, target):
    Make().user()
    db.session.rollback()
    assert copy(source, target).exit_code == 0
    again = copy(source, target)
    assert again.exit_code == 1
    assert "not empty" in again.output
