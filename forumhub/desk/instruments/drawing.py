"""An agreement's years: meetings and amendments on a line, and below it what each year decided, opened and closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from forumhub import phrases, svg
from forumhub.desk.instruments.rules import Edition
from forumhub.events.models import Event
from forumhub.events.rules import CANCELLED, HELD

KINDS = ("decisions", "opened", "closed")


@dataclass(frozen=True)
class Mark:
    """A version that came into force: where on the line, and its number."""

    x: float
    number: int
    label: str


@dataclass(frozen=True)
class YearRow:
    year: int
    held: int
    planned: int
    decisions: int
    opened: int
    closed: int
    versions: list[int]


@dataclass(frozen=True)
class Years:
    """`line` holds the meetings, `columns` what stands below, `rows` the same as a table, the latest year first."""

    line: svg.Timeline
    columns: list[svg.Column]
    marks: list[Mark]
    rows: list[YearRow]


def years_of(
    events: Sequence[Event],
    counts: Mapping[int, Mapping[str, int]],
    editions: Sequence[Edition],
    today: date,
    language: str,
) -> Years:
    """Events that were cancelled are left out. `counts` is by year, as `queries.counts_by_year` has it."""
    shown = [event for event in events if event.state != CANCELLED]
    began = [edition.since for edition in editions if edition.since]
    also = [*began, *(date(year, 1, 1) for year in counts)]
    line = svg.timeline([_meeting(event, today, language) for event in shown], today, _summary(shown, counts), also)
    drawn = {year: [(kind, its[kind]) for kind in KINDS] for year, its in counts.items()}
    marks = [_mark(edition, line.axis, language) for edition in editions if edition.since]
    return Years(line, svg.columns(line.axis, drawn), marks, _rows(line.axis, shown, counts, editions))


def _meeting(event: Event, today: date, language: str) -> svg.Meeting:
    """A forum or a high-level meeting is drawn larger than the rest."""
    return svg.Meeting(
        day=event.local_start.date(),
        label=f"{phrases.in_language(event.titles, language)}, {phrases.day(event.local_start, language)}",
        host=phrases.in_language(event.host.names, language) if event.host else _("no host"),
        held=event.ends_at.date() <= today,
        major=event.kind in ("high_level_meeting", "forum"),
        url=f"/events/{event.ulid}",
    )


def _mark(edition: Edition, axis: svg.Axis, language: str) -> Mark:
    assert edition.since
    values = {"number": edition.number, "day": phrases.day(edition.since, language)}
    label = _("Version %(number)s in force since %(day)s", **values)
    return Mark(axis.place(edition.since), edition.number, label)


def _summary(shown: Sequence[Event], counts: Mapping[int, Mapping[str, int]]) -> str:
    totals = {kind: sum(year[kind] for year in counts.values()) for kind in KINDS}
    held = sum(1 for event in shown if event.state == HELD)
    words = _(
        "Meetings held: %(held)s. Decisions: %(decisions)s. Actions opened: %(opened)s, closed: %(closed)s. "
        "The table below has each year.",
        held=held,
        **totals,
    )
    return str(words)


def _rows(
    axis: svg.Axis, shown: Sequence[Event], counts: Mapping[int, Mapping[str, int]], editions: Sequence[Edition]
) -> list[YearRow]:
    rows = []
    for year in reversed(axis.years):
        states = [event.state for event in shown if event.local_start.year == year]
        held, its = states.count(HELD), counts.get(year, dict.fromkeys(KINDS, 0))
        versions = [edition.number for edition in editions if edition.since and edition.since.year == year]
        planned = len(states) - held
        rows.append(YearRow(year, held, planned, its["decisions"], its["opened"], its["closed"], versions))
    return rows
