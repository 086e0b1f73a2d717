"""Pure decisions about series."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from forumhub.errors import N_, RuleBroken
from forumhub.events.rrules import check_rrule
from forumhub.events.rules import CANCELLED, HELD, MOST_DAYS, PLANNED, POSTPONED
from forumhub.parties.policy import PUBLIC

FARTHEST_YEARS = 10
"""How far ahead a series may be planned."""
USUAL_MONTHS = 24
BRIEF_DETAIL, FULL_DETAIL = "brief", "full"
CALENDAR_DETAILS = (BRIEF_DETAIL, FULL_DETAIL)
"""What mails, and calendars outside, may carry of meetings that are not public: title, time, city and link, or all."""
INHERITED = (
    "titles", "kind", "languages", "access", "capacity", "agreement", "clause", "parties", "all_day", "conference",
)  # fmt: skip
"""What an event takes from its series, unless it was set for this one."""

BEGAN, MOVED, EXTRA, EARLIER, OTHERS, OWN = "began", "moved", "extra", "earlier", "others", "own"
AGREED = "agreed"
"""Another room keeps it as it is: minutes of it are agreed."""
"""Why a meeting stays when its series changes; HELD, CANCELLED and POSTPONED say it themselves."""


def lets_out(access: str, detail: str) -> bool:
    """Whether mails, and calendars outside, may carry more than title, time, city and link."""
    return access == PUBLIC or detail == FULL_DETAIL


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


def check_months(months: int) -> None:
    """Raises RuleBroken for a horizon of no month, or of more than FARTHEST_YEARS."""
    if not 1 <= months <= 12 * FARTHEST_YEARS:
        message = N_("A series is planned 1 to %(most)s months ahead.")
        raise RuleBroken(message, field="months_ahead", most=12 * FARTHEST_YEARS)


def horizon(today: date, months: int) -> date:
    """The day until which a series is planned: so many months from today, at the end of that month."""
    month = today.year * 12 + today.month + months
    return date(month // 12, month % 12 + 1, 1) - timedelta(days=1)


def check_new_start(first: datetime, earlier: Iterable[date]) -> None:
    """Raises RuleBroken where a changed rule would begin before a meeting that it does not reach."""
    last = max(earlier, default=None)
    if last is not None and first.date() <= last:
        message = N_("The meeting before it is on %(day)s: choose a later start, or change that meeting as well.")
        raise RuleBroken(message, field="local_start", day=last.isoformat())


def check_to_come(start: datetime, starts_at: datetime, now: datetime) -> None:
    """Raises RuleBroken where a change would put a meeting into the past."""
    if starts_at <= now:
        message = N_("A meeting would be on %(day)s, which has passed: choose a later start.")
        raise RuleBroken(message, field="local_start", day=start.date().isoformat())


def stays_because(
    state: str, starts_at: datetime, occurrence: date | None, local_start: datetime, due: datetime | None, now: datetime
) -> str:
    """Why a change of the series does not reach the event; empty where it does.

    `due` is the start that its rule gave it, by the wall clock; None for an extra meeting.
    """
    if state in (HELD, CANCELLED, POSTPONED):
        return state
    if starts_at <= now:
        return BEGAN
    if occurrence is None or due is None:
        return EXTRA
    assert state in PLANNED
    return "" if local_start == due else MOVED
