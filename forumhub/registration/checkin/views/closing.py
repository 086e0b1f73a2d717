"""Closing the doors: who is expected and did not come becomes absent. The page says first how many that are."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm

from forumhub import clock
from forumhub.database import writing
from forumhub.events.queries import get_event
from forumhub.parties.policy import ORGANIZER
from forumhub.registration.attendance.rules import check_attendance_time
from forumhub.registration.checkin.actions import close_doors
from forumhub.registration.checkin.queries import attendance_of
from forumhub.registration.checkin.rules import check_may_close
from forumhub.registration.views.room import blueprint
from forumhub.web import current_reader, right


@blueprint.route("/events/<ulid>/check-in/close", methods=["GET", "POST"])
@right(ORGANIZER)
def close_check_in(ulid: str) -> ResponseReturnValue:
    reader, form, now = current_reader(), FlaskForm(), clock.now()
    if form.validate_on_submit():
        with writing():
            number = close_doors(get_event(ulid, reader, to_organize=True), by=reader, now=now)
        done = ngettext("%(num)s person is marked as absent.", "%(num)s people are marked as absent.", number)
        flash(done if number else _("Everybody who was expected is in."), "success")
        return redirect(url_for("registration.check_in_people", ulid=ulid, show="absent" if number else "in"))
    event = get_event(ulid, reader, to_organize=True)
    check_attendance_time(event.state, event.starts_at, event.ends_at, now)
    check_may_close(event.starts_at, now)
    return render_template(
        "registration/checkin/close.html",
        form=form,
        event=event,
        attendance=attendance_of(event, reader),
        going_on=now < event.ends_at,
    )
