"""The list of series, and the page of one."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock, svg
from forumhub.events.models import Event
from forumhub.events.queries import all_series, get_series
from forumhub.events.rules import HELD
from forumhub.events.series.forms import HorizonForm
from forumhub.events.series.queries import next_meetings, numbers_of, visible_meetings
from forumhub.events.series.views.planning import horizon_of
from forumhub.events.views.room import blueprint
from forumhub.parties.policy import ORGANIZER, may_organize
from forumhub.phrases import day, in_language
from forumhub.web import PUBLIC, current_reader, language, right


@blueprint.get("/series")
@right(PUBLIC)
def series_index() -> ResponseReturnValue:
    reader, now = current_reader(), clock.now()
    may_make = bool(reader.parties_as(ORGANIZER))
    rows, following = all_series(reader), next_meetings(reader, now)
    return render_template("events/series_list.html", rows=rows, following=following, may_make=may_make)


@blueprint.get("/series/<ulid>")
@right(PUBLIC)
def series(ulid: str) -> ResponseReturnValue:
    reader, now = current_reader(), clock.now()
    row = get_series(ulid, reader)
    meetings = visible_meetings(row.id, reader)
    today = now.astimezone(ZoneInfo(reader.timezone)).date()
    return render_template(
        "events/series.html",
        series=row,
        meetings=meetings,
        numbers=numbers_of([event.id for event in meetings]),
        drawing=drawing(meetings, today) if meetings else None,
        now=now,
        may_organize=may_organize(reader, row.party_ids),
        horizon=HorizonForm(formdata=None, until=horizon_of(row, now)),
    )


def drawing(meetings: list[Event], today: date) -> svg.Timeline:
    """Meetings past and planned; the text says how many of each."""
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
    held = sum(dot.held for dot in dots)
    return svg.timeline(dots, today, _("%(held)s held, %(others)s others", held=held, others=len(dots) - held))
