"""Who comes to an event: for its organizers all, for a secretary those of their own party; as a page and as CSV."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select
from sqlalchemy.orm import lazyload

from forumhub import clock
from forumhub.database import db
from forumhub.events.views.room import page_of
from forumhub.parties import policy
from forumhub.parties.policy import ORGANIZER, SECRETARY
from forumhub.registration import rules
from forumhub.registration.models import Registration
from forumhub.registration.selecting import asking, registrations, selection
from forumhub.registration.views.figures import figures_of
from forumhub.registration.views.filtering import filters_asked, filters_of, sort_asked
from forumhub.registration.views.room import blueprint, listed_event
from forumhub.spreadsheet import as_csv
from forumhub.web import current_reader, right

COLUMNS = ("ulid", "party", "name", "own_name", "title", "email", "state", "function", "way", "asked_at", "changed_at")


@blueprint.get("/events/<ulid>/registrations")
@right(ORGANIZER, SECRETARY)
def index(ulid: str) -> ResponseReturnValue:
    reader, filters, sort = current_reader(), filters_asked(), sort_asked()
    event = listed_event(ulid, reader)
    page = rows_of(selection(event, reader, sort=sort, **filters_of(filters, reader)))
    return render_template(
        "registration/list.html",
        event=event,
        page=page,
        asking=asking([row.id for row in page.items if row.state == rules.INVITED]),
        filters=filters,
        sort=sort,
        figures=figures_of(event, reader),
        may_organize=policy.may_organize(reader, event.party_ids),
        is_open=rules.is_open(event.state, event.ends_at, clock.now()),
        now=clock.now(),
    )


def rows_of(statement: Select[Registration]) -> Pagination:
    """The page of fifty that the address asks for. Only its rows are read whole, however many are sorted."""
    page = page_of(statement.with_only_columns(Registration.id))
    page.items = registrations(page.items)
    return page


@blueprint.get("/events/<ulid>/registrations.csv")
@right(ORGANIZER, SECRETARY)
def index_csv(ulid: str) -> ResponseReturnValue:
    """The same list, filtered and sorted as it is, all pages of it."""
    reader = current_reader()
    event = listed_event(ulid, reader)
    chosen = selection(event, reader, sort=sort_asked(), **filters_of(filters_asked(), reader))
    found = db.session.scalars(chosen.options(lazyload(Registration.event)))
    answer = Response(as_csv([COLUMNS, *map(_row, found)]), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=registrations-{event.ulid}.csv"
    return answer


def _row(registration: Registration) -> tuple[str, ...]:
    person, party, asked_at = registration.person, registration.party, registration.queued_at
    who = (party.code if party else "", person.name, person.own_name, person.title, person.email or "")
    times = (asked_at.isoformat() if asked_at else "", registration.changed_at.isoformat())
    return (registration.ulid, *who, registration.state, registration.function, registration.way, *times)
