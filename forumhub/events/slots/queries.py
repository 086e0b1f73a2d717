"""What else the parties and people of a meeting have: in a number of queries that does not grow with the events."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, false, or_, select, union

from forumhub.database import db
from forumhub.events.models import Event, EventHead, EventParticipant, EventParty
from forumhub.events.queries import sharing
from forumhub.events.rules import NAMED, PLANNED
from forumhub.events.sight import event_visible_to
from forumhub.events.slots.values import Engagement
from forumhub.events.venues.models import Hall, Venue
from forumhub.events.venues.queries import taking
from forumhub.parties.models import Grant, Party, Person
from forumhub.parties.policy import ORGANIZER, Reader
from forumhub.parties.queries import covers

MOST_PEOPLE = 200
"""That are offered for choosing."""
MARGIN = timedelta(days=4)


def engagements(
    reader: Reader,
    *,
    parties: Collection[int],
    people: Collection[int],
    place: tuple[Venue | None, Hall | None] = (None, None),
    first: date,
    last: date,
    without: Event | None = None,
) -> list[Engagement]:
    """Planned events of these parties and people (row ids) or at this place around these days; three queries.

    `place` is a venue, or one of its halls with it. `without` does not count.

    Only events that the reader may see, and only a participation that the reader may know of: what one may not see
    must not be inferred from a date's rank either, so it does not count.
    """
    venue, hall = place
    there = taking(venue.id, hall.id if hall else None) if venue else false()
    concerned = or_(
        Event.id.in_(select(EventParty.event_id).where(EventParty.party_id.in_(parties))),
        Event.id.in_(select(_known_people(reader, people).subquery().c.event_id)),
        there,
    )
    around, known = list(_around(first, last)), _known_people(reader, people).subquery()
    by_event = _codes(
        select(EventParty.event_id, Party.code).join(Party).where(EventParty.party_id.in_(parties)), around
    )
    named = _codes(select(known.c.event_id, Person.ulid).join(Person, Person.id == known.c.person_id), around)
    columns = select(Event.id, Event.ulid, Event.titles, Event.starts_at, Event.ends_at, there).where(
        *around, concerned, event_visible_to(reader), Event.id != (without.id if without else 0)
    )
    nobody: frozenset[str] = frozenset()
    return [
        Engagement(*row[1:5], by_event.get(row[0], nobody), named.get(row[0], nobody), bool(row[5]))
        for row in db.session.execute(columns.order_by(Event.starts_at, Event.id))
    ]


def _around(first: date, last: date) -> Iterator[ColumnElement[bool]]:
    """Planned events of these days and their margins, whoever may see them."""
    start, end = (datetime.combine(day, time(), UTC) for day in (first, last + timedelta(days=1)))
    yield Event.state.in_(PLANNED)
    yield sharing(start - MARGIN, end + MARGIN)


def _known_people(reader: Reader, people: Collection[int]) -> Select[int, int]:
    """(event, person): who leads or approves somewhere, and who is invited or registered where the reader organizes.

    Heads are busy whether they hold a role or not: a minister never signs in, and whoever left an office leads on until
    the party names another.
    """
    organized = select(EventParty.event_id).where(EventParty.party_id.in_(reader.parties_as(ORGANIZER)))
    registered = select(EventParticipant.event_id, EventParticipant.person_id).where(
        EventParticipant.person_id.in_(people),
        EventParticipant.standing.in_(NAMED),
        or_(EventParticipant.event_id.in_(organized), EventParticipant.person_id == reader.person_id),
    )
    heading = select(EventHead.event_id, EventHead.person_id).where(EventHead.person_id.in_(people))
    both = union(registered, heading).subquery()
    return select(both.c.event_id, both.c.person_id)


def _codes(pairs: Select[int, str], around: Iterable[ColumnElement[bool]]) -> dict[int, frozenset[str]]:
    """By row id of an event of these days, the codes paired with it."""
    found: dict[int, set[str]] = {}
    ids = select(Event.id).where(*around)
    for event_id, code in db.session.execute(pairs.where(pairs.selected_columns[0].in_(ids))):
        found.setdefault(event_id, set()).add(code)
    return {event_id: frozenset(codes) for event_id, codes in found.items()}


def people_to_choose(reader: Reader, now: datetime, event: Event | None) -> list[Person]:
    """Who holds a role today for a party that the reader organizes for; of an event, also its heads and participants.

    At most MOST_PEOPLE of each, by name. Two queries, one without an event.
    """
    grants = (
        select(Grant)
        .join(Grant.person)
        .where(Grant.party_id.in_(reader.parties_as(ORGANIZER)), Grant.ended_at.is_(None))
        .order_by(Person.name, Person.id)
    )
    own = [grant.person for grant in db.session.scalars(grants) if covers(grant, now)]
    people = [*dict.fromkeys(own)][:MOST_PEOPLE] + (_people_at(event) if event else [])
    return sorted({person.id: person for person in people}.values(), key=lambda person: (person.name, person.id))


def _people_at(event: Event) -> list[Person]:
    heads = select(EventHead.person_id).where(EventHead.event_id == event.id)
    standing = EventParticipant.event_id == event.id, EventParticipant.standing.in_(NAMED)
    registered = select(EventParticipant.person_id).where(*standing)
    statement = select(Person).where(or_(Person.id.in_(heads), Person.id.in_(registered)))
    return list(db.session.scalars(statement.order_by(Person.name, Person.id).limit(MOST_PEOPLE)))
