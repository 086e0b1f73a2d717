"""Who is told of a change: everybody who awaits the event, heads of delegation, and the secretariats of its parties.

A head is told although they registered nowhere, and a secretariat in any case, since the host's has halls and hotels
to rebook, and the others' their own delegates to call: before and after, so that a party that is taken out hears of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import literal, select

from forumhub.database import db
from forumhub.events.consequences import rules
from forumhub.events.consequences.rules import HEAD, SECRETARIAT, Addressee, Consequences, Facts
from forumhub.events.models import EventHead, EventParticipant
from forumhub.events.rules import NAMED
from forumhub.parties.models import Party, Person
from forumhub.phrases import in_language


class Change(NamedTuple):
    """An event's row id, and its facts (`Event.snapshot()`) before and after."""

    event_id: int
    before: Facts
    after: Facts


def foresee(event_id: int, before: Facts, after: Facts, now: datetime) -> Consequences:
    (foreseen,) = foresee_all([Change(event_id, before, after)], now)
    return foreseen


def foresee_all(changes: Sequence[Change], now: datetime) -> list[Consequences]:
    """What each of these changes does, in the same order. Three queries, however many there are."""
    named, secretariats = _named([change.event_id for change in changes]), _secretariats(changes)
    return [_foresee(change, named[change.event_id], secretariats, now) for change in changes]


def _foresee(
    change: Change, named: Iterable[Addressee], secretariats: dict[str, Addressee], now: datetime
) -> Consequences:
    _id, before, after = change
    codes = sorted({*before["parties"], *after["parties"]})
    audience = rules.each_once([*named, *(secretariats[code] for code in codes)])
    waiting = sum(each.standing == "waiting" for each in audience)
    foreseen = rules.foresee(before, after, audience, now)
    places = rules.promoted(before, after, waiting) if after["ends_at"] > now else 0
    return replace(foreseen, promoted=places)


def _named(event_ids: Iterable[int]) -> dict[int, list[Addressee]]:
    """By event, participants who are told and then its heads, each by name."""
    person = Person.email, Person.name, Person.language, Person.timezone
    participant, head = EventParticipant, EventHead
    statements = (
        select(participant.event_id, *person, participant.standing, Person.id)
        .join(Person, Person.id == participant.person_id)
        .where(participant.event_id.in_(event_ids), participant.standing.in_(NAMED)),
        select(head.event_id, *person, literal(HEAD), Person.id)
        .join(Person, Person.id == head.person_id)
        .where(head.event_id.in_(event_ids)),
    )
    named = defaultdict(list)
    for statement in statements:
        for row in db.session.execute(statement.order_by(Person.name, Person.id)):
            named[row[0]].append(Addressee(*row[1:]))
    return named


def _secretariats(changes: Iterable[Change]) -> dict[str, Addressee]:
    """By the party's code."""
    codes = {code for change in changes for facts in (change.before, change.after) for code in facts["parties"]}
    parties = db.session.scalars(select(Party).where(Party.code.in_(sorted(codes))))
    return {
        party.code: Addressee(
            party.secretariat_email, in_language(party.names, party.language), party.language, party.timezone,
            SECRETARIAT,
        )
        for party in parties
    }  # fmt: skip
