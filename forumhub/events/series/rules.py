"""Pure decisions about series."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from forumhub.errors import N_, RuleBroken
from forumhub.events.rrules import check_rrule
from forumhub.events.rules import CANCELLED, MOST_DAYS, PLANNED

FARTHEST_YEARS = 10
"""How far ahead a series may be planned."""
INHERITED = ("titles", "kind", "languages", "access", "capacity", "agreement", "clause", "parties")
"""What an event takes from its series, unless it was set for this one."""


def check_rule(rrule: str) -> None:
    """Raises RuleBroken; an empty rule, dates by hand, is one too."""
    if rrule:
        check_rrule(rrule)


def check_length(minutes: int) -> None:
    """Raises RuleBroken for a meeting that ends before it begins, or lasts longer than an event may."""
    if minutes <= 0:
        raise RuleBroken(N_("The end is not after the start: set a later end."), field="local_end")
    if minutes > MOST_DAYS * 24 * 60:
        message = N_("A meeting of a series lasts at most %(days)s days.")
        raise RuleBroken(message, field="local_end", days=MOST_DAYS)


def check_rotation(host_ids: Sequence[int], party_ids: Collection[int]) -> None:
    """Raises RuleBroken where nobody hosts, or somebody who does not meet."""
    if not host_ids:
        raise RuleBroken(N_("Nobody is in the rotation of hosts: add at least one."), field="rotation")
    if not set(host_ids) <= set(party_ids):
        raise RuleBroken(N_("A host in the rotation is not among the parties of the series."), field="rotation")


def check_horizon(until: date, today: date) -> None:
    """Raises RuleBroken for a day that is too far off to be planned."""
    if until > today + timedelta(days=366 * FARTHEST_YEARS):
        message = N_("A series is planned at most %(years)s years ahead: choose an earlier day.")
        raise RuleBroken(message, field="until", years=FARTHEST_YEARS)


def follows(
    state: str, starts_at: datetime, occurrence: date | None, local_start: datetime, first: datetime, now: datetime
) -> bool:
    """Whether a change of the series reaches the event: planned, still to come, and where the rule had put it."""
    if occurrence is None or state not in PLANNED or starts_at <= now:
        return False
    return local_start == datetime.combine(occurrence, first.time())


def reassign(planned: Iterable[date], dates: Iterable[date], taken: Collection[date]) -> dict[date, date]:
    """For each planned day its day under a new rule, whose days are `dates`, in order.

    A day that the rule still has stays; another one goes to the rule's next day that is free, of which `taken` says
    which are not; where none is left it stays, too.
    """
    planned, dates = sorted(planned), sorted(dates)
    free = iter([day for day in dates if day not in taken])
    return {day: day if day in dates else next(free, day) for day in planned}


def numbers(meetings: Iterable[tuple[str, str, datetime]]) -> dict[str, int]:
    """By ULID the number of each meeting of a series, in the order of time; a cancelled one has none.

    Takes (ULID, state, start) of all meetings.
    """
    counted = sorted((start, ulid) for ulid, state, start in meetings if state != CANCELLED)
    return {ulid: number for number, (_, ulid) in enumerate(counted, start=1)}
