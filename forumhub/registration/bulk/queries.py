"""Whom an organizer chose: rows that were ticked, or all that a filter gives."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import Select, func, select

from forumhub.database import db
from forumhub.events.models import Event
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader
from forumhub.registration.bulk.rules import REMIND, Chosen, Outlook, foresee
from forumhub.registration.models import Registration
from forumhub.registration.queries import visible_to
from forumhub.registration.rules import WAITING
from forumhub.registration.selecting import Filters, asking, selection

COLUMNS = (
    Registration.id,
    Registration.ulid,
    Registration.person_id,
    Person.name,
    Person.own_name,
    Person.email,
    Person.language,
    Person.timezone,
    Registration.state,
    Party.code,
)


def of_rows(event: Event, reader: Reader, ulids: Iterable[str]) -> list[Chosen]:
    """Those of these registrations that are the event's and that the reader may see, by party, then by name."""
    statement = (
        select(Registration)
        .join(Registration.person)
        .outerjoin(Registration.party)
        .where(Registration.event_id == event.id, visible_to(reader), Registration.ulid.in_(list(ulids)))
        .order_by(Party.code.nulls_last(), Person.name, Registration.id)
    )
    return _chosen(statement)


def of_filters(event: Event, reader: Reader, **filters: Unpack[Filters]) -> list[Chosen]:
    """All that the list shows with these filters, in its order."""
    return _chosen(selection(event, reader, **filters))


def _chosen(statement: Select[Any]) -> list[Chosen]:
    return [Chosen._make(row) for row in db.session.execute(statement.with_only_columns(*COLUMNS))]


def outlook(step: str, chosen: list[Chosen], now: datetime) -> Outlook:
    """What the step would do with those who were chosen. One query at most."""
    asked = asking([each.id for each in chosen]) if step == REMIND else {}
    return foresee(step, chosen, {each: found.last for each, found in asked.items()}, now)


def count_waiting(event_id: int) -> int:
    """How many wait for a place."""
    waiting = select(func.count()).where(Registration.event_id == event_id, Registration.state == WAITING)
    return db.session.scalar(waiting) or 0
