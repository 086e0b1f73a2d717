"""Registrations of before get codes that hold."""

from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from forumhub.database import db
from forumhub.registration.checkin.codes import read
from tests.test_migrations import AT, empty_app  # noqa: F401 - a fixture

ROWS = (
    "INSERT INTO register (id, code) VALUES (1, 'HLM')",
    "INSERT INTO event (id, register_id, kind, titles, description, description_html, state, state_reason, "
    "local_start, local_end, timezone, starts_at, ends_at, city, venue, languages, access, clause, places_taken, "
    f"sequence, changed_at, lock_version, example, created_at, ulid) VALUES (1, 1, 'forum', '{{}}', '', '', "
    f"'confirmed', '', {AT}, {AT}, 'UTC', {AT}, {AT}, '{{}}', '', '[]', 'parties', '', 2, 0, {AT}, 1, false, {AT}, "
    "'1')",
    *(
        "INSERT INTO person (id, name, own_name, title, language, timezone, ulid) "
        f"VALUES ({number}, 'Li Wei', '', '', 'en', 'UTC', '{number}')"
        for number in (1, 2)
    ),
    *(
        "INSERT INTO registration (event_id, person_id, state, created_at, changed_at, calendar_sequence, in_calendar, "
        f"ulid) VALUES (1, {number}, 'confirmed', {AT}, {AT}, -1, false, '{number}')"
        for number in (1, 2)
    ),
)


def test_registrations_of_before_get_a_code_each(empty_app):  # noqa: F811
    with empty_app.app_context():
        upgrade(revision="0012")
        with db.engine.begin() as connection:
            for statement in ROWS:
                connection.execute(text(statement))

        upgrade()
        with db.engine.connect() as connection:
            codes = connection.scalars(text("SELECT checkin_code FROM registration")).all()
        downgrade(revision="0012")
        columns = {column["name"] for column in inspect(db.engine).get_columns("registration")}

        assert len(set(codes)) == 2
        assert [read(code) for code in codes] == codes
        assert "checkin_code" not in columns
        db.engine.dispose()
