"""How long an agenda's points take, against the time that there is, by the host's clock. Pure."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from forumhub.markdown.headings import take_number, take_parenthesis
from forumhub.markdown.points import minutes_in

_HEADING = re.compile(r"<h2\b[^>]*>(.*?)</h2>", re.DOTALL)
Span = tuple[datetime, datetime]
"""From a wall clock until another, at the host's."""


@dataclass(frozen=True)
class Timed:
    """A point with its length in minutes, and when it begins; None where that is not said, or cannot be known."""

    number: str
    title: str
    minutes: int | None
    starts: datetime | None


@dataclass(frozen=True)
class Timetable:
    """Minutes that the points take, and that there are between start and end without breaks; None where the meeting
    has days and no hours.
    """

    points: tuple[Timed, ...]
    taken: int
    available: int | None

    @property
    def overrun(self) -> int:
        """By how many minutes the points take more than there are; 0 where they fit, or where nobody knows."""
        return 0 if self.available is None else max(0, self.taken - self.available)


def timetable(page: str, start: datetime, end: datetime, breaks: Iterable[Span]) -> Timetable | None:
    """Of an agenda's page, as it was rendered; None while none of its points says how long it takes.

    A meeting of several days meets on each from the clock of its start until that of its end. Points without a
    length take no time.
    """
    read = _with_lengths(page)
    if not read:
        return None
    open_times = list(_open_times(start, end, sorted(breaks)))
    taken, points = 0, []
    for number, title, minutes in read:
        points.append(Timed(number, title, minutes, _clock(open_times, taken)))
        taken += minutes or 0
    return Timetable(tuple(points), taken, sum(_minutes(span) for span in open_times))


def lengths(page: str) -> Timetable | None:
    """The same of a meeting of whole days: no hour is told of it, so none of its points begins at one."""
    read = _with_lengths(page)
    if not read:
        return None
    points = tuple(Timed(number, title, minutes, None) for number, title, minutes in read)
    return Timetable(points, sum(point.minutes or 0 for point in points), None)


def _with_lengths(page: str) -> list[tuple[str, str, int | None]]:
    """The points; none while none of them says how long it takes."""
    read = list(_points(page))
    return read if any(minutes for _number, _title, minutes in read) else []


def _points(page: str) -> Iterator[tuple[str, str, int | None]]:
    for inside in _HEADING.findall(page):
        text = " ".join(html.unescape(re.sub(r"<[^>]*>", "", inside)).split())
        number, rest = take_number(text, None)
        title, parenthesis = take_parenthesis(rest)
        if number:
            yield number, title, minutes_in(parenthesis or "")


def _open_times(start: datetime, end: datetime, breaks: Sequence[Span]) -> Iterator[Span]:
    for opens, closes in _days(start, end):
        for begins, ends in breaks:
            if opens < ends and begins < closes:
                if opens < begins:
                    yield opens, begins
                opens = max(opens, ends)
        if opens < closes:
            yield opens, closes


def _days(start: datetime, end: datetime) -> Iterator[Span]:
    if start.time() >= end.time():  # through a night: it has no hours of the day that would come again
        yield start, end
        return
    for later in range((end.date() - start.date()).days + 1):
        day = start.date() + timedelta(days=later)
        yield datetime.combine(day, start.time()), datetime.combine(day, end.time())


def _clock(open_times: Sequence[Span], passed: int) -> datetime | None:
    """When so many minutes of the meeting have passed; None after its end."""
    for opens, closes in open_times:
        if passed < _minutes((opens, closes)):
            return opens + timedelta(minutes=passed)
        passed -= _minutes((opens, closes))
    return None


def _minutes(span: Span) -> int:
    return int((span[1] - span[0]).total_seconds()) // 60
