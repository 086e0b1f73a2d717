"""What many tests begin with is arranged once for each database; from then on, the rows that this wrote are put in.

The same arrangement, begun with the same rows, writes the same rows. So it is found by the rows before it, all of
them: where a test changed anything first, or began otherwise, it is arranged anew.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import wraps
from hashlib import sha256
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import Connection

from forumhub.database import db

Value = TypeVar("Value")
Rows = dict[str, list[Any]]
"""By table, its rows as the driver gives and takes them: tuples on SQLite, lines of COPY on PostgreSQL."""


def keep(app: Flask, name: Hashable, arrange: Callable[[], Value]) -> Value:
    """What `arrange` returns, a plain value, once it has committed. Needs an app context, and no open transaction."""
    kept: dict[Any, tuple[Any, Rows]] = app.extensions.setdefault("tests.kept", {})
    before = written()
    key = name, fingerprint(before)
    if key in kept:
        value: Value = kept[key][0]
        put_in(kept[key][1])
        return value
    value = arrange()
    after = written()
    kept[key] = (
        value,
        {each: after.get(each, []) for each in {**before, **after} if after.get(each) != before.get(each)},
    )
    return value


def kept(method: Callable[[Any], Value]) -> Callable[[Any], Value]:
    """For a method that arranges something in its `world`."""

    @wraps(method)
    def arranged(self: Any) -> Value:
        return keep(self.world.app, (type(self), method.__name__), lambda: method(self))

    return arranged


def written() -> Rows:
    """All rows, those of the session too: it commits."""
    db.session.commit()
    with db.engine.connect() as connection:
        tables, read = filled(connection), _copied if connection.dialect.name == "postgresql" else _selected
        return {table: read(connection, table) for table in tables}


def fingerprint(rows: Rows) -> str:
    """The same wherever rows lie in their tables, which PostgreSQL decides."""
    return sha256(repr(sorted((table, sorted(map(repr, its))) for table, its in rows.items())).encode()).hexdigest()


def filled(connection: Connection) -> list[str]:
    """The names of the tables that have rows. Most have none, and asking all at once costs little."""
    names = [name for name in db.metadata.tables if name != "alembic_version"]
    asked = " UNION ALL ".join(f"""SELECT '{name}' WHERE EXISTS (SELECT 1 FROM "{name}")""" for name in names)
    found = list(connection.exec_driver_sql(asked).scalars())
    connection.rollback()
    return found


def put_in(rows: Rows) -> None:
    """In place of what these tables hold, whatever refers to it."""
    with db.engine.connect() as connection, unreferenced(connection) as cursor:
        for table, its in rows.items():
            cursor.execute(f'DELETE FROM "{table}"')
            if its and connection.dialect.name == "postgresql":
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(b"".join(its))
            elif its:
                cursor.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(its[0]))})', its)


@contextmanager
def unreferenced(connection: Connection) -> Iterator[Any]:
    """A driver's cursor in a transaction in which no reference is checked and nothing cascades."""
    raw, on_postgresql = connection.connection, connection.dialect.name == "postgresql"
    cursor = raw.cursor()
    if on_postgresql:
        cursor.execute("SET LOCAL session_replication_role = replica")
    else:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("BEGIN IMMEDIATE")
    try:
        yield cursor
        raw.commit()
    except BaseException:
        raw.rollback()
        raise
    finally:
        if not on_postgresql:
            cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()


def _selected(connection: Connection, table: str) -> list[Any]:
    return [tuple(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"')]


def _copied(connection: Connection, table: str) -> list[Any]:
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(copy).splitlines(keepends=True)
