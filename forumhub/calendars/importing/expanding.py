"""When the meetings of one UID are: recurrences within a window (RFC 5545, 3.8.5), and never more than that."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import icalendar
import recurring_ical_events
from icalendar import vDDDLists, vDDDTypes, vRecur

from forumhub.calendars.importing.bounding import MOST_RULES, Budget, When, bounded_rule
from forumhub.calendars.importing.meetings import Window
from forumhub.errors import N_, RuleBroken

MOST_MEETINGS = 1_200
"""Of one UID, in the window: a meeting of every day for three years."""


class Span(NamedTuple):
    start: When
    end: When


@dataclass(frozen=True)
class Timed:
    """A component whose moments are all dates, or all aware datetimes."""

    number: int
    span: Span
    recurrence: When | None
    rules: list[str]
    rdates: list[When | tuple[When, When | timedelta]]
    exdates: list[When]
    version: tuple[int, datetime]

    @property
    def recurs(self) -> bool:
        return bool(self.rules or self.rdates)


class Occurrence(NamedTuple):
    """`number` is the line of the component that it comes from, `key` its RECURRENCE-ID, empty for what is one."""

    number: int
    key: str
    span: Span


def key_of(moment: When) -> str:
    """A RECURRENCE-ID as it is kept: '20261125', or '20261125T060000Z', whatever zone it was written in."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}" if isinstance(moment, datetime) else f"{moment:%Y%m%d}"


def occurrences(components: list[Timed], window: Window, budget: Budget) -> list[Occurrence]:
    """Of one UID: at most one component without a RECURRENCE-ID, and its overrides, each for another one.

    Raises RuleBroken for a rule that is not one or is not followed, and for more than MOST_MEETINGS.
    """
    if len(components) == 1 and not components[0].recurs:
        (only,) = components
        return [Occurrence(only.number, key_of(only.recurrence) if only.recurrence else "", only.span)]
    calendar = icalendar.Calendar()
    for component in components:
        calendar.add_component(_vevent(component, window, budget))
    try:
        found = list(_found(calendar, window))
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as error:
        raise RuleBroken(
            N_("Its recurrences cannot be followed: the rule and its dates do not fit together.")
        ) from error
    if len(found) > MOST_MEETINGS:
        message = N_("It makes more than %(most)s meetings in this window: choose a shorter one.")
        raise RuleBroken(message, most=f"{MOST_MEETINGS:,}")
    return found


def _found(calendar: icalendar.Calendar, window: Window) -> Iterator[Occurrence]:
    for vevent in recurring_ical_events.of(calendar).between(window.begins, window.ends):
        start, end = vevent["DTSTART"].dt, vevent["DTEND"].dt
        yield Occurrence(int(vevent["X-LINE"]), key_of(vevent["RECURRENCE-ID"].dt), Span(start, end))


def _vevent(component: Timed, window: Window, budget: Budget) -> icalendar.Event:
    """As the library takes it: without texts, and with rules that end where the window does."""
    vevent = icalendar.Event()
    vevent["UID"], vevent["X-LINE"], vevent["SEQUENCE"] = "one", str(component.number), 0
    vevent["DTSTART"], vevent["DTEND"] = map(vDDDTypes, component.span)
    if component.recurrence is not None:
        vevent["RECURRENCE-ID"] = vDDDTypes(component.recurrence)
        return vevent
    if len(component.rules) > MOST_RULES:
        raise RuleBroken(N_("It has more than %(most)s rules: make one event of each."), most=MOST_RULES)
    if rules := [bounded_rule(rule, component.span.start, window.ends, budget) for rule in component.rules]:
        vevent["RRULE"] = [vRecur.from_ical(rule) for rule in rules]
    if component.rdates:
        vevent["RDATE"] = vDDDLists(component.rdates)
    if component.exdates:
        vevent["EXDATE"] = vDDDLists(component.exdates)
    return vevent
