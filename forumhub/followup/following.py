"""Which meeting is the next one to all who read an item alike: never one of which any of them may not know. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from forumhub.events.rules import CANCELLED, POSTPONED
from forumhub.parties import policy
from forumhub.parties.policy import Reader

NO_DAY = (CANCELLED, POSTPONED)
"""States of a meeting whose day does not hold."""


@dataclass(frozen=True)
class Meeting:
    """`named` are those whom it names and who can sign in, by row id of the person, with their roles of today."""

    id: int
    series_id: int | None
    local_start: datetime
    state: str
    access: str
    changed_at: datetime
    party_ids: frozenset[int]
    named: Mapping[int, Reader] = field(default_factory=dict)


def is_known_to_readers_of(source: Meeting, other: Meeting) -> bool:
    """Whether all who may read what was agreed at `source` may know of `other`: who holds a role of its parties and,
    where it is not public, whom it names. What was agreed at a public one is read by its parties' people alone.
    """
    if other.access == policy.PUBLIC:
        return True
    public = source.access == policy.PUBLIC
    if policy.is_narrowed(policy.PARTIES if public else source.access, other.access):
        return False
    return source.party_ids <= other.party_ids and (
        public or all(_may_know(*named, other) for named in source.named.items())
    )


def _may_know(person: int, reader: Reader, other: Meeting) -> bool:
    """Delegates come and go: theirs is the action, though another of their party goes to the next closed meeting."""
    return bool(reader.party_ids & other.party_ids) or policy.may_see_event(
        reader, other.access, other.party_ids, named=person in other.named
    )


def next_day(after: Meeting, source: Meeting, meetings: Iterable[Meeting]) -> date | None:
    """The day, on the clock of its host, of the next meeting in the series of `after` of which all may know who read
    what was agreed at `source`; None where there is none."""
    later = [
        other.local_start
        for other in meetings_of_series(after, meetings)
        if other.local_start > after.local_start and other.state not in NO_DAY and is_known_to_readers_of(source, other)
    ]
    return min(later).date() if later else None


def hidden_days(after: Meeting, source: Meeting, meetings: Iterable[Meeting]) -> set[date]:
    """The days that only such meetings of the same series have as are hidden from a reader of what `source` agreed."""
    days: dict[bool, set[date]] = {True: set(), False: set()}
    for other in meetings_of_series(after, meetings):
        days[is_known_to_readers_of(source, other)].add(other.local_start.date())
    return days[False] - days[True]


def changed_at(source: Meeting, meetings: Iterable[Meeting]) -> datetime | None:
    """When one in the series of `source` changed last of which all its readers know."""
    known = (other for other in meetings_of_series(source, meetings) if is_known_to_readers_of(source, other))
    return max((other.changed_at for other in known), default=None)


def meetings_of_series(meeting: Meeting, meetings: Iterable[Meeting]) -> list[Meeting]:
    """None where it stands alone."""
    return [other for other in meetings if meeting.series_id is not None and other.series_id == meeting.series_id]
