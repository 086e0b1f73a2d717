"""What a date poll says of the event that it asks for."""

from typing import TypedDict

from forumhub.agreements.models import Agreement
from forumhub.events.models import Event
from forumhub.parties.models import Party


class PollValues(TypedDict, total=False):
    """Columns of Poll, and of the event that is made of it, by their names."""

    titles: dict[str, str]
    kind: str
    access: str
    parties: list[Party]
    host: Party | None
    timezone: str
    city: dict[str, str]
    venue: str
    agreement: Agreement | None
    clause: str


def of_event(event: Event) -> PollValues:
    """As the event stands."""
    return PollValues(
        titles=event.titles, kind=event.kind, access=event.access, parties=list(event.parties), host=event.host,
        timezone=event.timezone, city=event.city, venue=event.venue, agreement=event.agreement, clause=event.clause,
    )  # fmt: skip
