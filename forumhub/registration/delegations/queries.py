"""Reads of delegations: whose list a reader sees, how many come, and who came the last time."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import selectinload

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events.models import Event, EventHead, EventParty
from forumhub.parties import policy
from forumhub.parties.models import Person
from forumhub.parties.policy import Reader
from forumhub.registration.delegations import rules
from forumhub.registration.delegations.foreseeing import Coming, Room
from forumhub.registration.delegations.models import Nomination, Nominee
from forumhub.registration.models import Registration
from forumhub.registration.privacy.rules import ERASED
from forumhub.registration.quotas.queries import Share, holding, limits, places_taken
from forumhub.registration.quotas.rules import places_left
from forumhub.registration.rules import APPLIED, HEAD, OBSERVER, REGISTERED, WAITING

KNOWN_AT_ONCE = 50


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """Lists of one's own party, for who keeps them; of others those that are submitted to the event's organizers."""
    led = select(EventHead.id).where(
        EventHead.event_id == Nomination.event_id, EventHead.party_id == Nomination.party_id, *_led_by(reader)
    )
    organized = select(EventParty.event_id).where(EventParty.party_id.in_(reader.parties_as(policy.ORGANIZER)))
    return or_(
        Nomination.party_id.in_(reader.parties_as(policy.SECRETARY, policy.ORGANIZER)),
        led.exists(),
        and_(Nomination.state == rules.SUBMITTED, Nomination.event_id.in_(organized)),
    )


def find_nomination(event_id: int, party_id: int, reader: Reader) -> Nomination | None:
    """With its nominees, read anew. Two queries."""
    statement = select(Nomination).where(
        Nomination.event_id == event_id, Nomination.party_id == party_id, visible_to(reader)
    )
    whole = statement.options(selectinload(Nomination.nominees)).execution_options(populate_existing=True)
    return db.session.scalar(whole)


def get_nominee(nomination: Nomination | None, ulid: str) -> Nominee:
    """Raises NotFound."""
    found = next((each for each in nomination.nominees if each.ulid == ulid), None) if nomination else None
    if found is None:
        raise NotFound
    return found


def parties_led(event_id: int, reader: Reader) -> set[int]:
    """Row ids of the parties whose delegation the reader was named to lead."""
    return set(db.session.scalars(select(EventHead.party_id).where(EventHead.event_id == event_id, *_led_by(reader))))


def _led_by(reader: Reader) -> tuple[ColumnElement[bool], ...]:
    """Named by a party in which the reader holds an office today."""
    own = EventHead.party_id.in_(reader.party_ids)
    return EventHead.person_id == reader.person_id, own, EventHead.leads.is_(True)


def people_to_choose(party_id: int, but: Iterable[int], search: str) -> list[Person]:
    """The party's people, by name, without the row ids `but`; the first KNOWN_AT_ONCE that are like `search`."""
    columns = Person.name, Person.own_name, Person.title
    like = [column.icontains(search, autoescape=True) for column in columns]
    statement = select(Person).where(_stays(party_id), Person.id.not_in(sorted(but)), or_(*like))
    return list(db.session.scalars(statement.order_by(Person.name, Person.id).limit(KNOWN_AT_ONCE)))


def people_chosen(party_id: int, ulids: Iterable[str]) -> list[Person]:
    """Those of the party whose ULIDs these are, by name."""
    statement = select(Person).where(_stays(party_id), Person.ulid.in_(list(ulids)))
    return list(db.session.scalars(statement.order_by(Person.name, Person.id)))


def _stays(party_id: int) -> ColumnElement[bool]:
    """The party's people, without those of whom only that somebody came is kept."""
    return and_(Person.party_id == party_id, Person.name != ERASED)


def functions_there(event_id: int, party_id: int, person_ids: Collection[int]) -> dict[int, str]:
    """By person's row id, what they are registered as for the party, or that it named them to lead. Two queries."""
    led = EventHead.event_id == event_id, EventHead.party_id == party_id, EventHead.leads
    leading = db.session.scalars(select(EventHead.person_id).where(*led, EventHead.person_id.in_(person_ids)))
    registered = select(Registration.person_id, Registration.function).where(
        Registration.event_id == event_id,
        Registration.party_id == party_id,
        Registration.person_id.in_(person_ids),
        Registration.state.in_(sorted(REGISTERED)),
    )
    found = dict.fromkeys(leading, HEAD)
    found.update((person_id, function) for person_id, function in db.session.execute(registered))
    return found


@dataclass
class Candidate:
    """Somebody on a list, with the person and the registration that there are already."""

    nominee: Nominee
    person: Person | None
    registration: Registration | None

    @property
    def coming(self) -> Coming:
        there = self.registration if self.registration and self.registration.state in REGISTERED else None
        name, function = self.nominee.name, self.nominee.function
        if there is None:
            return Coming(name, function)
        holds = there.state != WAITING or there.offered_until is not None
        guest = there.party_id is None
        return Coming(name, function, holds=holds, waits=not holds, before=there.function, guest=guest)

    @property
    def is_told(self) -> bool:
        """Whether accepting the list sends them a mail: who is new, or only applied until then."""
        there = self.registration
        news = there is None or there.state not in REGISTERED or there.state == APPLIED
        return news and bool(self.nominee.email)


def candidates_of(nomination: Nomination) -> list[Candidate]:
    """Of whom is on the list. Two queries: persons by their addresses, and registrations by persons."""
    listed = nomination.listed
    emails = {nominee.typed_email for nominee in listed if nominee.person is None and nominee.typed_email}
    by_email = {person.email: person for person in db.session.scalars(select(Person).where(Person.email.in_(emails)))}
    people = {nominee.id: nominee.person or by_email.get(nominee.typed_email) for nominee in listed}
    ids = {person.id for person in people.values() if person}
    statement = select(Registration).where(
        Registration.event_id == nomination.event_id, Registration.person_id.in_(sorted(ids))
    )
    there = {each.person_id: each for each in db.session.scalars(statement)}
    return [
        Candidate(nominee, person, there.get(person.id) if person else None)
        for nominee in listed
        for person in [people[nominee.id]]
    ]


def room_of(event: Event, party_id: int) -> Room:
    """What is free for the party's list now. Two queries."""
    limited, taken = limits(event.id), places_taken(event.id, party_id)

    def left(observing: bool) -> int | None:
        share = Share(party_id, observing)
        return places_left(limited[share], taken[share]) if share in limited else None

    return Room(places_left(event.capacity, event.places_taken), left(False), left(True))


def held_by_others(nomination: Nomination | None, event_id: int, party_id: int) -> dict[bool, int]:
    """Places of the party's that people who are not on its list hold: delegates' (False), observers' (True)."""
    ids = [each.person_id for each in nomination.nominees if each.person_id] if nomination else []
    observing = Registration.function == OBSERVER
    rows = db.session.execute(
        select(observing, func.count())
        .where(Registration.event_id == event_id, Registration.party_id == party_id, holding())
        .where(Registration.person_id.not_in(ids))
        .group_by(observing)
    )
    return {False: 0, True: 0} | {bool(key): number for key, number in rows}
