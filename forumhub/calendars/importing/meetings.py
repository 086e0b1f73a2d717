"""What an import would enter: one meeting for each event, or for each recurrence of one, and what is said of it."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from forumhub.errors import ForumhubError, RuleBroken
from forumhub.events.recurrence import instant

CANCELLED = "cancelled"


@dataclass(frozen=True)
class Window:
    """The days, both included, from which meetings are taken, by their own clocks."""

    since: date
    until: date

    def holds(self, local: datetime) -> bool:
        return self.since <= local.date() <= self.until

    @property
    def begins(self) -> datetime:
        """With room for every zone's clock; so has `ends`."""
        return datetime(self.since.year, self.since.month, self.since.day, tzinfo=UTC) - timedelta(days=2)

    @property
    def ends(self) -> datetime:
        return datetime(self.until.year, self.until.month, self.until.day, tzinfo=UTC) + timedelta(days=3)


@dataclass(frozen=True)
class Meeting:
    """One event to enter. `uid` and `occurrence`, empty for what does not recur, name it for ever.

    The wall clocks are naive; `status` is tentative, confirmed or cancelled; `sequence` and `stamp` its revision.
    """

    number: int
    uid: str
    occurrence: str
    titles: Mapping[str, str]
    description: str
    venue: str
    local_start: datetime
    local_end: datetime
    timezone: str
    status: str
    access: str
    sequence: int
    stamp: datetime
    all_day: bool = False
    conference: str = ""

    @property
    def starts_at(self) -> datetime:
        return instant(self.local_start, self.timezone)

    @property
    def city(self) -> Mapping[str, str]:
        """A calendar does not tell it from the venue."""
        return {}

    @property
    def key(self) -> tuple[str, str]:
        return self.uid, self.occurrence

    @property
    def version(self) -> tuple[int, datetime]:
        return self.sequence, self.stamp

    @property
    def fingerprint(self) -> str:
        """Of what it says; the same where only its revision is another. What says neither that it is all-day nor a
        conference has the one that it had before these were read.
        """
        said = [dict(self.titles), self.description, self.venue, self.timezone, self.status, self.access]
        times = [self.local_start.isoformat(), self.local_end.isoformat()]
        more = [self.all_day, self.conference] if self.all_day or self.conference else []
        return sha256(json.dumps([said, times, *more], sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Remark:
    """What is said of a component that begins at this line."""

    number: int
    kind: str
    reason: ForumhubError


@dataclass
class Plan:
    """All of a file: every component of it is counted once, as read for its frame, taken, or refused with a reason.

    `taken` are the lines of the components of which `meetings` are made; `notes` say what was assumed or left out.
    """

    meetings: list[Meeting] = field(default_factory=list)
    frames: list[int] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    cut: set[tuple[int, str]] = field(default_factory=set)
    """By line and property, what was noted already: a recurring event has one text for many meetings."""

    @property
    def components(self) -> int:
        return len(self.frames) + len(self.taken) + len(self.refused)

    def note(self, number: int, kind: str, msgid: str, **values: object) -> None:
        self.notes.append(Remark(number, kind, RuleBroken(msgid, None, **values)))


_CHINESE = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def language_of(text: str, said: str, known: Iterable[str]) -> str:
    """The language that the file says (`LANGUAGE=`), else the one that the letters suggest, of those that are known."""
    known = list(known)
    guess = "zh" if _CHINESE.search(text) else "ru" if _CYRILLIC.search(text) else "en"
    return next((language for language in (said, guess) if language in known), known[0])
