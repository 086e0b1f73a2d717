"""Whom badges, lists and seats are for: who comes, in the order of precedence."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true

from forumhub.database import db
from forumhub.events.models import Event
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader
from forumhub.registration import rules
from forumhub.registration.models import Delegation, Registration
from forumhub.registration.queries import settings_of, visible_to
from forumhub.registration.selecting import selection as listed

COMES = (rules.CONFIRMED, rules.ATTENDED)


def selection(
    event: Event,
    reader: Reader,
    *,
    party: str = "",
    search: str = "",
    chosen: Sequence[str] = (),
    states: Sequence[str] = COMES,
) -> Select[Registration]:
    """Of the registrations that the reader may see, those in these states, in the order of precedence.

    `chosen` are ULIDs; none: everybody whom the filters let through.
    """
    found = listed(event, reader, party=party, search=search).where(Registration.state.in_(states))
    if chosen:
        found = found.where(Registration.ulid.in_(chosen))
    return in_order(found)


def in_order(statement: Select[Registration]) -> Select[Registration]:
    """Delegations by precedence, then by code, guests last; people by function, their own number, and name.

    The statement joins the registrations' parties and people already.
    """
    of_delegation = and_(Delegation.event_id == Registration.event_id, Delegation.party_id == Registration.party_id)
    function = case({name: rank for rank, name in enumerate(rules.FUNCTIONS)}, value=Registration.function)
    return (
        statement.outerjoin(Delegation, of_delegation)
        .order_by(None)
        .order_by(
            Registration.party_id.is_(None),
            Delegation.precedence.nulls_last(),
            Party.code,
            function,
            Registration.precedence.nulls_last(),
            Person.name,
            Person.id,
        )
    )


def named_to(event: Event, reader: Reader) -> list[Registration]:
    """Everybody who comes and whose name the reader may read: other delegations' only where names are shown."""
    statement = (
        select(Registration)
        .join(Registration.person)
        .outerjoin(Registration.party)
        .where(Registration.event_id == event.id, Registration.state.in_(COMES), _named(event, reader))
    )
    return list(db.session.scalars(in_order(statement)))


def _named(event: Event, reader: Reader) -> ColumnElement[bool]:
    if settings_of(event).shown == rules.NAMES:
        return true()
    return visible_to(reader)


def numbers_of_others(event: Event, reader: Reader) -> list[tuple[Party, int]]:
    """Where numbers alone are shown, how many come of each party of which the reader reads no names."""
    if settings_of(event).shown != rules.NUMBERS:
        return []
    unseen = or_(visible_to(reader), Registration.party_id.is_(None)).is_not(True)
    counted = (
        select(Registration.party_id, func.count().label("number"))
        .where(Registration.event_id == event.id, Registration.state.in_(COMES), unseen)
        .group_by(Registration.party_id)
        .subquery()
    )
    statement = select(Party, counted.c.number).join(counted, counted.c.party_id == Party.id).order_by(Party.code)
    return [(party, number) for party, number in db.session.execute(statement)]
