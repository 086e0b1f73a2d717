"""Reads of lists, of their lines, and of the people whom they may name."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events.models import Event, EventParty
from forumhub.parties import policy
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader
from forumhub.registration.lists.choices import GUEST
from forumhub.registration.lists.models import DelegateList, DelegateListLine
from forumhub.registration.lists.rules import DRAFT, NOT_TAKEN, PENDING, RUNNING, Known
from forumhub.registration.models import Registration

AT_ONCE = 500
"""Addresses in one statement: SQLite takes 32,766 parameters at most, and plans better with few."""
_SAID = (Person.id, Person.ulid, Person.name, Person.own_name, Person.email)


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """Lists are their event's organizers'; before it is imported, a file is its uploader's alone."""
    begun = (DelegateList.state != DRAFT) | (DelegateList.person_id == reader.person_id)
    return DelegateList.event_id.in_(_organized(reader)) & begun


def _organized(reader: Reader) -> Select[int]:
    return select(EventParty.event_id).where(EventParty.party_id.in_(sorted(reader.parties_as(policy.ORGANIZER))))


def get_list(ulid: str, reader: Reader) -> DelegateList:
    """Raises NotFound."""
    found = db.session.scalar(select(DelegateList).where(DelegateList.ulid == ulid, visible_to(reader)))
    if found is None:
        raise NotFound
    return found


def lists_of(event: Event, reader: Reader) -> list[DelegateList]:
    """The newest ten of the event."""
    statement = select(DelegateList).where(DelegateList.event_id == event.id, visible_to(reader))
    return list(db.session.scalars(statement.order_by(DelegateList.id.desc()).limit(10)))


def running_lists() -> list[int]:
    """Row ids of those that the worker goes on with, the oldest first."""
    statement = select(DelegateList.id).where(DelegateList.state == RUNNING)
    return list(db.session.scalars(statement.order_by(DelegateList.started_at, DelegateList.id)))


def lines_of(list_id: int, outcome: str = "") -> Select[DelegateListLine]:
    """In the order of the file; `outcome` 'not_taken' stands for all that are no delegate of their own."""
    statement = select(DelegateListLine).where(DelegateListLine.list_id == list_id)
    if outcome == "not_taken":
        statement = statement.where(DelegateListLine.outcome.in_(NOT_TAKEN))
    elif outcome:
        statement = statement.where(DelegateListLine.outcome == outcome)
    return statement.order_by(DelegateListLine.number)


def pending_lines(list_id: int, most: int) -> list[DelegateListLine]:
    return list(db.session.scalars(lines_of(list_id, PENDING).limit(most)))


def outcomes_of(list_id: int) -> dict[str, int]:
    """How many lines have each outcome."""
    statement = select(DelegateListLine.outcome, func.count()).where(DelegateListLine.list_id == list_id)
    return dict(db.session.execute(statement.group_by(DelegateListLine.outcome)).all())


def known_people(event: Event, reader: Reader, emails: Iterable[str], list_id: int | None = None) -> list[Known]:
    """Whom a list may name: who stands at the event, whom the reader may know, and who has one of these addresses.

    Those of whom the list's own lines speak already are left out. Four queries, and one for each 500 addresses.
    """
    spoken_of = set(db.session.scalars(_spoken_of(list_id))) if list_id else set()
    codes = dict(db.session.execute(select(Party.id, Party.code)).all())
    found: dict[int, Known] = {}
    for row, visible in (*_here(event), *_visible(reader), *_addressed(emails)):
        person_id, ulid, name, own_name, email, party_id, state = row
        if person_id not in spoken_of and person_id not in found:
            party = codes.get(party_id, GUEST)
            found[person_id] = Known(ulid, name, own_name, email or "", party, state or "", visible)
    return list(found.values())


def _spoken_of(list_id: int) -> Select[int]:
    lines = select(DelegateListLine.registration_id).where(DelegateListLine.list_id == list_id)
    return select(Registration.person_id).where(Registration.id.in_(lines))


def _here(event: Event) -> Iterator[tuple[Any, bool]]:
    statement = select(*_SAID, Registration.party_id, Registration.state).join(
        Registration, Registration.person_id == Person.id
    )
    for row in db.session.execute(statement.where(Registration.event_id == event.id).order_by(Registration.id)):
        yield row, True


def _visible(reader: Reader) -> Iterator[tuple[Any, bool]]:
    """People of the reader's own parties, and those who were at events that they organize."""
    met = select(Registration.person_id).where(Registration.event_id.in_(_organized(reader)))
    known = Person.party_id.in_(sorted(reader.party_ids)) | Person.id.in_(met)
    for row in db.session.execute(select(*_SAID, Person.party_id).where(known).order_by(Person.id)):
        yield (*row, ""), True


def _addressed(emails: Iterable[str]) -> Iterator[tuple[Any, bool]]:
    ordered = sorted(set(emails) - {""})
    for first in range(0, len(ordered), AT_ONCE):
        some = Person.email.in_(ordered[first : first + AT_ONCE])
        for row in db.session.execute(select(*_SAID, Person.party_id).where(some)):
            yield (*row, ""), False


def people_by_ulid(ulids: Iterable[str]) -> dict[str, Person]:
    statement = select(Person).where(Person.ulid.in_(sorted(ulids)))
    return {person.ulid: person for person in db.session.scalars(statement)}


def registrations_of(event_id: int, ulids: Iterable[str]) -> dict[str, int]:
    """Row ids by the ULIDs of people, of their registrations for the event. One query for each 500."""
    ordered, found = sorted(ulids), {}
    for first in range(0, len(ordered), AT_ONCE):
        statement = (
            select(Person.ulid, Registration.id)
            .join(Registration, Registration.person_id == Person.id)
            .where(Registration.event_id == event_id, Person.ulid.in_(ordered[first : first + AT_ONCE]))
        )
        found.update(dict(db.session.execute(statement).all()))
    return found
