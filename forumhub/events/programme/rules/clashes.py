"""What cannot happen at once, or not then, or not there. Clashes block publishing, never drafting."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from forumhub.events.programme.rules import BREAK, TENTATIVE, day_of
from forumhub.events.recurrence import exists

HALL = "hall"
PERSON = "person"
NO_HALL = "no_hall"
EVENT = "event"
DAY = "day"
CLOSED = "closed"
CLOCK = "clock"
BLOCKS = (HALL, PERSON, NO_HALL, EVENT, DAY, CLOSED, CLOCK)
"""One hall or one person twice, no hall, outside the event, the day or the hall's hours, a time that no clock shows."""

LONG = "long"
UNSURE = "unsure"
LANGUAGES = "languages"
WARNINGS = (LONG, UNSURE, LANGUAGES)
"""Longer than its kind usually is, still tentative, without a title in each language of the event."""

LONGEST = {"opening": 180, BREAK: 180, "closing": 180, "ceremony": 240, "panel": 240, "presentation": 240}
"""Minutes that a session of this kind hardly exceeds; others may take a whole day."""


@dataclass(frozen=True)
class Slot:
    """A session as it is looked at for clashes: who and what it takes up, and when. Cancelled ones are none.

    `people` are whoever it takes up, by what tells them apart, and their names; `titles` are by language.
    """

    key: str
    local_start: datetime
    minutes: int
    kind: str = "presentation"
    hall: str | None = None
    people: Mapping[str, str] = field(default_factory=dict)
    state: str = "confirmed"
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def local_end(self) -> datetime:
        return self.local_start + timedelta(minutes=self.minutes)

    def meets(self, other: "Slot") -> bool:
        """Whether they share a moment; one that begins when the other ends does not."""
        return self.local_start < other.local_end and other.local_start < self.local_end


@dataclass(frozen=True)
class Frame:
    """Between what a programme lies: the event's wall clock, the limits of its days, the hours of its halls.

    Limits and hours are minutes from midnight of a day of the programme; `halls` names only those with hours.
    """

    local_start: datetime
    local_end: datetime
    timezone: str
    day_start: int
    day_end: int
    halls: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Clash:
    """`kind` is one of BLOCKS or WARNINGS; `sessions` the key of the session, or of the two in the order of keys.

    `about` is the hall or the person that is taken twice.
    """

    kind: str
    sessions: tuple[str, ...]
    about: str = ""

    @property
    def blocks(self) -> bool:
        return self.kind in BLOCKS


def clashes(slots: Iterable[Slot], frame: Frame) -> Iterator[Clash]:
    """Every clash once. There may be as many as there are pairs: take as many as you need."""
    slots = sorted(slots, key=lambda slot: (slot.local_start, slot.key))
    yield from _twice(HALL, ((slot.hall, slot) for slot in slots if slot.hall))
    yield from _twice(PERSON, ((person, slot) for slot in slots for person in sorted(slot.people)))
    for slot in slots:
        for kind in _alone(slot, frame):
            yield Clash(kind, (slot.key,))


def _twice(kind: str, uses: Iterable[tuple[str, Slot]]) -> Iterator[Clash]:
    """`uses` come in the order of time, so that only those that still run can meet the next one."""
    running: dict[str, list[Slot]] = defaultdict(list)
    for about, slot in uses:
        running[about] = [earlier for earlier in running[about] if earlier.local_end > slot.local_start]
        for earlier in running[about]:
            yield Clash(kind, (min(earlier.key, slot.key), max(earlier.key, slot.key)), about)
        running[about].append(slot)


def _alone(slot: Slot, frame: Frame) -> Iterator[str]:
    if slot.hall is None and slot.kind != BREAK:
        yield NO_HALL
    if not frame.local_start <= slot.local_start < slot.local_end <= frame.local_end:
        yield EVENT
    if not _within(slot, frame, frame.day_start, frame.day_end):
        yield DAY
    hours = frame.halls.get(slot.hall or "")
    if hours and not _within(slot, frame, *hours):
        yield CLOSED
    if not (exists(slot.local_start, frame.timezone) and exists(slot.local_end, frame.timezone)):
        yield CLOCK
    if slot.minutes > LONGEST.get(slot.kind, slot.minutes):
        yield LONG
    if slot.state == TENTATIVE:
        yield UNSURE
    if missing_languages(slot, frame):
        yield LANGUAGES


def _within(slot: Slot, frame: Frame, first: int, last: int) -> bool:
    midnight = datetime.combine(day_of(slot.local_start, frame.day_end), time.min)
    start = (slot.local_start - midnight) // timedelta(minutes=1)
    return first <= start and start + slot.minutes <= last


def missing_languages(slot: Slot, frame: Frame) -> list[str]:
    """Those of the event in which the session has no title."""
    return sorted(language for language in frame.languages if not slot.titles.get(language))


def days_of(frame: Frame, slots: Iterable[Slot]) -> list[date]:
    """The days of the event, and those on which a session lies outside of it, in order."""
    first, last = frame.local_start.date(), (frame.local_end - timedelta(microseconds=1)).date()
    days = {first + timedelta(days=number) for number in range((last - first).days + 1)}
    return sorted(days | {day_of(slot.local_start, frame.day_end) for slot in slots})
