"""Reads that run thousands of times a second, compiled once.

SQLAlchemy needs several times what SQLite does to compare a statement with those it compiled before, to open a session
and a transaction, and to make rows. Calendars ask again and again whether anything changed, so that counts there, and
only there: everything else reads through the session.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, Select

from forumhub.database import db

Convert = Callable[[Any], Any]


class Prepared:
    """A SELECT by named values, read on a connection of its own, beside the request's transaction and its locks."""

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, **values: str | int) -> list[list[Any]]:
        """Values in the order of the columns, as their types give them."""
        engine = db.engine
        compiled = self._compiled.get(engine.dialect.name)
        if compiled is None:
            compiled = self._compiled[engine.dialect.name] = _Compiled(self._statement, engine)
        return compiled.rows(engine, values)


class _Disconnected(Exception):
    """The connection was lost before the answer, so that a new one may be asked."""


class _Compiled:
    """For one dialect: its text, how it takes values, and what is to be converted of a row."""

    def __init__(self, statement: Select[*tuple[Any, ...]], engine: Engine) -> None:
        dialect = engine.dialect
        compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        self._sql, self._fixed, self._order = str(compiled), dict(compiled.params), compiled.positiontup
        types = [column.type.dialect_impl(dialect) for column in statement.selected_columns]
        converts = enumerate(each.result_processor(dialect, None) for each in types)
        self._converts: list[tuple[int, Convert]] = [(at, convert) for at, convert in converts if convert]

    def rows(self, engine: Engine, values: dict[str, str | int]) -> list[list[Any]]:
        named = {**self._fixed, **values}
        given: Any = [named[name] for name in self._order] if self._order is not None else named
        try:
            rows = self._read(engine, given)
        except _Disconnected:
            engine.dispose()  # the server was restarted: no connection that was opened before works
            rows = self._read(engine, given)
        for at, convert in self._converts:
            known: dict[Any, Any] = {}  # rows of a join repeat what they have in common
            for row in rows:
                value = row[at]
                if value not in known:
                    known[value] = convert(value)
                row[at] = known[value]
        return rows

    def _read(self, engine: Engine, given: Any) -> list[list[Any]]:
        """Whoever listens to what the database is asked hears of this, too. Raises _Disconnected."""
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            for listener in engine.dispatch.before_cursor_execute:
                listener(connection, cursor, self._sql, given, None, False)
            cursor.execute(self._sql, given)
            rows = [list(row) for row in cursor.fetchall()]
            cursor.close()
        except engine.dialect.loaded_dbapi.Error as error:
            if engine.dialect.is_disconnect(error, connection.dbapi_connection, None):
                connection.invalidate(error)
                raise _Disconnected from error
            raise
        finally:
            connection.close()
        return rows
