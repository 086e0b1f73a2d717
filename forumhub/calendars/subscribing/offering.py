"""Which calendars a reader is offered: their own, and those of what they may see."""

from datetime import datetime
from typing import NamedTuple

from forumhub.agreements.models import Agreement
from forumhub.agreements.queries import agreements_of
from forumhub.agreements.rules import IN_FORCE
from forumhub.calendars.subscribing.queries import person_ulid
from forumhub.events.models import Event, Series
from forumhub.events.programme.queries import published_programmes
from forumhub.events.queries import all_series
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader
from forumhub.parties.queries import all_parties
from forumhub.phrases import day, in_language

PERSON, ALL, PARTY, SERIES, AGREEMENT, EVENT = "person", "all", "party", "series", "agreement", "event"
DUE, TASKS = "due", "tasks"
OF_ROLES = ALL, PARTY, DUE, TASKS
"""Empty for whoever has no role for a party."""


class Offered(NamedTuple):
    """`person` is the reader's ULID; `named`, by kind, the code or ULID and the name of each."""

    person: str
    named: dict[str, list[tuple[str, str]]]
    roles: bool

    @property
    def kinds(self) -> list[str]:
        """Those of which there is something, in the order of the page."""
        kinds = PERSON, ALL, PARTY, SERIES, AGREEMENT, EVENT, DUE, TASKS
        return [kind for kind in kinds if (self.roles or kind not in OF_ROLES) and self.named.get(kind, True)]

    def holds(self, kind: str, which: str) -> bool:
        """Whether this can be chosen; `which` counts only where a kind has several."""
        return kind in self.kinds and (kind not in self.named or which in {value for value, _ in self.named[kind]})

    def collection(self, kind: str, which: str) -> str:
        return f"{kind}/{which if kind in self.named else self.person}"


def offered_to(reader: Reader, now: datetime, language: str) -> Offered:
    """To a reader who is signed in."""
    return Offered(
        person=person_ulid(reader),
        named={
            PARTY: [(each.code, in_language(each.names, language)) for each in _parties(reader)],
            SERIES: [(each.ulid, _series(each, language)) for each in all_series(reader)],
            AGREEMENT: [(each.code, _agreement(each, language)) for each in agreements_of(reader)],
            EVENT: [(each.event.ulid, _event(each.event, language)) for each in published_programmes(reader, now)],
        },
        roles=bool(reader.party_ids),
    )


def _parties(reader: Reader) -> list[Party]:
    return [party for party in all_parties() if party.id in reader.party_ids]


def _series(series: Series, language: str) -> str:
    return f"{series.register.code} · {in_language(series.titles, language)}"


def _event(event: Event, language: str) -> str:
    return f"{in_language(event.titles, language)}, {day(event.local_start, language)}"


def _agreement(agreement: Agreement, language: str) -> str:
    titles = {
        text.language: text.title
        for version in agreement.versions
        if version.state == IN_FORCE
        for text in version.texts
    }
    return f"{agreement.code} · {in_language(titles, language)}" if titles else agreement.code
