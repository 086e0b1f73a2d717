"""Who is in and who is expected, by name: to let in without a code, and to put right what was wrong."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import new_ulid, writing
from forumhub.events.queries import get_event
from forumhub.events.views.room import asked, page_of
from forumhub.parties.policy import ORGANIZER
from forumhub.registration.checkin import rules
from forumhub.registration.checkin.actions import undo_check_in
from forumhub.registration.checkin.queries import at_the_door, attendance_of
from forumhub.registration.checkin.views.door import closed_words
from forumhub.registration.queries import get_registration
from forumhub.registration.views.room import blueprint
from forumhub.web import current_reader, right


@blueprint.get("/events/<ulid>/check-in/people")
@right(ORGANIZER)
def check_in_people(ulid: str) -> ResponseReturnValue:
    reader = current_reader()
    event, filters = get_event(ulid, reader, to_organize=True), asked("show", "party", "search")
    filters["show"] = filters["show"] if filters["show"] in rules.SHOWN else ""
    return render_template(
        "registration/checkin/people.html",
        event=event,
        filters=filters,
        page=page_of(at_the_door(event, reader, **filters)),
        attendance=attendance_of(event, reader),
        closed=closed_words(event),
        new_ulid=new_ulid,
    )


@blueprint.post("/registrations/<ulid>/check-in/undo")
@right(ORGANIZER)
def undo_check_in_of(ulid: str) -> ResponseReturnValue:
    """`back`: where from, `door` or one of the lists."""
    reader = current_reader()
    with writing():
        registration = undo_check_in(get_registration(ulid, reader), by=reader, now=clock.now())
        name, event = registration.person.name, registration.event.ulid
    flash(_("Undone: %(name)s is expected again.", name=name), "info")
    back = request.form.get("back", "")
    if back in rules.SHOWN:
        return redirect(url_for("registration.check_in_people", ulid=event, show=back))
    return redirect(url_for("registration.check_in", ulid=event))
