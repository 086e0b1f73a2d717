"""How a period is laid out: days with their events, and a week as a table of half hours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from forumhub.events.calendar.holidays import Holiday
from forumhub.events.calendar.rules import Period, days_of, shown_clock
from forumhub.events.models import Event

MOST_IN_A_CELL = 4
MOST_BESIDE_ONE_ANOTHER = 3
SLOT = 30  # minutes
USUAL_HOURS = (8, 18)


@dataclass(frozen=True)
class Shown:
    """An event on the clock of the page: naive start and end, its first and last day."""

    event: Event
    start: datetime
    end: datetime
    first: date
    last: date

    @classmethod
    def of(cls, event: Event, zone: ZoneInfo | None) -> "Shown":
        start, end = shown_clock(event, zone)
        return cls(event, start, end, *days_of(start, end))

    @property
    def length(self) -> int:
        """In days, counting the first and the last."""
        return (self.last - self.first).days + 1

    @property
    def as_bar(self) -> bool:
        """Whether it takes whole days, and no hours of one."""
        return self.length > 1 or self.event.all_day

    def number_on(self, day: date) -> int:
        return (day - self.first).days + 1


@dataclass
class Day:
    """A day and what takes place on it; `other` days belong to the months beside."""

    date: date
    other: bool = False
    today: bool = False
    holidays: Sequence[Holiday] = ()
    events: list[Shown] = field(default_factory=list)

    @property
    def weekend(self) -> bool:
        return self.date.weekday() > 4

    @property
    def few(self) -> list[Shown]:
        """As many as a cell of the month has room for."""
        return self.events[: self._room]

    @property
    def more(self) -> int:
        return len(self.events) - self._room

    @property
    def _room(self) -> int:
        return len(self.events) if len(self.events) <= MOST_IN_A_CELL else MOST_IN_A_CELL - 1


def days(period: Period, today: date, events: Iterable[Shown], holidays: Mapping[date, Sequence[Holiday]]) -> list[Day]:
    """The days of the period, each with all that takes place on it."""
    month = period.on.month
    row = [Day(day, day.month != month, day == today, holidays.get(day, ())) for day in period.days]
    for shown in events:
        first, last = max(shown.first, period.first), min(shown.last, period.last)
        for number in range((first - period.first).days, (last - period.first).days + 1):
            row[number].events.append(shown)
    return row


def weeks(row: list[Day]) -> list[list[Day]]:
    return [row[number : number + 7] for number in range(0, len(row), 7)]


def by_first_day(period: Period, row: list[Day]) -> list[Day]:
    """The days on which something begins, or goes on as the period begins; each event once."""
    for day in row:
        day.events = [shown for shown in day.events if max(shown.first, period.first) == day.date]
    return [day for day in row if day.events]


@dataclass(frozen=True)
class Cell:
    """Of the week's table; an empty one where `shown` is None."""

    shown: Shown | None = None
    rows: int = 1
    columns: int = 1


@dataclass
class Column:
    """A day of the week: lanes of events that do not meet, as many as are needed; `more` found no lane."""

    day: Day
    lanes: list[list[tuple[int, int, Shown]]]
    more: int


@dataclass
class Week:
    """`several`: rows of what lasts several days; `hours`: the cells of each half hour, and the hour of full ones."""

    columns: list[Column]
    several: list[list[Cell]]
    hours: list[tuple[int | None, list[Cell]]]
    first: int
    until: int


def week(row: list[Day]) -> Week:
    columns = [_column(day) for day in row]
    slots = [slot for column in columns for lane in column.lanes for slot in lane]
    first = min([USUAL_HOURS[0], *(start * SLOT // 60 for start, _end, _shown in slots)])
    until = max([USUAL_HOURS[1], *(-(-end * SLOT // 60) for _start, end, _shown in slots)])
    numbers = range(first * 60 // SLOT, until * 60 // SLOT)
    hours = [(n * SLOT // 60 if n * SLOT % 60 == 0 else None, _cells_at(columns, n)) for n in numbers]
    return Week(columns, _several(row, columns), hours, first, until)


def _column(day: Day) -> Column:
    lanes: list[list[tuple[int, int, Shown]]] = [[]]
    more = 0
    for shown in (shown for shown in day.events if not shown.as_bar):
        start, end = _slots(shown)
        lane = next((lane for lane in lanes if not lane or lane[-1][1] <= start), None)
        if lane is None and len(lanes) < MOST_BESIDE_ONE_ANOTHER:
            lanes.append(lane := [])
        if lane is None:
            more += 1
        else:
            lane.append((start, end, shown))
    return Column(day, lanes, more)


def _slots(shown: Shown) -> tuple[int, int]:
    """From which half hour until which, at least one."""
    midnight = datetime.combine(shown.first, time())
    start = (shown.start - midnight) // timedelta(minutes=SLOT)
    return start, max(start + 1, -(-(shown.end - midnight) // timedelta(minutes=SLOT)))


def _cells_at(columns: list[Column], number: int) -> list[Cell]:
    """Cells that begin in the half hour of this number; what goes on there spans it."""
    cells = []
    for lane in (lane for column in columns for lane in column.lanes):
        here = next((slot for slot in lane if slot[0] <= number < slot[1]), None)
        if here is None:
            cells.append(Cell())
        elif here[0] == number:
            cells.append(Cell(here[2], rows=here[1] - here[0]))
    return cells


def _several(row: list[Day], columns: list[Column]) -> list[list[Cell]]:
    """Rows of bars over several days, each in the first row where it meets no other."""
    rows: list[list[Shown]] = []
    for shown in dict.fromkeys(shown for day in row for shown in day.events if shown.as_bar):
        free = next((each for each in rows if each[-1].last < shown.first), None)
        if free is None:
            rows.append([shown])
        else:
            free.append(shown)
    widths = {column.day.date: len(column.lanes) for column in columns}
    return [_bars(each, widths) for each in rows]


def _bars(bars: list[Shown], widths: dict[date, int]) -> list[Cell]:
    cells, by_day = [], {day: shown for shown in bars for day in widths if shown.first <= day <= shown.last}
    for day, width in widths.items():
        shown = by_day.get(day)
        if shown is None:
            cells.append(Cell(columns=width))
        elif day == max(shown.first, min(widths)):
            cells.append(Cell(shown, columns=sum(widths[each] for each in widths if by_day.get(each) is shown)))
    return cells
