"""Moving a session by fields and by buttons: what dragging does on the board."""

from datetime import datetime, timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, RuleBroken
from forumhub.events.forms.event import version_of
from forumhub.events.programme import actions
from forumhub.events.programme.entering import WouldClash
from forumhub.events.programme.forms import PlaceForm
from forumhub.events.programme.models import ProgrammeSession
from forumhub.events.programme.rules import STEP
from forumhub.events.programme.views.room import programme_to_edit, put_refusal, session_to_edit, version_sent
from forumhub.events.programme.views.wording import refusal
from forumhub.events.views.room import blueprint
from forumhub.parties.policy import ORGANIZER
from forumhub.web import current_reader, right, say


@blueprint.route("/events/<ulid>/programme/sessions/<session>/move", methods=["GET", "POST"])
@right(ORGANIZER)
def session_move(ulid: str, session: str) -> ResponseReturnValue:
    found, status = session_to_edit(ulid, session), 200
    form = PlaceForm(found.programme, session=found, data=PlaceForm.place_of(found))
    if form.is_submitted():
        status = 422
        if form.validate() and _moved(ulid, session, form):
            flash(_("Moved."), "success")
            return redirect(_row_of(ulid, session_to_edit(ulid, session)))
        found = session_to_edit(ulid, session)
    return render_template("events/programme/move.html", form=form, session=found, event=found.programme.event), status


def _moved(ulid: str, session: str, form: PlaceForm) -> bool:
    try:
        with writing():
            found = session_to_edit(ulid, session)
            form.programme = found.programme
            place: dict[str, Any] = {
                "local_start": form.local_start(),
                "minutes": form.minutes.data,
                "hall": form.chosen_hall(),
            }
            actions.move_session(found, lock_version=version_of(form), by=current_reader(), now=clock.now(), **place)
    except Conflict as error:
        form.form_errors.append(say(error))
        form.lock_version.data, form.lock_version.raw_data = session_to_edit(ulid, session).lock_version, None
        return False
    except RuleBroken as error:
        put_refusal(form, error, ulid)
        return False
    return True


@blueprint.post("/events/<ulid>/programme/sessions/<session>/shift")
@right(ORGANIZER)
def session_shift(ulid: str, session: str) -> ResponseReturnValue:
    """`by` minutes, one step earlier or later."""
    version, by = version_sent(), _step()
    try:
        with writing():
            found = session_to_edit(ulid, session)
            place: dict[str, Any] = {
                "local_start": found.local_start + by,
                "minutes": found.minutes,
                "hall": found.hall,
            }
            actions.move_session(found, lock_version=version, by=current_reader(), now=clock.now(), **place)
            flash(_("Now from %(start)s to %(end)s.", start=_clock(found.local_start), end=_clock(found.local_end)))
    except WouldClash as error:
        for line in refusal(error, programme_to_edit(ulid)):
            flash(line, "error")
    except (Conflict, RuleBroken) as error:
        flash(say(error), "error")
    return redirect(_row_of(ulid, session_to_edit(ulid, session)))


def _step() -> timedelta:
    steps = {str(-STEP): -STEP, str(STEP): STEP}
    if request.form.get("by") not in steps:
        abort(400)
    return timedelta(minutes=steps[request.form["by"]])


def _clock(local: datetime) -> str:
    return f"{local:%H:%M}"


def _row_of(ulid: str, session: ProgrammeSession) -> str:
    return url_for("events.programme_edit", ulid=ulid, day=session.day.isoformat(), _anchor=f"s-{session.ulid}")
