"""Before offers, only who is registered is counted."""

from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from forumhub.database import db
from tests.registration.checkin.test_migration import ROWS
from tests.test_migrations import AT, empty_app  # noqa: F401 - a fixture

OFFERED = f"UPDATE registration SET state = 'waiting', offered_until = {AT} WHERE person_id = 2"


def test_offered_places_are_free_again_after_a_downgrade(empty_app):  # noqa: F811
    with empty_app.app_context():
        upgrade(revision="0012")
        with db.engine.begin() as connection:
            for statement in ROWS:
                connection.execute(text(statement))
        upgrade(revision="0015")
        with db.engine.begin() as connection:
            connection.execute(text(OFFERED))

        downgrade(revision="0014")
        with db.engine.connect() as connection:
            taken = connection.scalars(text("SELECT places_taken FROM event")).all()
            until = connection.scalars(text("SELECT offered_until FROM registration")).all()

        assert (taken, until) == ([1], [None, None])
        db.engine.dispose()
