"""Migrations lead to the models, up and down, on both databases."""

from pathlib import Path

import pytest
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect, text

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


def test_series_of_before_keep_their_rules_rotations_and_turns(empty_app):
    with empty_app.app_context():
        upgrade(revision="0004")
        with db.engine.begin() as connection:
            for statement in SERIES_OF_BEFORE:
                connection.execute(text(statement))

        upgrade()
        with db.engine.connect() as connection:
            rules = connection.execute(text("SELECT series_id, from_day, rrule, minutes_long FROM series_rule")).all()
            turns = connection.execute(text("SELECT rule_id, position FROM host_turn ORDER BY position")).all()
            events = connection.execute(text("SELECT turn FROM event ORDER BY occurrence")).scalars().all()
        downgrade(revision="0004")
        with db.engine.connect() as connection:
            series = connection.execute(text("SELECT rrule, minutes_long FROM series")).all()
            hosts = connection.execute(text("SELECT series_id, position FROM host_turn ORDER BY position")).all()

        assert [(row[0], str(row[1]), *row[2:]) for row in rules] == [(1, "2016-11-25", "FREQ=YEARLY", 510)]
        assert [(len({row.rule_id for row in turns}), row.position) for row in turns] == [(1, 1), (1, 2)]
        assert events == [0, 1]
        assert series == [("FREQ=YEARLY", 510)]
        assert hosts == [(1, 1), (1, 2)]
        db.engine.dispose()


AT = "'2016-11-25 09:00:00'"
SERIES_OF_BEFORE = (
    "INSERT INTO party (id, code, names, secretariat_email, timezone, city, language) "
    "VALUES (1, 'CN', '{}', 'a@example.org', 'UTC', '{}', 'zh')",
    "INSERT INTO register (id, code) VALUES (1, 'HLM')",
    "INSERT INTO series (id, register_id, titles, kind, rrule, first_local_start, minutes_long, access, languages, "
    f"clause, example, lock_version, created_at, ulid) VALUES (1, 1, '{{}}', 'forum', 'FREQ=YEARLY', {AT}, 510, "
    f"'parties', '[]', '', false, 1, {AT}, '01')",
    "INSERT INTO host_turn (series_id, position, party_id, city, venue, timezone) VALUES (1, 1, 1, '{}', '', 'UTC')",
    "INSERT INTO host_turn (series_id, position, party_id, city, venue, timezone) VALUES (1, 2, 1, '{}', '', 'UTC')",
    *(
        "INSERT INTO event (register_id, series_id, occurrence, kind, titles, description, description_html, state, "
        "state_reason, local_start, local_end, timezone, starts_at, ends_at, city, venue, languages, access, clause, "
        "places_taken, sequence, changed_at, lock_version, example, created_at, ulid) VALUES (1, 1, "
        f"'{year}-11-25', 'forum', '{{}}', '', '', 'held', '', {AT}, {AT}, 'UTC', {AT}, {AT}, '{{}}', '', '[]', "
        f"'parties', '', 0, 0, {AT}, 1, false, {AT}, '{year}')"
        for year in (2016, 2017)
    ),
)
