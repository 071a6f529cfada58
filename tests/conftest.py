"""What every test stands on: an application on a fresh database, and the people of the firm."""

from __future__ import annotations

import pytest

from backend.app import create_app
from backend.config import Settings
from backend.database import db
from backend.domain.actors import Actor
from backend.keys import ensure_keys
from tests.factories import MONDAY, Make
from tests.people import Browser, person, sign_in
from tests.stores import open_store


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    """Where fresh databases come from."""
    with open_store(tmp_path_factory.mktemp("store")) as found:
        yield found


@pytest.fixture(scope="session")
def keys(tmp_path_factory):
    """Keys for all tests: making them takes a while."""
    return ensure_keys(tmp_path_factory.mktemp("keys"), {})


@pytest.fixture
def settings(store, keys, tmp_path):
    """Settings with a fresh database and cheap hashing; `replace()` what a test is about."""
    url = store.fresh()
    yield Settings(
        instance=tmp_path,
        database_url=url,
        base_url="http://localhost",
        keys=keys,
        huey_url=f"sqlite:///{tmp_path / 'huey.db'}",
        blobs=tmp_path / "blobs",
        argon2_memory_kib=8,
        argon2_passes=1,
        argon2_lanes=1,
    )
    store.drop(url)


@pytest.fixture
def app(settings):
    """The application, in its context."""
    app = create_app(settings)
    app.test_client_class = Browser
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def now():
    """The instant at which a test happens."""
    return MONDAY


@pytest.fixture
def make(app):
    """Test data."""
    return Make()


@pytest.fixture
def client(app):
    """The browser of somebody who is not signed in."""
    return app.test_client()


@pytest.fixture
def as_(app):
    """Return a browser in which a person (an Actor or a User) is signed in."""

    def signed_in(who) -> Browser:
        user_id = who.user_id if isinstance(who, Actor) else who.id
        return sign_in(app.test_client(), user_id)

    return signed_in


@pytest.fixture
def alice(app):
    """A technician."""
    return person("alice")


@pytest.fixture
def bob(app):
    """Another technician, who must never see what is Alice's."""
    return person("bob")


@pytest.fixture
def dora(app):
    """The dispatcher."""
    return person("dora")


@pytest.fixture
def dirk(app):
    """The technical director."""
    return person("dirk")


@pytest.fixture
def bea(app):
    """The back office."""
    return person("bea")


@pytest.fixture
def hanna(app):
    """Human resources."""
    return person("hanna")


@pytest.fixture
def adam(app):
    """The administrator."""
    return person("adam")
