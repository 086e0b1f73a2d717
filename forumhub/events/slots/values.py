"""What the slot finder is asked and what it answers, as plain values."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from forumhub.events.slots.costs import MSGIDS


@dataclass(frozen=True)
class Calendar:
    """The days on which a party rests. A weekend day that is worked to make up for a holiday stands in `made_up`."""

    holidays: Mapping[date, str] = field(default_factory=dict)
    """The holiday's name by its day."""
    weekends: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()

    def rests_weekly(self, day: date) -> bool:
        return day in self.weekends and day not in self.made_up and day not in self.holidays

    def makes_up(self, day: date) -> bool:
        return day in self.made_up and day not in self.holidays


@dataclass(frozen=True)
class Side:
    """A party that is to meet, by its code, with its clock and its calendar."""

    code: str
    timezone: str
    calendar: Calendar = Calendar()


@dataclass(frozen=True)
class Attendee:
    """Somebody who is to be there; `party` is the code of the home party, empty where there is none."""

    ulid: str
    name: str
    timezone: str
    party: str = ""


@dataclass(frozen=True)
class Engagement:
    """Another event: the parties (codes) and people (ULIDs), of those asked for, that it occupies."""

    ulid: str
    titles: Mapping[str, str]
    starts_at: datetime
    ends_at: datetime
    parties: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    takes_venue: bool = False
    """It is at the venue that is asked for."""

    def meets(self, start: datetime, end: datetime) -> bool:
        return self.starts_at < end and self.ends_at > start


@dataclass(frozen=True)
class Clock:
    """A clock by which some live: `who` is the code of its party; of people who live by none of these, the zone."""

    timezone: str
    who: str
    people: int = 0


@dataclass(frozen=True)
class Wish:
    """What is asked for. The meeting lasts `minutes` on each of `days` days in a row, by the clock of `timezone`.

    Its first day is one from `first` until `last`, both inclusive. Working hours, in minutes after midnight, are
    from `opens` until `closes` on everybody's own clock. Without a host it is online: nobody travels.
    """

    first: date
    last: date
    timezone: str
    sides: tuple[Side, ...]
    people: tuple[Attendee, ...] = ()
    host: str = ""
    days: int = 1
    minutes: int = 480
    opens: int = 9 * 60
    closes: int = 18 * 60

    @property
    def online(self) -> bool:
        return not self.host

    @cached_property
    def clocks(self) -> tuple[Clock, ...]:
        """By which an online meeting's hours are judged: each party's, then those of people who live elsewhere."""
        if not self.online:
            return ()
        known = {side.timezone for side in self.sides}
        others = Counter(person.timezone for person in self.people if person.timezone not in known)
        people = [Clock(zone, zone, count) for zone, count in sorted(others.items())]
        return (*(Clock(side.timezone, side.code) for side in self.sides), *people)


@dataclass(frozen=True)
class Reason:
    """Why a slot ranks where it does: `points` against it, 0 for what speaks for it.

    `who` is a party's code, a person's ULID or a time zone, as the kind has it; the places of `msgid` are filled
    where it is shown.
    """

    kind: str
    points: int = 0
    who: str = ""
    days: tuple[date, ...] = ()
    name: str = ""
    events: tuple[Engagement, ...] = ()
    people: int = 0

    @property
    def msgid(self) -> str:
        return MSGIDS[self.kind]


@dataclass(frozen=True)
class Slot:
    """From the start of the first day to the end of the last, as wall clocks of the place and as instants."""

    local_start: datetime
    local_end: datetime
    timezone: str
    starts_at: datetime
    ends_at: datetime
    sessions: tuple[tuple[datetime, datetime], ...] = ()
    """The instants of each day's beginning and end."""


@dataclass(frozen=True)
class Candidate:
    """A slot with the reasons that make up its cost exactly."""

    slot: Slot
    reasons: tuple[Reason, ...]

    @cached_property
    def cost(self) -> int:
        """Points against it: 0 where nothing speaks against it, and the more the worse."""
        return sum(reason.points for reason in self.reasons)


@dataclass(frozen=True)
class Day:
    """A day on which the meeting could begin: its best candidate, or what makes each of its slots impossible."""

    date: date
    best: Candidate | None
    blocks: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Ranking:
    """Each day in order, and the days' best candidates, best first; of equal ones the earlier."""

    days: Sequence[Day]
    candidates: Sequence[Candidate]
