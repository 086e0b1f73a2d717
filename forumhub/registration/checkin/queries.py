"""Reads for the door of an event. Its organizers alone see them."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import joinedload

from forumhub.database import db
from forumhub.events.models import Event
from forumhub.parties import policy
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader
from forumhub.registration.checkin.models import Scan
from forumhub.registration.checkin.rules import EXPECTED, STATES_SHOWN, WELCOME
from forumhub.registration.models import Registration
from forumhub.registration.queries import visible_to
from forumhub.registration.rules import ABSENT, APPLIED, ATTENDED

LATEST = 5


class Attendance(NamedTuple):
    """How many came, are still expected, and were marked as absent; `unconfirmed`: of those expected, who applied."""

    came: int
    expected: int
    absent: int
    unconfirmed: int

    @property
    def missing(self) -> int:
        """Who becomes absent when the doors are closed: an application that nobody confirmed stays one."""
        return self.expected - self.unconfirmed


def attendance_of(event: Event, reader: Reader) -> Attendance:
    statement = (
        select(Registration.state, func.count().label("number"))
        .where(Registration.event_id == event.id, visible_to(reader))
        .group_by(Registration.state)
    )
    numbers = {row.state: row.number for row in db.session.execute(statement)}
    expected = sum(numbers.get(state, 0) for state in EXPECTED)
    return Attendance(numbers.get(ATTENDED, 0), expected, numbers.get(ABSENT, 0), numbers.get(APPLIED, 0))


def find_at_door(ulid: str, reader: Reader) -> Registration | None:
    return db.session.scalar(select(Registration).where(Registration.ulid == ulid, visible_to(reader)))


def find_by_code(code: str) -> Registration | None:
    """Of whatever event: the caller decides what the reader may know of it."""
    return db.session.scalar(select(Registration).where(Registration.checkin_code == code))


def find_scan(event_id: int, ulid: str) -> Scan | None:
    statement = select(Scan).where(Scan.event_id == event_id, Scan.ulid == ulid)
    return db.session.scalar(statement.options(joinedload(Scan.registration)))


def came_at(registration: Registration) -> datetime | None:
    """When somebody who is in was let in first; without a scan, when it was recorded. None where they are not in."""
    if registration.state != ATTENDED:
        return None
    first = select(func.min(Scan.scanned_at)).where(_standing(), Scan.registration_id == registration.id)
    return db.session.scalar(first) or registration.changed_at


def _standing() -> ColumnElement[bool]:
    return (Scan.outcome == WELCOME) & Scan.undone_at.is_(None)


def latest_welcomes(event: Event) -> list[Scan]:
    """Whom all the phones of this event let in last. One query."""
    statement = select(Scan).where(Scan.event_id == event.id, _standing()).options(joinedload(Scan.registration))
    return list(db.session.scalars(statement.order_by(Scan.scanned_at.desc(), Scan.id.desc()).limit(LATEST)))


def at_the_door(
    event: Event, reader: Reader, *, show: str = "", party: str = "", search: str = ""
) -> Select[Registration]:
    """Who is expected, in or absent (`show`; empty: all three), by name: for a list that is looked through in haste."""
    states = STATES_SHOWN.get(show) or frozenset.union(*STATES_SHOWN.values())
    return (
        select(Registration)
        .join(Registration.person)
        .outerjoin(Registration.party)
        .where(Registration.event_id == event.id, visible_to(reader), Registration.state.in_(sorted(states)))
        .where(Party.code == party if party else true(), _named(search) if search else true())
        .order_by(Person.name, Person.id)
    )


def _named(search: str) -> ColumnElement[bool]:
    """Small letters find capitals in every alphabet: SQLite's own comparison folds the Latin ones alone."""
    columns, written = (Person.name, Person.own_name, Person.email), {search, search.title(), search.upper()}
    return or_(*(column.icontains(text, autoescape=True) for column in columns for text in sorted(written)))


def may_know(reader: Reader, registration: Registration) -> bool:
    """Whether to name the person, or the event, of a code that was scanned at another door."""
    return policy.may_organize(reader, registration.event.party_ids)
