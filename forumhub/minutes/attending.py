"""Who was there, as new minutes say it: delegations in the order of protocol, persons in the document's language."""

import unicodedata
from collections.abc import Iterable
from itertools import groupby

from forumhub.events.models import Event, EventHead
from forumhub.events.queries import heads_of
from forumhub.markdown.words import language_of
from forumhub.minutes.skeletons import Delegation
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader
from forumhub.registration.checkin.presence import did_not_come, presence_at
from forumhub.registration.models import Registration
from forumhub.registration.rules import HEAD
from forumhub.registration.settings.queries import delegations_of as delegations_at
from forumhub.registration.settings.rules import order_of

MOST_NAMED = 100
"""In one delegation, or of guests: after them the others are counted. Minutes of a forum are no list of visitors."""
SCRIPTS = {"en": "LATIN", "zh": "CJK", "ru": "CYRILLIC"}
"""By language, what the names of its letters in Unicode begin with."""


def delegations_of(event: Event, language: str, by: Reader) -> tuple[Delegation, ...]:
    """Those who attended, once somebody was checked in, else those who are confirmed, as far as `by` may read of them.

    Who is named to lead a delegation there stands first in it, unless their registration says that they did not come.
    Every party of the event has its heading; guests follow where there are any.
    """
    presence, leading = presence_at(event, by), [head for head in heads_of(event.id) if head.leads]
    gone = did_not_come(event, [head.person_id for head in leading], recorded=presence.recorded)
    heads = [head for head in leading if head.person_id not in gone]
    come = {party: list(rows) for party, rows in groupby(presence.registrations, lambda row: row.party)}
    guests = come.pop(None, [])
    parties = order_of_parties(event, {*come, *event.parties})
    named = tuple(_delegation(party, _heads(party, heads), come.get(party, []), language) for party in parties)
    return (*named, _delegation(None, [], guests, language)) if guests else named


def order_of_parties(event: Event, parties: Iterable[Party]) -> list[Party]:
    places = {party_id: row.precedence for party_id, row in delegations_at(event.id).items()}
    return sorted(parties, key=lambda party: order_of(places.get(party.id), party.code))


def _heads(party: Party, heads: Iterable[EventHead]) -> list[Person]:
    return [head.person for head in heads if head.party_id == party.id]


def _delegation(party: Party | None, heads: list[Person], come: list[Registration], language: str) -> Delegation:
    own = {row.person_id: row for row in come}
    first = [(_said(person, own.get(person.id), language), True) for person in heads]
    leading = {person.id for person in heads}
    rest = [(_said(row.person, row, language), row.function == HEAD) for row in come if row.person_id not in leading]
    persons = [*first, *rest]
    words = language_of(language)
    name = words.in_parenthesis(party.names.get(language) or party.code, party.code) if party else None
    return Delegation(name, tuple(persons[:MOST_NAMED]), len(persons[MOST_NAMED:]))


def _said(person: Person, registration: Registration | None, language: str) -> str:
    """'Li Wei, Director': the title is that at this event."""
    title = (registration.title if registration else "") or person.title
    return language_of(language).comma.join(filter(None, (name_in(language, person.name, person.own_name), title)))


def name_in(language: str, name: str, own_name: str) -> str:
    """The name in its own script where the document's language is written in that."""
    letters = [unicodedata.name(letter, "") for letter in own_name if letter.isalpha()]
    return own_name if letters and all(each.startswith(SCRIPTS[language]) for each in letters) else name
