"""Who comes to an event: for its organizers all, for a secretary those of their own party; as a page and as CSV."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import db
from forumhub.events.views.room import asked, page_of
from forumhub.parties import policy
from forumhub.parties.models import Party
from forumhub.parties.policy import ORGANIZER, SECRETARY
from forumhub.phrases import in_language
from forumhub.registration import rules
from forumhub.registration.models import Registration
from forumhub.registration.queries import GUESTS, Tally, selection, tallies
from forumhub.registration.views.room import blueprint, listed_event
from forumhub.spreadsheet import as_csv
from forumhub.web import current_reader, language, right

COLUMNS = ("ulid", "party", "name", "own_name", "title", "email", "state", "asked_at", "changed_at")


@dataclass
class PartyCounts:
    """One row of the table of counts; `by_state` holds a number for each state."""

    code: str
    name: str
    by_state: dict[str, int] = field(default_factory=lambda: dict.fromkeys(rules.STATES, 0))


@blueprint.get("/events/<ulid>/registrations")
@right(ORGANIZER, SECRETARY)
def index(ulid: str) -> ResponseReturnValue:
    reader, filters = current_reader(), _filters()
    event = listed_event(ulid, reader)
    statement = selection(event, reader, **filters)
    counts = counts_by_party(tallies(event, reader))
    return render_template(
        "registration/list.html",
        event=event,
        page=page_of(statement),
        filters=filters,
        counts=counts,
        totals={state: sum(row.by_state[state] for row in counts) for state in rules.STATES},
        may_organize=policy.may_organize(reader, event.party_ids),
        is_open=rules.is_open(event.state, event.ends_at, clock.now()),
    )


def _filters() -> dict[str, str]:
    given = asked("party", "state", "search")
    return {**given, "state": given["state"] if given["state"] in rules.STATES else ""}


def counts_by_party(found: Iterable[Tally]) -> list[PartyCounts]:
    """In the order in which the parties come; guests, who come last, under GUESTS."""
    rows: dict[str, PartyCounts] = {}
    for tally in found:
        code, name = _party_words(tally.party)
        rows.setdefault(code, PartyCounts(code, name)).by_state[tally.state] = tally.number
    return list(rows.values())


def _party_words(party: Party | None) -> tuple[str, str]:
    return (party.code, in_language(party.names, language())) if party else (GUESTS, _("Guests"))


@blueprint.get("/events/<ulid>/registrations.csv")
@right(ORGANIZER, SECRETARY)
def index_csv(ulid: str) -> ResponseReturnValue:
    """The same list, filtered as it is, all pages of it."""
    reader = current_reader()
    event = listed_event(ulid, reader)
    found = db.session.scalars(selection(event, reader, **_filters()))
    answer = Response(as_csv([COLUMNS, *map(_row, found)]), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=registrations-{event.ulid}.csv"
    return answer


def _row(registration: Registration) -> tuple[str, ...]:
    person, party, asked_at = registration.person, registration.party, registration.queued_at
    who = (party.code if party else "", person.name, person.own_name, person.title, person.email or "")
    times = (asked_at.isoformat() if asked_at else "", registration.changed_at.isoformat())
    return (registration.ulid, *who, registration.state, *times)
