"""Where the marks of our drawings stand. Places are percent of the drawing's width, so that text keeps its size."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

MOST_YEAR_LABELS = 14
LABELS_ON_A_PHONE = 5


@dataclass(frozen=True)
class Meeting:
    """A meeting to be drawn: `label` is its whole text for a reader who does not see the line."""

    day: date
    label: str
    host: str
    held: bool = True
    major: bool = True
    url: str = ""


@dataclass(frozen=True)
class Dot:
    x: float
    host: int
    label: str
    held: bool
    major: bool
    url: str


@dataclass(frozen=True)
class Year:
    x: float
    label: str
    minor: bool


@dataclass(frozen=True)
class Axis:
    """Whole years, `first` and `last` among them."""

    first: int
    last: int

    @classmethod
    def over(cls, days: Iterable[date]) -> "Axis":
        """The years that hold all of these days, of which there is one at least."""
        years = [day.year for day in days]
        return cls(min(years), max(years))

    @property
    def years(self) -> range:
        return range(self.first, self.last + 1)

    def place(self, day: date) -> float:
        begins, ends = date(self.first, 1, 1), date(self.last, 12, 31)
        return round(100 * (day - begins).days / (ends - begins).days, 2)


@dataclass(frozen=True)
class Timeline:
    axis: Axis
    hosts: list[str]
    dots: list[Dot]
    years: list[Year]
    today_x: float
    today_anchor: str
    summary: str


def timeline(meetings: Sequence[Meeting], today: date, summary: str, also: Iterable[date] = ()) -> Timeline:
    """Meetings in the order given, on an axis of whole years that holds all of them, `today` and the days `also`.

    `summary` is the drawing's text equivalent. Hosts are numbered in the order in which they first appear.
    """
    axis = Axis.over([*(meeting.day for meeting in meetings), today, *also])
    place = axis.place
    hosts = list(dict.fromkeys(meeting.host for meeting in meetings))
    dots = [Dot(place(m.day), hosts.index(m.host), m.label, m.held, m.major, m.url) for m in meetings]
    today_x = place(today)
    years = [Year(place(date(year, 1, 1)), str(year), minor) for year, minor in _year_labels(axis.first, axis.last)]
    return Timeline(axis, hosts, dots, years, today_x, "end" if today_x > 50 else "start", summary)


@dataclass(frozen=True)
class Column:
    """Of one year and kind: where it begins and how wide it is, in percent; how high, in percent of the highest."""

    kind: str
    x: float
    width: float
    height: float
    count: int


YEAR_FILLED = 0.72
"""How much of a year's width its columns take; the rest keeps the years apart."""


def columns(axis: Axis, counts: Mapping[int, Sequence[tuple[str, int]]]) -> list[Column]:
    """By year, (kind, number) beside one another, each kind at its own place in every year; none is drawn for 0."""
    highest = max((number for year in counts.values() for _kind, number in year), default=0)
    found = []
    for year in (year for year in axis.years if year in counts):
        begins = axis.place(date(year, 1, 1))
        width = (axis.place(date(year, 12, 31)) - begins) * YEAR_FILLED / max(len(counts[year]), 1)
        for place, (kind, number) in enumerate(counts[year]):
            if number:
                x, height = round(begins + place * width, 2), round(100 * number / highest, 1)
                found.append(Column(kind, x, round(width, 2), height, number))
    return found


def _year_labels(first: int, last: int) -> list[tuple[int, bool]]:
    """The years to write below the axis, and of each whether a narrow drawing leaves it out."""
    count = last - first + 1
    step = -(-count // MOST_YEAR_LABELS)
    years = range(first, last + 1, step)
    wide_step = -(-len(years) // LABELS_ON_A_PHONE)
    return [(year, index % wide_step > 0) for index, year in enumerate(years)]


@dataclass(frozen=True)
class Part:
    """Of a bar: where it begins and how wide it is, in percent."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class Bar:
    """`limit` is where a mark stands for what there may be at most; None where there is no limit."""

    parts: list[Part]
    limit: float | None


def stacked_bar(counts: Sequence[tuple[str, int]], longest: int, limit: int | None = None) -> Bar:
    """(kind, number) one after another, those of no number left out; `longest` is the number that fills the width."""
    scale = 100 / max(longest, 1)
    parts, at = [], 0
    for kind, number in counts:
        if number:
            parts.append(Part(kind, round(at * scale, 3), round(number * scale, 3)))
        at += number
    return Bar(parts, None if limit is None else round(limit * scale, 3))
