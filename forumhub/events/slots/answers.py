"""What the page shows of a ranking: levels, months, sentences, and what could not be weighed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from markupsafe import Markup

from forumhub.events.slots.calendars import calendar_of, is_known, undecided
from forumhub.events.slots.rules import level
from forumhub.events.slots.values import Attendee, Candidate, Day, Ranking, Side, Slot, Wish
from forumhub.events.slots.words import LEVELS, Words
from forumhub.parties.models import Party, Person

SHOWN = 12
"""Candidates in the ranked list; every day stands in the table below it."""
AROUND = timedelta(days=70)
"""How far beyond the window a meeting and its travel can reach."""


@dataclass(frozen=True)
class Answer:
    """A ranking and the words for it. `parties` are those that are to meet."""

    wish: Wish
    ranking: Ranking
    words: Words
    parties: Sequence[Party]

    @property
    def best(self) -> Sequence[Candidate]:
        return self.ranking.candidates[:SHOWN]

    def level(self, day: Day) -> int:
        """The number of one of LEVELS."""
        if day.best is None:
            return len(LEVELS) - 1
        return level(day.best, self.ranking.candidates[0], len(self.wish.sides))

    def is_best(self, day: Day) -> bool:
        return day.best is not None and day.best is self.ranking.candidates[0]

    def months(self) -> list[tuple[date, list[Day]]]:
        """The days by month, under the month's first."""
        grouped = groupby(self.ranking.days, key=lambda day: day.date.replace(day=1))
        return [(month, list(days)) for month, days in grouped]

    def reasons(self, day: Day) -> list[Markup]:
        """What speaks against the day's best slot, or makes each of its slots impossible."""
        if day.best is None:
            return [self.words.of(block) for block in day.blocks]
        return [self.words.of(reason, day.best.slot) for reason in day.best.reasons if reason.points]

    def polled(self, slot: Slot) -> str:
        """As a date poll takes it: 2027-03-11T09:00/2027-03-11T17:30, by the place's clock."""
        return f"{slot.local_start:%Y-%m-%dT%H:%M}/{slot.local_end:%Y-%m-%dT%H:%M}"

    @property
    def unknown(self) -> list[Party]:
        """Those whose public holidays are not known."""
        return [party for party in self.parties if not is_known(party.code)]

    @property
    def undecided(self) -> list[tuple[Party, list[int]]]:
        """Those whose working weekends of some years are not told yet, with the years."""
        years = [(party, undecided(party.code, self.wish.first, self.wish.last)) for party in self.parties]
        return [(party, found) for party, found in years if found]


def side_of(party: Party, first: date, last: date, language: str) -> Side:
    return Side(party.code, party.timezone, calendar_of(party.code, first - AROUND, last + AROUND, language))


def attendee_of(person: Person) -> Attendee:
    """UTC is what a person has who never said where they live: then the party's clock is nearer to the truth."""
    party = person.party
    zone = party.timezone if party and person.timezone == "UTC" else person.timezone
    return Attendee(person.ulid, person.name, zone, party.code if party else "")
