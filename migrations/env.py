"""Alembic's environment: the app's engine and metadata, SQLite in batch mode with its foreign keys off."""

from typing import Any

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import Connection

from forumhub.database import UTCDateTime

database = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | bool:
    """A migration must not import our types: they may change, it may not."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def compare_type(ctx: Any, inspected: Any, declared: Any, inspected_type: Any, declared_type: Any) -> bool | None:
    """An instant is a DATETIME on SQLite, which knows no zones."""
    if isinstance(declared_type, UTCDateTime):
        return not isinstance(inspected_type, sa.DateTime)
    return None


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=compare_type,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_on_sqlite(connection: Connection) -> None:
    """A batch rewrites a table by dropping it; with foreign keys on, that would delete what cascades from it."""
    raw = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys = OFF")
    try:
        run(connection)
        broken = raw.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        raw.execute("PRAGMA foreign_keys = ON")
    if broken:
        raise RuntimeError(f"the migration left rows whose references are gone: {broken[:5]}")


with database.engine.connect() as connection:
    if connection.dialect.name == "sqlite":
        run_on_sqlite(connection)
    else:
        run(connection)
