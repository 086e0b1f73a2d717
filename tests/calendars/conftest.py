"""The pure tests run without an app, which would otherwise pin the time-zone data to the package."""

import zoneinfo
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from forumhub.database import db

zoneinfo.reset_tzpath(())
zoneinfo.ZoneInfo.clear_cache()


@pytest.fixture
def statements(app):
    """A context in which every SQL statement is noted, in order."""
    with app.app_context():
        engine = db.engine

    @contextmanager
    def noted():
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_others):
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        yield seen
        event.remove(engine, "before_cursor_execute", note)

    return noted
