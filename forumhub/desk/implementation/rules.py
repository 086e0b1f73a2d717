"""How an item stood on a day of the past, replayed from what was said about it; and what a period brought. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from forumhub.errors import N_, RuleBroken
from forumhub.followup.rules import (
    CANCELLED,
    CLOSED,
    DUE_COUNTS,
    OPEN,
    PROPOSED,
    PROVISIONAL,
    SAID_OF,
    STATE_BY_MINUTES,
    UNFINISHED,
    WITHDRAWN,
)
from forumhub.followup.wishes import AGREE, CANCEL

NEVER_AGREED = (PROPOSED, PROVISIONAL, WITHDRAWN)
"""States of an item that has no day on which it was agreed."""
LATER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Period:
    """Whole days in UTC, both included."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time(), tzinfo=UTC)

    @property
    def ends(self) -> datetime:
        """The last moment of it."""
        return datetime.combine(self.last + timedelta(days=1), time(), tzinfo=UTC) - timedelta(microseconds=1)

    def holds(self, moment: datetime | None) -> bool:
        return moment is not None and self.begins <= moment <= self.ends


def require_period(first: date, last: date, today: date) -> Period:
    """Raises RuleBroken where it ends before it begins, or after today: how things will stand is not known."""
    if last > today:
        raise RuleBroken(
            N_("The period ends after today; how things will stand is not known. Choose %(day)s or an earlier day."),
            field="until",
            day=today.isoformat(),
        )
    if last < first:
        raise RuleBroken(N_("The period ends before it begins; choose a later last day."), field="until")
    return Period(first, last)


@dataclass(frozen=True)
class Told:
    """What a party reported, or every party in agreed minutes, when it took effect. `due` is as it was written."""

    act: str
    at: datetime
    by_minutes: bool = False
    due: str = ""


@dataclass(frozen=True)
class Filed:
    """An item as the register holds it today, and what was told about it, oldest first."""

    kind: str
    state: str
    opened_at: datetime | None
    due_on: date | None = None
    original_due_on: date | None = None
    told: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Standing:
    """`since` is when it came into its state. `due_known` is false where only that a new day was set is kept."""

    state: str
    since: datetime
    due_on: date | None = None
    due_known: bool = True

    def is_overdue(self, on: date) -> bool:
        return self.state in DUE_COUNTS and self.due_known and self.due_on is not None and self.due_on < on


def standing_at(filed: Filed, moment: datetime) -> Standing | None:
    """None where it was not agreed by then."""
    if filed.opened_at is None or filed.opened_at > moment:
        return None
    standing = Standing(OPEN, filed.opened_at, filed.original_due_on)
    for place, told in enumerate(filed.told):
        if told.at <= moment:
            standing = _after(standing, filed, place)
    return standing


def is_explained(filed: Filed) -> bool:
    """Whether what was told leads to the state in which it is today."""
    now = standing_at(filed, LATER)
    return filed.state in NEVER_AGREED if now is None else now.state == filed.state


def _after(standing: Standing, filed: Filed, place: int) -> Standing:
    told = filed.told[place]
    if told.by_minutes and standing.state not in SAID_OF.get(told.act, ()):
        return standing  # it was finished by other means in the meantime
    state = _state_after(filed, place)
    if state and state != standing.state:
        standing = replace(standing, state=state, since=told.at)
    if told.due and (told.by_minutes or told.act == AGREE):
        standing = _new_day(standing, filed, place)
    return standing


def _state_after(filed: Filed, place: int) -> str | None:
    """None where this changes no state. A wish to cancel does where it was the last one that was needed."""
    told = filed.told[place]
    if told.act != CANCEL:
        return STATE_BY_MINUTES.get(told.act)
    last = not any(later.act == CANCEL for later in filed.told[place + 1 :])
    return CANCELLED if filed.state == CANCELLED and last else None


def _new_day(standing: Standing, filed: Filed, place: int) -> Standing:
    """`next meeting` is the day that the item has today, if no other was set since; else that day is not known."""
    try:
        return replace(standing, due_on=date.fromisoformat(filed.told[place].due), due_known=True)
    except ValueError:
        pass
    later = any(each.due and (each.by_minutes or each.act == AGREE) for each in filed.told[place + 1 :])
    known = filed.told[place].due == "ongoing" or not later
    day = None if filed.told[place].due == "ongoing" or later else filed.due_on
    return replace(standing, due_on=day, due_known=known)


@dataclass(frozen=True)
class Entry:
    """An item in a report: how it reads, and how it stood at the period's end. `standing` None: not agreed by then."""

    reference: str
    texts: Mapping[str, str]
    owners: Sequence[str]
    filed: Filed
    standing: Standing | None
    explained: bool


@dataclass
class Findings:
    """What a period brought under one clause. Actions are as they stood at its end."""

    decisions: list[Entry] = field(default_factory=list)
    recommendations: list[Entry] = field(default_factory=list)
    opened: list[Entry] = field(default_factory=list)
    closed: list[Entry] = field(default_factory=list)
    ended: list[Entry] = field(default_factory=list)
    """Cancelled, superseded or withdrawn in the period."""
    unfinished: list[Entry] = field(default_factory=list)
    overdue: list[Entry] = field(default_factory=list)
    """Those of `unfinished` whose day had passed."""
    unknown: list[Entry] = field(default_factory=list)
    """Of which the history does not tell how they stood, or when they were due."""

    def add(self, entry: Entry, period: Period) -> None:
        if not entry.explained:
            self.unknown.append(entry)
        elif entry.standing is not None:
            self._add(entry, entry.standing, period)

    def _add(self, entry: Entry, standing: Standing, period: Period) -> None:
        new = period.holds(entry.filed.opened_at)
        if entry.filed.kind == "ACTION":
            self._add_action(entry, standing, period, new=new)
        elif new and entry.filed.kind == "DECISION":
            self.decisions.append(entry)
        elif new and entry.filed.kind == "RECOMMENDATION":
            self.recommendations.append(entry)

    def _add_action(self, entry: Entry, standing: Standing, period: Period, *, new: bool) -> None:
        if new:
            self.opened.append(entry)
        if standing.state in UNFINISHED:
            self.unfinished.append(entry)
            if standing.is_overdue(period.last):
                self.overdue.append(entry)
            if not standing.due_known:
                self.unknown.append(entry)
        elif period.holds(standing.since):
            (self.closed if standing.state == CLOSED else self.ended).append(entry)

    @property
    def is_empty(self) -> bool:
        return not any(vars(self).values())
