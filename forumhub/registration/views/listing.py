"""Who comes to an event: for its organizers all, for a secretary those of their own party. `lists` makes it a file."""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from forumhub import clock
from forumhub.database import db
from forumhub.events.views.room import PER_PAGE, page_number
from forumhub.parties import policy
from forumhub.parties.policy import ORGANIZER, SECRETARY
from forumhub.registration import rules
from forumhub.registration.models import Registration
from forumhub.registration.selecting import asking, registrations, selection
from forumhub.registration.views.figures import figures_of
from forumhub.registration.views.filtering import filters_asked, filters_of, sort_asked
from forumhub.registration.views.room import blueprint, listed_event
from forumhub.web import current_reader, right


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


@dataclass(frozen=True)
class Rows:
    """A page of the list, as the pager takes it."""

    page: int
    total: int
    items: list[Registration]

    @property
    def pages(self) -> int:
        return -(-self.total // PER_PAGE)


def rows_of(statement: Select[Registration]) -> Rows:
    """The page of fifty that the address asks for; past the end it is the last one.

    All are found once, by their row ids, which tells how many there are too; only the fifty are read whole.
    """
    ids = list(db.session.scalars(statement.with_only_columns(Registration.id)))
    page = min(page_number(), -(-len(ids) // PER_PAGE) or 1)
    return Rows(page, len(ids), registrations(ids[(page - 1) * PER_PAGE : page * PER_PAGE]))
