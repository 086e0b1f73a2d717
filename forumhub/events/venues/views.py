"""Pages of venues."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, RuleBroken
from forumhub.events.forms import differences, put_beside
from forumhub.events.forms.event import version_of
from forumhub.events.venues import actions
from forumhub.events.venues.forms import VenueForm
from forumhub.events.venues.models import Venue
from forumhub.events.venues.queries import all_venues, get_venue, next_in
from forumhub.events.views.room import blueprint
from forumhub.parties.policy import ORGANIZER, may_organize
from forumhub.parties.queries import get_party
from forumhub.web import SIGNED_IN, current_reader, right

MOST_SHOWN = 20


@blueprint.get("/venues")
@right(SIGNED_IN)
def venues() -> ResponseReturnValue:
    reader = current_reader()
    return render_template(
        "events/venues.html",
        rows=all_venues(reader),
        closed=all_venues(reader, closed=True),
        may_make=bool(reader.parties_as(ORGANIZER)),
    )


@blueprint.get("/venues/<ulid>")
@right(SIGNED_IN)
def venue(ulid: str) -> ResponseReturnValue:
    reader = current_reader()
    row = get_venue(ulid, reader)
    return render_template(
        "events/venue.html",
        venue=row,
        events=next_in(row.id, reader, clock.now(), MOST_SHOWN),
        may_keep=may_organize(reader, {row.party_id}),
    )


@blueprint.route("/venues/new", methods=["GET", "POST"])
@right(ORGANIZER)
def venue_new() -> ResponseReturnValue:
    form, status = VenueForm(current_reader()), 200
    if form.is_submitted():
        status = 422
        ulid = _made(form) if form.validate() else None
        if ulid is not None:
            flash(_("The venue was entered. It can be chosen for events now."), "success")
            return redirect(url_for("events.venue", ulid=ulid))
    return render_template("events/venue_edit.html", form=form, venue=None, lost=None), status


def _made(form: VenueForm) -> str | None:
    """The new venue's ULID; None where it cannot be, which the form then says."""
    try:
        with writing():
            party = get_party(form.party.data)
            row = actions.create_venue(party, form.values(), form.hall_values(), by=current_reader(), now=clock.now())
            return row.ulid
    except RuleBroken as error:
        put_beside(form, error)
        return None


@blueprint.route("/venues/<ulid>/edit", methods=["GET", "POST"])
@right(ORGANIZER)
def venue_edit(ulid: str) -> ResponseReturnValue:
    reader, lost, status = current_reader(), None, 200
    row = get_venue(ulid, reader, to_keep=True)
    form = VenueForm(reader)
    del form.party
    if not form.is_submitted():
        form = VenueForm.of(row, reader)
    else:
        status = 422
        try:
            if form.validate():
                _saved(ulid, form)
                flash(_("Saved. Events that are planned there keep the name that was told."), "success")
                return redirect(url_for("events.venue", ulid=ulid))
        except Conflict:
            saved = VenueForm.of(get_venue(ulid, reader), reader)
            lost, status = differences(form, saved), 409
            form.lock_version.data, form.lock_version.raw_data = saved.lock_version.data, None
        except RuleBroken as error:
            put_beside(form, error)
    return render_template("events/venue_edit.html", form=form, venue=get_venue(ulid, reader), lost=lost), status


def _saved(ulid: str, form: VenueForm) -> None:
    reader = current_reader()
    with writing():
        row = get_venue(ulid, reader, to_keep=True)
        halls, version = form.hall_values(), version_of(form)
        actions.edit_venue(row, form.values(), halls, lock_version=version, by=reader, now=clock.now())


@blueprint.post("/venues/<ulid>/close")
@right(ORGANIZER)
def venue_close(ulid: str) -> ResponseReturnValue:
    return _turned(ulid, actions.close_venue, _("The venue is not offered any more. What is planned there stays."))


@blueprint.post("/venues/<ulid>/reopen")
@right(ORGANIZER)
def venue_reopen(ulid: str) -> ResponseReturnValue:
    return _turned(ulid, actions.reopen_venue, _("The venue is offered again."))


def _turned(ulid: str, act: Callable[..., Venue], done: str) -> ResponseReturnValue:
    reader: Any = current_reader()
    with writing():
        act(get_venue(ulid, reader, to_keep=True), by=reader, now=clock.now())
    flash(done, "success")
    return redirect(url_for("events.venue", ulid=ulid))
