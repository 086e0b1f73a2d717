"""Mails about lists: to the organizers that one is submitted, to its party what became of it and when it is due."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from forumhub.mail.actions import Recipient, post_to_each
from forumhub.parties.addressing import secretariat
from forumhub.parties.models import Party
from forumhub.parties.policy import ORGANIZER, SECRETARY, places_given_by
from forumhub.parties.queries import people_with_role
from forumhub.registration.delegations.models import Nomination
from forumhub.registration.queries import settings_of

TEMPLATE = "delegation_list"


def tell_organizers(nomination: Nomination, *, now: datetime) -> int:
    """The secretariats and organizers of the parties that decide on the list; returns how many mails."""
    told = organizers_told(nomination, now)
    return _post(nomination, "submitted", told, now=now)


def tell_party(nomination: Nomination, news: str, *, now: datetime, **more: object) -> int:
    """`news`: returned, accepted or due. To the party's secretariat and its secretaries; returns how many mails."""
    return _post(nomination, news, party_told(nomination, now), now=now, **more)


def organizers_told(nomination: Nomination, now: datetime) -> list[Recipient]:
    event = nomination.event
    giving = places_given_by(nomination.party_id, event.host_id, event.party_ids)
    return recipients([party for party in event.parties if party.id in giving], ORGANIZER, now)


def party_told(nomination: Nomination, now: datetime) -> list[Recipient]:
    return recipients([nomination.party], SECRETARY, now)


def recipients(parties: Iterable[Party], role: str, now: datetime) -> list[Recipient]:
    """The parties' secretariats, and who holds the role for them; each address once."""
    asked = list(parties)
    houses = [secretariat(party) for party in asked]
    people = [
        Recipient(person.email, person.name, person.language, person.timezone)
        for person in people_with_role([party.id for party in asked], [role], now)
        if person.email
    ]
    return list({each.email.lower(): each for each in [*people, *houses]}.values())


def _post(nomination: Nomination, news: str, told: list[Recipient], *, now: datetime, **more: object) -> int:
    post_to_each(TEMPLATE, told, {**_snapshot(nomination, news), **more}, now=now)
    return len(told)


def _snapshot(nomination: Nomination, news: str) -> dict[str, Any]:
    event, deadline = nomination.event, settings_of(nomination.event).deadline
    return {
        "news": news,
        "amended": nomination.accepted_once,
        "event": event.ulid,
        "titles": event.titles,
        "timezone": event.timezone,
        "party": nomination.party.names,
        "code": nomination.party.code,
        "listed": len(nomination.listed),
        "words": nomination.words,
        "deadline": deadline.isoformat() if deadline else None,
        "confirmed": 0,
        "waiting": 0,
    }
