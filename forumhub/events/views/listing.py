"""The list of events, as a page and as CSV."""

import csv
import io
from collections.abc import Iterable

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from forumhub import clock
from forumhub.database import db
from forumhub.events.models import Event
from forumhub.events.queries import all_series, selection
from forumhub.events.views.room import asked, blueprint, page_of
from forumhub.parties.policy import ORGANIZER, Reader
from forumhub.parties.queries import all_parties
from forumhub.phrases import in_language
from forumhub.web import PUBLIC, current_reader, language, right

FILTERS = ("party", "kind", "series", "state")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The wide ones begin a formula where a spreadsheet is set to Chinese."""
MOST_ROWS = 5000
COLUMNS = (
    "ulid",
    "register",
    "title",
    "kind",
    "state",
    "local_start",
    "local_end",
    "timezone",
    "city",
    "venue",
    "host",
)


@blueprint.get("/events")
@right(PUBLIC)
def index() -> ResponseReturnValue:
    reader, filters, now = current_reader(), asked(*FILTERS), clock.now()
    past = asked("when")["when"] == "past"
    statement = selection(reader, now, past=past, **filters)
    return render_template(
        "events/list.html",
        page=page_of(statement),
        past=past,
        filters=filters,
        offered=offered(reader),
        may_make=bool(reader.parties_as(ORGANIZER)),
    )


def offered(reader: Reader) -> dict[str, list[tuple[str, str]]]:
    """What the list can be filtered by, beside kinds and states: (value, word)."""
    return {
        "party": [(party.code, in_language(party.names, language())) for party in all_parties()],
        "series": [(series.ulid, in_language(series.titles, language())) for series in all_series(reader)],
    }


@blueprint.get("/events.csv")
@right(PUBLIC)
def index_csv() -> ResponseReturnValue:
    """The same list, filtered as it is, with at most MOST_ROWS rows."""
    past = asked("when")["when"] == "past"
    statement = selection(current_reader(), clock.now(), past=past, **asked(*FILTERS)).limit(MOST_ROWS)
    answer = Response(as_csv(db.session.scalars(statement)), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = "attachment; filename=events.csv"
    return answer


def as_csv(events: Iterable[Event]) -> str:
    """With a byte-order mark, by which spreadsheets know UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([cell(value) for value in row(event)] for event in events)
    return "\ufeff" + text.getvalue()


def row(event: Event) -> tuple[str, ...]:
    title, city = in_language(event.titles, language()), in_language(event.city, language())
    start, end = event.local_start.isoformat("T", "minutes"), event.local_end.isoformat("T", "minutes")
    host = event.host.code if event.host else ""
    stands = (event.ulid, event.register.code, title, event.kind, event.state, start, end)
    return (*stands, event.timezone, city, event.venue, host)


def cell(text: str) -> str:
    """A spreadsheet would run what begins like a formula; an apostrophe keeps it text."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text
