"""Reads of delegations as a whole: how many come, who does, and who came the last time."""

from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select

from forumhub.database import db
from forumhub.events.models import Event
from forumhub.events.queries import visible_to as event_visible_to
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader
from forumhub.registration.delegations.models import Nomination
from forumhub.registration.models import Registration
from forumhub.registration.privacy.rules import ERASED
from forumhub.registration.quotas.queries import holding
from forumhub.registration.rules import ATTENDED, CONFIRMED, FUNCTIONS, OBSERVER, REGISTERED, WAITING
from forumhub.registration.settings.queries import allotment_of, delegations_of, in_order
from forumhub.registration.settings.rules import Allotment


class Numbers(NamedTuple):
    """How many hold a place, and how many wait."""

    delegates: int = 0
    observers: int = 0
    waiting: int = 0


@dataclass
class Standing:
    """One delegation at an event, as it stands; what of it a reader sees is the page's to ask."""

    party: Party
    allotment: Allotment
    numbers: Numbers = field(default_factory=Numbers)
    state: str | None = None
    accepted: bool = False
    sight: str = ""
    to_decide: bool = False


def standings_of(event: Event) -> list[Standing]:
    """All delegations in the order of precedence. Three queries, however many there are."""
    rows, numbers = delegations_of(event.id), _numbers(event.id)
    lists = {
        party_id: (state, accepted is not None)
        for party_id, state, accepted in db.session.execute(
            select(Nomination.party_id, Nomination.state, Nomination.accepted_at).where(Nomination.event_id == event.id)
        )
    }
    return [
        Standing(
            party,
            allotment_of(rows.get(party.id)),
            numbers.get(party.id, Numbers()),
            *lists.get(party.id, (None, False)),
        )
        for party in in_order(event, rows)
    ]


def _numbers(event_id: int) -> dict[int | None, Numbers]:
    waits = and_(Registration.state == WAITING, Registration.offered_until.is_(None))
    statement = (
        select(Registration.party_id, Registration.function, waits, func.count())
        .where(Registration.event_id == event_id, or_(holding(), Registration.state == WAITING))
        .group_by(Registration.party_id, Registration.function, waits)
    )
    found: dict[int | None, Numbers] = {}
    for party_id, function, waiting, number in db.session.execute(statement):
        column = "waiting" if waiting else "observers" if function == OBSERVER else "delegates"
        so_far = found.get(party_id, Numbers())
        found[party_id] = so_far._replace(**{column: getattr(so_far, column) + number})
    return found


def members_of(event_id: int, party_id: int, *, in_full: bool = True) -> list[Registration]:
    """Who is registered for the party, in the order of protocol: by rank, function and name.

    Other delegations (not `in_full`) see who comes, not who applied or waits.
    """
    states = REGISTERED if in_full else {CONFIRMED, ATTENDED}
    statement = select(Registration).where(
        Registration.event_id == event_id, Registration.party_id == party_id, Registration.state.in_(sorted(states))
    )
    return sorted(db.session.scalars(statement), key=_by_protocol)


def _by_protocol(registration: Registration) -> tuple[int, bool, int, str]:
    rank = registration.precedence
    return FUNCTIONS.index(registration.function), rank is None, rank or 0, registration.person.name


class LastList(NamedTuple):
    """Who was registered for a party at an earlier event."""

    event: Event
    members: list[Registration]


def last_list(event: Event, party_id: int, reader: Reader) -> LastList | None:
    """The party's delegation at the last meeting of the series before this one, else at the event it was copied from.

    The reader keeps the party's list, so that it is theirs to see; the event must be one that they may see. Who was
    erased since, is nobody who could come again.
    """
    sent = select(Registration.event_id).where(
        Registration.party_id == party_id,
        Registration.state.in_(sorted(REGISTERED)),
        Registration.person.has(Person.name != ERASED),
    )
    seen = Event.id.in_(sent), event_visible_to(reader)
    of_series = select(Event).where(
        Event.series_id == event.series_id, Event.starts_at < event.starts_at, Event.id != event.id, *seen
    )
    found = None
    if event.series_id is not None:
        found = db.session.scalar(of_series.order_by(Event.starts_at.desc()).limit(1))
    if found is None and event.copied_from_id is not None:
        found = db.session.scalar(select(Event).where(Event.id == event.copied_from_id, *seen))
    if found is None:
        return None
    return LastList(found, [each for each in members_of(found.id, party_id) if each.person.name != ERASED])
