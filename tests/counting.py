"""Counts what is asked of the database, for tests of lists: a page asks a constant number of times."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event


@contextmanager
def counted(*verbs: str) -> Iterator[list[str]]:
    """The statements made inside, SELECTs unless others are named, as a list that fills; of a batch each row counts."""
    seen: list[str] = []

    def note(_connection, _cursor, statement: str, values, _context, executemany: bool) -> None:
        if statement.startswith(verbs or ("SELECT",)):
            seen.extend([statement] * (len(values) if executemany else 1))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)
