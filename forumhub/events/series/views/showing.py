"""The list of series, and the page of one."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock, svg
from forumhub.events.copying.queries import source_of_series
from forumhub.events.models import Event, Series, SeriesRule
from forumhub.events.queries import get_series
from forumhub.events.rules import HELD, PLANNED
from forumhub.events.series.forms import HorizonForm
from forumhub.events.series.placing import next_place
from forumhub.events.series.queries import (
    count_meetings,
    due,
    meetings_around,
    meetings_listed,
    next_meetings,
    numbers_of,
    series_listed,
)
from forumhub.events.series.rules import EXTRA, MOVED
from forumhub.events.series.views.planning import horizon_of
from forumhub.events.views.room import asked, blueprint, page_of
from forumhub.parties.policy import ORGANIZER, may_organize
from forumhub.phrases import day, in_language
from forumhub.web import PUBLIC, current_reader, language, right

MOST_DRAWN = 30
"""Meetings on the line, before today and after."""


@blueprint.get("/series")
@right(PUBLIC)
def series_index() -> ResponseReturnValue:
    reader, now = current_reader(), clock.now()
    page, may_make = page_of(series_listed(reader)), bool(reader.parties_as(ORGANIZER))
    following = next_meetings([row.id for row in page.items], reader, now)
    return render_template("events/series_list.html", page=page, following=following, may_make=may_make)


@blueprint.get("/series/<ulid>")
@right(PUBLIC)
def series(ulid: str) -> ResponseReturnValue:
    reader, now = current_reader(), clock.now()
    row, past = get_series(ulid, reader), asked("when")["when"] == "past"
    page = page_of(meetings_listed(row.id, reader, now, past=past))
    held, others = count_meetings(row.id, reader)
    today = now.astimezone(ZoneInfo(reader.timezone)).date()
    drawn = meetings_around(row.id, reader, now, MOST_DRAWN)
    return render_template(
        "events/series.html",
        series=row,
        source=source_of_series(row, reader),
        page=page,
        past=past,
        rules=rules_to_come(row, today),
        skips=[skip for skip in row.skips if skip.day >= today],
        numbers=numbers_of([event.id for event in page.items]),
        exceptions={event.id: exception_of(event, row) for event in page.items},
        open_to_change={event.id for event in page.items if event.state in PLANNED and event.starts_at > now},
        drawing=drawing(drawn, today, _("%(held)s held, %(others)s others", held=held, others=others)),
        may_organize=may_organize(reader, row.party_ids),
        horizon=HorizonForm(formdata=None, until=horizon_of(row, now)),
    )


def rules_to_come(row: Series, today: date) -> list[SeriesRule]:
    """Those that have a day from today on and before the next one begins; the last in any case."""
    ends = [*(later.from_day for later in row.rules[1:]), None]
    return [rule for rule, end in zip(row.rules, ends, strict=True) if end is None or _lasts(rule, today, end)]


def _lasts(rule: SeriesRule, today: date, end: date) -> bool:
    place = next_place([rule], max(today, rule.from_day))
    return place is not None and place.day < end


def exception_of(event: Event, row: Series) -> str:
    """EXTRA, MOVED, or empty for a meeting where its rule has put it."""
    if event.occurrence is None:
        return EXTRA
    return "" if event.local_start == due(event.occurrence, row.rules) else MOVED


def drawing(meetings: Iterable[Event], today: date, summary: str) -> svg.Timeline | None:
    """Meetings past and planned, those nearest to today; the summary says how many there are of all."""
    dots = [
        svg.Meeting(
            day=event.local_start.date(),
            label=f"{day(event.local_start, language())}, {in_language(event.city, language())}",
            host=in_language(event.host.names, language()) if event.host else _("online"),
            held=event.state == HELD,
            url=url_for("desk.event", ulid=event.ulid),
        )
        for event in meetings
    ]
    return svg.timeline(dots, today, summary) if dots else None
