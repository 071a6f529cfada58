"""The tables that migrations make are those that the code knows, on both databases."""

from dataclasses import replace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from backend.app import create_app
from backend.config import ROOT
from backend.database import Base, db
from backend.services import devices
from tests.factories import Make

SCRIPTS = ROOT / "backend" / "migrations"


@pytest.fixture
def migrated(settings, store):
    """The application on a database that the migrations made."""
    url = store.empty()
    app = create_app(replace(settings, database_url=url))
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()
    store.drop(url)


def test_there_is_one_head():
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_migrations_and_models_agree(migrated):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    assert [one for one in differences if "alembic_version" not in str(one)] == []


def test_foreign_keys_agree(migrated):
    found = inspect(db.engine)
    for table in Base.metadata.sorted_tables:
        wanted = {(key.parent.name, key.column.table.name) for key in table.foreign_keys}
        there = {
            (name, key["referred_table"])
            for key in found.get_foreign_keys(table.name)
            for name in key["constrained_columns"]
        }
        assert there == wanted, table.name


def test_the_counter_and_the_epoch_are_there(migrated):
    assert devices.current_epoch()
    assert db.session.scalar(text("SELECT value FROM sync_counter WHERE id = 1")) == 0


def test_the_database_itself_refuses_two_bookings_at_one_hour(migrated):
    make = Make()
    technician = make.technician()
    make.booking(technician)
    with pytest.raises(IntegrityError, match="slot_taken"):
        make.booking(technician)
    db.session.rollback()


def test_a_second_upgrade_changes_nothing(migrated):
    epoch = devices.current_epoch()
    db.session.rollback()
    upgrade()
    assert devices.current_epoch() == epoch


def test_what_was_migrated_can_be_taken_back(migrated):
    db.session.rollback()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
