"""Migrations lead to the models, up and down, on both databases."""

from pathlib import Path

import pytest
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect

from forumhub.database import db
from tests.conftest import make_app, new_postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request: pytest.FixtureRequest, tmp_path: Path, worker: str):
    if request.param == "sqlite":
        return make_app(f"sqlite:///{tmp_path}/migrated.sqlite", tmp_path)
    return make_app(new_postgres(request.getfixturevalue("postgres"), f"migrated_{worker}"), tmp_path)


def test_migrations_agree_with_models(empty_app):
    with empty_app.app_context():
        upgrade()

        check()  # exits with a message where autogenerate finds a difference

        assert set(inspect(db.engine).get_table_names()) == {*db.metadata.tables, "alembic_version"}
        db.engine.dispose()


def test_migrations_go_down_and_up_again(empty_app):
    with empty_app.app_context():
        upgrade()

        downgrade(revision="base")
        left = inspect(db.engine).get_table_names()
        upgrade()

        assert left == ["alembic_version"]
        assert set(inspect(db.engine).get_table_names()) == {*db.metadata.tables, "alembic_version"}
        db.engine.dispose()
