"""The database: its metadata, an aware-UTC column type, and `writing()`, the way to change what others may change."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CheckConstraint, DateTime, Engine, Integer, MetaData, String, event, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import JSON, TypeDecorator
from ulid import ULID

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An instant. Takes and gives aware datetimes only, in UTC; SQLite stores it as text without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone; only wall clocks are naive")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class a_second_after(GenericFunction[datetime]):
    """The instant of a column, a second later; to the second on SQLite, as all that is stored is."""

    type = UTCDateTime()
    inherit_cache = True


@compiles(a_second_after, "sqlite")
def _second_on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"strftime('%Y-%m-%d %H:%M:%S.000000', {compiler.process(element.clauses, **options)}, '+1 second')"


@compiles(a_second_after, "postgresql")
def _second_on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)} + interval '1 second')"


class utc_year(GenericFunction[int]):
    """The year in UTC of a column that holds an instant."""

    type = Integer()
    inherit_cache = True


@compiles(utc_year, "sqlite")
def _year_on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST(strftime('%Y', {compiler.process(element.clauses, **options)}) AS INTEGER)"


@compiles(utc_year, "postgresql")
def _year_on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST(extract(year FROM {compiler.process(element.clauses, **options)} AT TIME ZONE 'UTC') AS INTEGER)"


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


# On the registry, since the class that Flask-SQLAlchemy makes of Base shares it.
Base.registry.update_type_annotation_map(
    {datetime: UTCDateTime(), dict[str, str]: JSON(), dict[str, Any]: JSON(), list[str]: JSON()}
)


db = SQLAlchemy(model_class=Base)
SLICE = 500
_COMMITS = "commits"

if TYPE_CHECKING:

    class Model(Base):
        __abstract__ = True
else:
    Model = db.Model


Row = TypeVar("Row", bound=Base)


def new_ulid() -> str:
    return str(ULID())


class Addressed:
    """Gives a table the public name of its rows: a ULID, 26 characters, for URLs and logs; row numbers never leave."""

    ulid: Mapped[str] = mapped_column(String(26), unique=True, default=new_ulid)


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(f"{column} in ({', '.join(repr(value) for value in values)})", name=column)


@contextmanager
def writing() -> Iterator[None]:
    """One write transaction: commits at its end, rolls back on any exception.

    It drops the snapshot that earlier reads of the request hold and begins anew, IMMEDIATE on SQLite, so that
    what is read inside is what is decided on. On PostgreSQL the action takes the row lock (`locked`) that it
    needs; where that ends in a circle of waiting, the request is done again (`web.Application`). Slow work (hashing,
    Markdown, files) comes before it.
    """
    session = db.session
    if session.info.get("writing"):
        raise RuntimeError("writing() does not nest: the request is one transaction")
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("a change was made before writing(): it would be lost")
    session.rollback()
    with _turn(session.get_bind().engine):
        session.info["writing"] = True
        try:
            session.connection(execution_options={"begin_immediate": True})
            yield
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop("writing", None)


@contextmanager
def _turn(engine: Engine) -> Iterator[None]:
    """Waits until it is one's turn to write to SQLite, among all threads and processes of this machine.

    SQLite alone serves whoever happens to ask when its lock is free, and who has waited long asks ever more seldom: of
    200 who apply at once, some waited until they were refused. The kernel wakes all who wait. Where there is no flock
    (Windows), and on PostgreSQL, whose row locks have a queue, nothing is done.
    """
    path = engine.url.database
    if fcntl is None or engine.dialect.name != "sqlite" or not path or path == ":memory:":
        yield
        return
    with open(f"{path}.turn", "a") as file:  # closing it gives the turn away, as does the end of the process
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def locked(model: type[Row], row_id: int) -> Row:
    """The row, read anew and locked until the transaction ends (FOR UPDATE; SQLite holds its one write lock already).

    Raises sqlalchemy.exc.NoResultFound where the row is gone.
    """
    statement = select(model).where(model.id == row_id).with_for_update(of=model)  # type: ignore[attr-defined]
    return db.session.execute(statement.execution_options(populate_existing=True)).unique().scalar_one()


def is_to_be_done_again(error: DBAPIError) -> bool:
    """Whether PostgreSQL gave a transaction up for another's sake, where both waited in a circle (deadlock_detected) or
    could not be put one after the other (serialization_failure): nothing of it was done, and it can be done anew.
    """
    return getattr(error.orig, "sqlstate", None) in {"40P01", "40001"}


def commits() -> int:
    """How many transactions of this session, which is one request's, were committed so far."""
    return int(db.session.info.get(_COMMITS, 0))


@event.listens_for(db.session, "after_commit")
def _count(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info[_COMMITS] = session.info.get(_COMMITS, 0) + 1


def key_of(row: Base) -> int:
    """The id of a row that was read, without asking for it again where the transaction that read it is over."""
    identity = inspect(row).identity
    assert identity is not None
    return int(identity[0])


def in_slices(ids: Iterable[int]) -> Iterator[list[int]]:
    """SLICE of them at a time: PostgreSQL binds at most 65,535 values in a statement, and SQLite may take 32,766."""
    listed = list(ids)
    for start in range(0, len(listed), SLICE):
        yield listed[start : start + SLICE]


def upsert(model: type[Base]) -> Any:
    """INSERT with ON CONFLICT, which each of the two databases has in its own dialect."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(model)


def _lower(text: Any) -> Any:
    return text.lower() if isinstance(text, str) else text


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # BEGIN is ours, see below
    connection.create_function("lower", 1, _lower, deterministic=True)  # its own knows ASCII alone
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "busy_timeout = 15000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        immediate = connection.get_execution_options().get("begin_immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
