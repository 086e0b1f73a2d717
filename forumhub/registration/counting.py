"""How many of each party stand how at an event."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import func, select

from forumhub.database import db
from forumhub.events.models import Event
from forumhub.parties.models import Party
from forumhub.parties.policy import ORGANIZER, SECRETARY, Reader
from forumhub.registration.models import Registration
from forumhub.registration.queries import visible_to


class Tally(NamedTuple):
    """How many of one party stand in one state; `party` is None for guests."""

    party: Party | None
    state: str
    number: int


def tallies(event: Event, reader: Reader) -> list[Tally]:
    """Of the registrations that the reader may see, in the order of parties' codes. Two queries at most."""
    statement = (
        select(Registration.party_id, Registration.state, func.count())
        .where(Registration.event_id == event.id, visible_to(reader))
        .group_by(Registration.party_id, Registration.state)
    )
    rows = db.session.execute(statement).all()
    parties = _parties(row[0] for row in rows)
    found = [Tally(parties.get(party_id), state, number) for party_id, state, number in rows]
    return sorted(found, key=lambda tally: (tally.party is None, tally.party.code if tally.party else ""))


def _parties(ids: Iterable[int | None]) -> dict[int | None, Party]:
    statement = select(Party).where(Party.id.in_({each for each in ids if each}))
    return {party.id: party for party in db.session.scalars(statement)}


def parties_shown(event: Event, reader: Reader) -> list[Party]:
    """Whose numbers the reader sees though nobody of them is registered: an organizer all, a secretary their own."""
    own, organized = reader.parties_as(SECRETARY), reader.parties_as(ORGANIZER) & event.party_ids
    return [party for party in event.parties if organized or party.id in own]
