"""Reads that are compiled once: what they answer, what they do without their server, and who hears of them."""

import pytest
from sqlalchemy import NullPool, bindparam, column, create_engine, select, text

from forumhub.database import db
from forumhub.installation import UID_HOST, Decided
from forumhub.prepared import Prepared
from tests.counting import counted

OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> {self}"


@pytest.fixture
def host() -> Prepared:
    return Prepared(select(Decided.value).where(Decided.name == bindparam("name")))


def lose_connections() -> int:
    """As when PostgreSQL is restarted: every connection of this database ends. Returns how many."""
    elsewhere = create_engine(db.engine.url, poolclass=NullPool)
    with elsewhere.connect() as connection:
        return len(connection.execute(text(OTHERS.format(self="pg_backend_pid()"))).all())


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)  # SQLite has no server to lose
def test_a_read_outlives_a_restart_of_the_server(database, host):
    db.session.rollback()
    before = host.rows(name=UID_HOST)

    lost = lose_connections()
    after = [host.rows(name=UID_HOST) for _number in range(2)]

    assert (lost > 0, before, after) == (True, [["forumhub.example"]], [[["forumhub.example"]]] * 2)


def test_a_statement_that_is_wrong_is_not_asked_again(database):
    wrong = Prepared(select(column("nothing")))

    with counted() as asked, pytest.raises(db.engine.dialect.loaded_dbapi.Error):
        wrong.rows()

    assert len(asked) == 1


def test_who_counts_statements_sees_such_reads(database, host):
    with counted() as asked:
        host.rows(name=UID_HOST)
        host.rows(name="nothing of the kind")

    assert [statement.split()[0] for statement in asked] == ["SELECT", "SELECT"]
