"""The list of events, as a page and as CSV."""

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
from forumhub.spreadsheet import as_csv
from forumhub.web import PUBLIC, current_reader, language, right

FILTERS = ("party", "kind", "series", "state")
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
    "all_day",
    "conference",
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
    rows = [COLUMNS, *(row(event) for event in db.session.scalars(statement))]
    answer = Response(as_csv(rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=events.csv"
    return answer


def row(event: Event) -> tuple[str, ...]:
    title, city = in_language(event.titles, language()), in_language(event.city, language())
    start, end = event.local_start.isoformat("T", "minutes"), event.local_end.isoformat("T", "minutes")
    host = event.host.code if event.host else ""
    stands = (event.ulid, event.register.code, title, event.kind, event.state, start, end)
    days = "yes" if event.all_day else ""
    return (*stands, event.timezone, city, event.venue, host, days, event.conference)
