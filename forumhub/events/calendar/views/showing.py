"""The calendar: a month, a week, a day or a list, all by its address; the board asks for the same as JSON."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from forumhub import clock
from forumhub.events.calendar import drawing
from forumhub.events.calendar.drawing import Shown
from forumhub.events.calendar.holidays import Holiday, holidays_between
from forumhub.events.calendar.queries import events_of, traits_of
from forumhub.events.calendar.rules import (
    DAY,
    FACETS,
    LIST,
    MONTH,
    MOST_EVENTS,
    VIEWS,
    WEEK,
    Period,
    count,
    day_asked,
    is_movable,
    period_of,
)
from forumhub.events.calendar.views.here import here
from forumhub.events.forms.words import STATES
from forumhub.events.models import Event
from forumhub.events.queries import all_series
from forumhub.events.views.room import asked, blueprint
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader, may_organize
from forumhub.parties.queries import all_parties
from forumhub.phrases import in_language
from forumhub.web import PUBLIC, current_reader, language, right

NOTED = ("tentative", "postponed", "cancelled")
"""States that are said where an event has a cell only: the others are what one expects."""
MOST_COUNTRIES = 6
"""Of more parties, the holidays of the reader's own are shown only, unless one is asked for."""


@dataclass(frozen=True)
class Asked:
    """What an address of the calendar asks for; `zone` is None where each event stands on its host's clock."""

    reader: Reader
    now: datetime
    today: date
    period: Period
    zone: ZoneInfo | None
    filters: dict[str, str]

    @classmethod
    def by_address(cls) -> "Asked":
        reader, now, given = current_reader(), clock.now(), asked("view", "on", "clock")
        own = ZoneInfo(reader.timezone)
        today = now.astimezone(own).date()
        view = given["view"] if given["view"] in VIEWS else MONTH
        period = period_of(view, day_asked(given["on"], today))
        return cls(reader, now, today, period, None if given["clock"] == "host" else own, asked(*FACETS))

    def events(self) -> list[Shown]:
        found = events_of(self.reader, self.period, self.zone, **self.filters)
        return [Shown.of(event, self.zone) for event in found]

    def count(self) -> tuple[int, dict[str, Counter[str]]]:
        return count(traits_of(self.reader, self.period, self.zone), self.filters)

    def may_move(self, event: Event) -> bool:
        return is_movable(event.state, event.starts_at, self.now) and may_organize(self.reader, event.party_ids)

    def holidays(self, parties: list[Party]) -> dict[date, list[Holiday]]:
        near = [party for party in parties if party.code == self.filters["party"]] or parties
        if len(near) > MOST_COUNTRIES:
            near = [party for party in near if party.id in self.reader.party_ids]
        return holidays_between([party.code for party in near], self.period.days, language())


@blueprint.get("/calendar")
@right(PUBLIC)
def calendar() -> ResponseReturnValue:
    it, parties = Asked.by_address(), all_parties()
    (total, counts), shown, period = it.count(), it.events(), it.period
    row = drawing.days(period, it.today, shown, it.holidays(parties))
    return render_template(
        f"events/calendar/{'days' if period.view in (DAY, LIST) else period.view}.html",
        it=it,
        period=period,
        row=drawing.by_first_day(period, row) if period.view == LIST else row,
        weeks=drawing.weeks(row) if period.view == MONTH else [],
        week=drawing.week(row) if period.view == WEEK else None,
        total=total,
        unseen=max(0, total - MOST_EVENTS),
        counts=counts,
        offered=offered(it.reader, parties),
        here=here(),
        offset=it.now.astimezone(ZoneInfo(it.reader.timezone)).isoformat()[-6:],
    )


def offered(reader: Reader, parties: list[Party]) -> dict[str, list[tuple[str, str]]]:
    """Parties and series as (value, word); kinds and states have their words in templates."""
    return {
        "party": [(party.code, in_language(party.names, language())) for party in parties],
        "series": [(series.ulid, in_language(series.titles, language())) for series in all_series(reader)],
    }


@blueprint.get("/calendar.json")
@right(PUBLIC)
def calendar_json() -> ResponseReturnValue:
    """What the page with the same parameters shows: events as @event-calendar/core takes them, holidays by day."""
    it = Asked.by_address()
    free = it.holidays(all_parties())
    return {
        "events": [as_json(shown, it) for shown in it.events()],
        "holidays": {str(day): [{"name": str(each), "language": each.language} for each in free[day]] for day in free},
    }


def as_json(shown: Shown, it: Asked) -> dict[str, object]:
    """Wall clocks without a zone; a bar comes as whole days, its own start beside them."""
    event, several = shown.event, shown.as_bar
    start, end = f"{shown.start:%Y-%m-%dT%H:%M}", f"{shown.end:%Y-%m-%dT%H:%M}"
    movable = it.may_move(event)
    return {
        "id": event.ulid,
        "title": in_language(event.titles, language()),
        "start": f"{shown.first}T00:00" if several else start,
        "end": f"{shown.last + timedelta(days=1)}T00:00" if several else end,
        "allDay": several,
        "startEditable": movable,
        "classNames": [f"is-{event.state}"],
        "extendedProps": {
            "start": start,
            "hourless": event.all_day,
            "state": str(STATES[event.state]) if event.state in NOTED else "",
            "url": url_for("desk.event", ulid=event.ulid),
            "move": url_for("events.move", ulid=event.ulid, **here()) if movable else "",
        },
    }
