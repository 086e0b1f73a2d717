"""Postponing, cancelling and holding: each page says first what will happen, and to how many people."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.events import actions, rules
from forumhub.events.forms import PostponeForm, ReasonForm, put_beside
from forumhub.events.models import Event
from forumhub.events.queries import count_participants, get_event
from forumhub.events.views.room import blueprint
from forumhub.parties.policy import ORGANIZER
from forumhub.web import current_reader, right


@blueprint.route("/events/<ulid>/postpone", methods=["GET", "POST"])
@right(ORGANIZER)
def postpone(ulid: str) -> ResponseReturnValue:
    form = PostponeForm()

    def act(event: Event, **who: Any) -> None:
        start, end = form.local_start.data, form.local_end.data
        actions.postpone_event(event, reason=form.reason.data, local_start=start, local_end=end, **who)

    return _step(ulid, form, act, "events/postpone.html", _("The event is postponed, and the participants are told."))


@blueprint.route("/events/<ulid>/cancel", methods=["GET", "POST"])
@right(ORGANIZER)
def cancel(ulid: str) -> ResponseReturnValue:
    form = ReasonForm()

    def act(event: Event, **who: Any) -> None:
        actions.cancel_event(event, reason=form.reason.data, **who)

    return _step(ulid, form, act, "events/cancel.html", _("The event is cancelled, and the participants are told."))


@blueprint.route("/events/<ulid>/hold", methods=["GET", "POST"])
@right(ORGANIZER)
def hold(ulid: str) -> ResponseReturnValue:
    done = _("The event is marked as held. Its minutes can be written now.")
    return _step(ulid, FlaskForm(), actions.hold_event, "events/hold.html", done)


def _step(ulid: str, form: FlaskForm, act: Callable[..., object], template: str, done: str) -> ResponseReturnValue:
    """Shows the page on GET; on POST acts and goes to the event, or says beside the field why not."""
    reader, status = current_reader(), 200
    event = get_event(ulid, reader, to_organize=True)
    rules.check_open(event.state)
    if form.is_submitted():
        status = 422
        if form.validate() and _acted(ulid, form, act):
            flash(done, "success")
            return redirect(url_for("desk.event", ulid=ulid))
        event = get_event(ulid, reader, to_organize=True)
    return render_template(template, form=form, event=event, told=count_participants(event.id)), status


def _acted(ulid: str, form: FlaskForm, act: Callable[..., object]) -> bool:
    reader = current_reader()
    try:
        with writing():
            act(get_event(ulid, reader, to_organize=True), by=reader, now=clock.now())
    except RuleBroken as error:
        put_beside(form, error)
        return False
    return True
