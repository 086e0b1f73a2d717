"""Who is told of a change: everybody who awaits the event, heads of delegation, and the secretariats of its parties.

A head is told although they registered nowhere, as long as they see the event, thus while they hold an office of the
party that named them. A secretariat is told in any case, since the host's has halls and hotels to rebook, and the
others' their own delegates to call: before and after, so that a party that is taken out hears of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from forumhub.database import db
from forumhub.events.consequences import rules
from forumhub.events.consequences.rules import HEAD, SECRETARIAT, Addressee, Consequences, Facts
from forumhub.events.models import EventHead, EventParticipant
from forumhub.events.rules import NAMED
from forumhub.parties.models import Party, Person
from forumhub.parties.queries import in_office
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
    """What each of these changes does, in the same order. Four queries, however many there are."""
    named, secretariats = _named([change.event_id for change in changes], now), _secretariats(changes)
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


def _named(event_ids: Sequence[int], now: datetime) -> dict[int, list[Addressee]]:
    """By event, participants who are told and then its heads, each by name."""
    person = Person.email, Person.name, Person.language, Person.timezone
    statement = (
        select(EventParticipant.event_id, *person, EventParticipant.standing, Person.id)
        .join(Person, Person.id == EventParticipant.person_id)
        .where(EventParticipant.event_id.in_(event_ids), EventParticipant.standing.in_(NAMED))
        .order_by(Person.name, Person.id)
    )
    named = defaultdict(list)
    for row in db.session.execute(statement):
        named[row[0]].append(Addressee(*row[1:]))
    for head in _heads_in_office(event_ids, now):
        who = head.person
        named[head.event_id].append(Addressee(who.email, who.name, who.language, who.timezone, HEAD, who.id))
    return named


def _heads_in_office(event_ids: Sequence[int], now: datetime) -> list[EventHead]:
    """Who sees the event by `events.sight.events_naming`; whoever left the party that named them is told no more."""
    statement = select(EventHead).join(EventHead.person).options(contains_eager(EventHead.person))
    order = Person.name, Person.id
    heads = db.session.scalars(statement.where(EventHead.event_id.in_(event_ids)).order_by(*order)).all()
    held = in_office({head.person_id for head in heads}, now)
    return [head for head in heads if (head.party_id, head.person_id) in held]


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
