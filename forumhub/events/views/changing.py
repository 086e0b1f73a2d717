"""An event's steps from state to state: each page says first what will happen, and to how many people."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, RuleBroken
from forumhub.events import actions, rules
from forumhub.events.consequences.queries import foresee
from forumhub.events.consequences.rules import Consequences
from forumhub.events.forms import DateForm, PostponeForm, ReasonForm, put_beside
from forumhub.events.models import Event
from forumhub.events.programme.queries import programme_of
from forumhub.events.queries import get_event
from forumhub.events.views.room import blueprint, wall_clock_asked
from forumhub.events.views.seen import seen
from forumhub.parties.policy import ORGANIZER
from forumhub.web import current_reader, right, say

Act = Callable[..., object]
MAY_MOVE = ("postpone", "date")
"""Steps that may set another date."""


@blueprint.route("/events/<ulid>/confirm", methods=["GET", "POST"])
@right(ORGANIZER)
def confirm(ulid: str) -> ResponseReturnValue:
    return _step(ulid, "confirm", FlaskForm(), actions.confirm_event, _("The event is confirmed."))


@blueprint.route("/events/<ulid>/postpone", methods=["GET", "POST"])
@right(ORGANIZER)
def postpone(ulid: str) -> ResponseReturnValue:
    """?start= and ?end= fill in the new date."""
    form = PostponeForm(local_start=wall_clock_asked("start"), local_end=wall_clock_asked("end"))

    def act(event: Event, **who: Any) -> None:
        start, end = form.local_start.data, form.local_end.data
        actions.postpone_event(event, reason=form.reason.data, local_start=start, local_end=end, **who)

    return _step(ulid, "postpone", form, act, _("The event is postponed."))


@blueprint.route("/events/<ulid>/date", methods=["GET", "POST"])
@right(ORGANIZER)
def date(ulid: str) -> ResponseReturnValue:
    """The new date of a postponed event; ?start= and ?end= fill it in."""
    form = DateForm(local_start=wall_clock_asked("start"), local_end=wall_clock_asked("end"))

    def act(event: Event, **who: Any) -> None:
        when = {"local_start": form.local_start.data, "local_end": form.local_end.data}
        actions.postpone_event(event, reason=form.reason.data, confirmed=form.confirmed.data, **when, **who)

    return _step(ulid, "date", form, act, _("The event has its new date."))


@blueprint.route("/events/<ulid>/cancel", methods=["GET", "POST"])
@right(ORGANIZER)
def cancel(ulid: str) -> ResponseReturnValue:
    form = ReasonForm()

    def act(event: Event, **who: Any) -> None:
        actions.cancel_event(event, reason=form.reason.data, **who)

    return _step(ulid, "cancel", form, act, _("The event is cancelled."))


@blueprint.route("/events/<ulid>/reinstate", methods=["GET", "POST"])
@right(ORGANIZER)
def reinstate(ulid: str) -> ResponseReturnValue:
    form = ReasonForm()

    def act(event: Event, **who: Any) -> None:
        actions.reinstate_event(event, reason=form.reason.data, **who)

    return _step(ulid, "reinstate", form, act, _("The cancellation is taken back: the event is tentative again."))


@blueprint.route("/events/<ulid>/hold", methods=["GET", "POST"])
@right(ORGANIZER)
def hold(ulid: str) -> ResponseReturnValue:
    done = _("The event is marked as held. Its minutes can be written now.")
    return _step(ulid, "hold", FlaskForm(), actions.hold_event, done)


def _step(ulid: str, step: str, form: FlaskForm, act: Act, done: str) -> ResponseReturnValue:
    """Shows the page on GET; on POST acts and goes to the event, or says why not.

    Sent twice, it acts once: the second time the event is in its new state already, whose page says so.
    """
    foreseen, status = None, 200
    get_event(ulid, current_reader(), to_organize=True)
    if form.is_submitted():
        try:
            status = 422
            if form.validate():
                _act(ulid, act)
                flash(done, "success")
                return redirect(url_for("desk.event", ulid=ulid))
        except RuleBroken as error:
            put_beside(form, error)
        except Conflict as error:
            form.form_errors.append(say(error))
            status, foreseen = 409, getattr(error, "consequences", None)
    return _page(ulid, step, form, foreseen, status)


def _act(ulid: str, act: Act) -> None:
    reader = current_reader()
    with writing():
        act(get_event(ulid, reader, to_organize=True), by=reader, now=clock.now(), **seen())


def _page(ulid: str, step: str, form: FlaskForm, foreseen: Consequences | None, status: int) -> ResponseReturnValue:
    """The step's page as the event is now; where it cannot be taken any more, what was sent leads to the event."""
    event, now = get_event(ulid, current_reader(), to_organize=True), clock.now()
    try:
        rules.check_step(step, event.state, event.changed_at, event.starts_at, now)
    except RuleBroken as error:
        if not form.is_submitted():
            raise
        flash(say(error), "error")
        return redirect(url_for("desk.event", ulid=ulid))
    before = event.snapshot()
    expected = foreseen or foresee(event.id, before, {**before, "state": rules.STEPS[step]}, now)
    shown = {"event": event, "foreseen": expected, "news": foreseen, "begun": event.starts_at <= now}
    programme = programme_of(event.id) if step in MAY_MOVE else None
    return render_template(f"events/{step}.html", form=form, programme=programme, **shown), status
