"""Links of before show what they showed: one's own meetings, and those of one's parties."""

from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from forumhub.database import db
from tests.test_migrations import AT, empty_app  # noqa: F401 - a fixture

ULID = "01JDM3Q8Z0A1B2C3D4E5F6G7H8"
OTHERS = [f"series/{ULID}", "party/CN", f"event/{ULID}", "due"]
ROWS = (
    "INSERT INTO person (id, name, own_name, title, language, timezone, ulid) "
    f"VALUES (1, '李伟', '', '', 'zh', 'Asia/Shanghai', '{ULID}')",
    "INSERT INTO account (id, person_id, email, active, operator, fs_uniquifier, created_at) "
    f"VALUES (1, 1, 'li@example.org', true, false, 'x', {AT})",
    *(
        "INSERT INTO calendar_subscription "
        "(token_sha256, account_id, collection, label, created_at, last_client, ulid) VALUES "
        f"('{number}', 1, '{collection}', '', {AT}, '', '{number}')"
        for number, collection in enumerate([f"person/{ULID}", *OTHERS])
    ),
)


def collections() -> list[str]:
    with db.engine.connect() as connection:
        return list(connection.scalars(text("SELECT collection FROM calendar_subscription ORDER BY token_sha256")))


def test_links_of_before_become_links_to_all_that_they_showed(empty_app):  # noqa: F811
    with empty_app.app_context():
        upgrade(revision="0024")
        with db.engine.begin() as connection:
            for statement in ROWS:
                connection.execute(text(statement))

        upgrade(revision="0025")
        now = collections()
        downgrade(revision="0024")
        before = collections()

        assert (now, before) == ([f"all/{ULID}", *OTHERS], [f"person/{ULID}", *OTHERS])
        db.engine.dispose()
