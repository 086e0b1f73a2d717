"""`writing()` decides on what holds now, on both databases, whoever else writes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from forumhub.database import db, locked, writing
from forumhub.installation import Decided, decide, decided
from forumhub.parties.models import Party


def add_party(code: str = "CN") -> Party:
    party = Party(code=code, names={"en": "0"}, timezone="UTC", city={}, secretariat_email="s@example.org")
    db.session.add(party)
    return party


def test_writing_commits_at_its_end(database):
    with writing():
        decide("motto", "兑现承诺")

    db.session.remove()
    assert decided("motto") == "兑现承诺"


def test_writing_rolls_back_on_an_exception(database):
    with pytest.raises(ZeroDivisionError):
        decide_and_fail("motto", "забыто")

    assert decided("motto") is None


def decide_and_fail(name: str, value: str) -> None:
    with writing():
        decide(name, value)
        raise ZeroDivisionError


def test_writing_refuses_to_nest(database):
    with pytest.raises(RuntimeError, match="does not nest"), writing(), writing():
        pass

    with writing():
        decide("motto", "works again")
    assert decided("motto") == "works again"


def test_writing_refuses_to_lose_an_earlier_change(database):
    db.session.add(Decided(name="early", value="x"))

    with pytest.raises(RuntimeError, match="would be lost"), writing():
        pass

    db.session.rollback()


def test_writing_reads_again_what_changed_since_the_request_began(app):
    with app.app_context():
        with writing():
            party = add_party()
        party_id = party.id
        stale = db.session.get(Party, party_id).names  # a snapshot is open now
        with ThreadPoolExecutor(1) as pool:
            pool.submit(rename, app, party_id, "new").result()

        with writing():
            seen = locked(Party, party_id).names

        assert (stale, seen) == ({"en": "0"}, {"en": "new"})


def rename(app, party_id: int, name: str) -> None:
    with app.app_context(), writing():
        locked(Party, party_id).names = {"en": name}


def count_up(app, party_id: int) -> None:
    with app.app_context():
        db.session.get(Party, party_id)  # a reader first, as every request is
        with writing():
            party = locked(Party, party_id)
            party.names = {"en": str(int(party.names["en"]) + 1)}


def test_writing_loses_no_update_under_forty_threads(app):
    with app.app_context():
        with writing():
            party = add_party()
        party_id = party.id

    with ThreadPoolExecutor(40) as pool:
        outcomes = [task.result() for task in [pool.submit(count_up, app, party_id) for _ in range(40)]]

    assert outcomes == [None] * 40
    with app.app_context():
        assert db.session.get(Party, party_id).names == {"en": "40"}


def test_an_instant_comes_back_aware_and_in_utc(database):
    moment = datetime(2026, 11, 25, 14, 0, tzinfo=timezone(timedelta(hours=8)))
    with writing():
        db.session.add(Party(code="X", names={}, timezone="UTC", city={}, secretariat_email="x@example.org"))
        db.session.add(audit_entry(moment))

    from forumhub.audit import AuditEntry

    found = db.session.scalar(select(AuditEntry.at))
    assert (found, found.tzinfo) == (datetime(2026, 11, 25, 6, 0, tzinfo=UTC), UTC)


def audit_entry(moment: datetime):
    from forumhub.audit import AuditEntry

    return AuditEntry(at=moment, act="x", subject="x", details={})


def test_a_naive_instant_is_refused(database):
    with pytest.raises(Exception, match="needs a time zone"), writing():
        db.session.add(audit_entry(datetime(2026, 11, 25)))
