"""Who was there: for the minutes, and for whatever else is written after a meeting."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, exists, select, true

from forumhub.database import db
from forumhub.events.models import Event
from forumhub.parties import policy
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader
from forumhub.registration.models import Registration
from forumhub.registration.queries import settings_of
from forumhub.registration.rules import (
    ABSENT,
    APPLIED,
    ATTENDED,
    CONFIRMED,
    DECLINED,
    FUNCTIONS,
    INVITED,
    NAMES,
    WAITING,
    WITHDRAWN,
)

BY_FUNCTION = case({function: place for place, function in enumerate(FUNCTIONS)}, value=Registration.function)


@dataclass(frozen=True)
class Presence:
    """`recorded`: somebody was checked in, so these attended; else they are who is confirmed."""

    recorded: bool
    registrations: list[Registration]


def presence_at(event: Event, reader: Reader) -> Presence:
    """By the codes of parties, guests last; of each, persons by precedence, function and name.

    Who attended sat in the room with all others, so every writer of the minutes reads their names. Of who is only
    confirmed the reader sees those of their own party, and of others where they organize or the event shows names.
    """
    recorded = _is_recorded(event)
    statement = (
        select(Registration)
        .join(Registration.person)
        .outerjoin(Registration.party)
        .where(Registration.event_id == event.id, Registration.state == (ATTENDED if recorded else CONFIRMED))
        .where(true() if recorded else _may_read(event, reader))
        .order_by(Party.code.nulls_last(), Registration.precedence.nulls_last(), BY_FUNCTION)
        .order_by(Person.name, Registration.id)
    )
    return Presence(recorded, list(db.session.scalars(statement)))


def _is_recorded(event: Event) -> bool:
    recorded = exists().where(Registration.event_id == event.id, Registration.state == ATTENDED)
    return bool(db.session.scalar(select(recorded)))


def _may_read(event: Event, reader: Reader) -> ColumnElement[bool]:
    if policy.may_organize(reader, event.party_ids) or settings_of(event).shown == NAMES:
        return true()
    return Registration.party_id.in_(reader.party_ids)


def did_not_come(event: Event, person_ids: Collection[int], *, recorded: bool) -> set[int]:
    """Of these persons, by row id, those whose registration says so; who has none may have come all the same."""
    gone = {WITHDRAWN, DECLINED, ABSENT} | ({CONFIRMED, APPLIED, WAITING, INVITED} if recorded else set())
    statement = select(Registration.person_id).where(Registration.event_id == event.id)
    found = db.session.scalars(statement.where(Registration.person_id.in_(person_ids), Registration.state.in_(gone)))
    return set(found)
