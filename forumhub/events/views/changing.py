"""An event's steps from state to state: each page says first what will happen, and to how many people."""

from collections.abc import Callable, Mapping
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


def _plain(act: Act) -> tuple[FlaskForm, Act]:
    return FlaskForm(), act


def _with_reason(take: Act) -> tuple[FlaskForm, Act]:
    form = ReasonForm()

    def act(event: Event, **who: Any) -> None:
        take(event, reason=form.reason.data, **who)

    return form, act


def _postponing() -> tuple[FlaskForm, Act]:
    """?start= and ?end= fill in the new date."""
    form = PostponeForm(local_start=wall_clock_asked("start"), local_end=wall_clock_asked("end"))

    def act(event: Event, **who: Any) -> None:
        start, end = form.local_start.data, form.local_end.data
        actions.postpone_event(event, reason=form.reason.data, local_start=start, local_end=end, **who)

    return form, act


def _dating() -> tuple[FlaskForm, Act]:
    """?start= and ?end= fill in the new date."""
    form = DateForm(local_start=wall_clock_asked("start"), local_end=wall_clock_asked("end"))

    def act(event: Event, **who: Any) -> None:
        when = {"local_start": form.local_start.data, "local_end": form.local_end.data}
        actions.postpone_event(event, reason=form.reason.data, confirmed=form.confirmed.data, **when, **who)

    return form, act


FORMS: Mapping[str, Callable[[], tuple[FlaskForm, Act]]] = {
    "confirm": lambda: _plain(actions.confirm_event),
    "postpone": _postponing,
    "date": _dating,
    "cancel": lambda: _with_reason(actions.cancel_event),
    "reinstate": lambda: _with_reason(actions.reinstate_event),
    "hold": lambda: _plain(actions.hold_event),
}
"""By step, one of STEPS: what is typed for it, and the act that takes it with what was typed."""


@blueprint.route("/events/<ulid>/confirm", methods=["GET", "POST"])
@right(ORGANIZER)
def confirm(ulid: str) -> ResponseReturnValue:
    return _step(ulid, "confirm", _("The event is confirmed."))


@blueprint.route("/events/<ulid>/postpone", methods=["GET", "POST"])
@right(ORGANIZER)
def postpone(ulid: str) -> ResponseReturnValue:
    return _step(ulid, "postpone", _("The event is postponed."))


@blueprint.route("/events/<ulid>/date", methods=["GET", "POST"])
@right(ORGANIZER)
def date(ulid: str) -> ResponseReturnValue:
    """The new date of a postponed event."""
    return _step(ulid, "date", _("The event has its new date."))


@blueprint.route("/events/<ulid>/cancel", methods=["GET", "POST"])
@right(ORGANIZER)
def cancel(ulid: str) -> ResponseReturnValue:
    return _step(ulid, "cancel", _("The event is cancelled."))


@blueprint.route("/events/<ulid>/reinstate", methods=["GET", "POST"])
@right(ORGANIZER)
def reinstate(ulid: str) -> ResponseReturnValue:
    return _step(ulid, "reinstate", _("The cancellation is taken back: the event is tentative again."))


@blueprint.route("/events/<ulid>/hold", methods=["GET", "POST"])
@right(ORGANIZER)
def hold(ulid: str) -> ResponseReturnValue:
    return _step(ulid, "hold", _("The event is marked as held. Its minutes can be written now."))


def _step(ulid: str, step: str, done: str) -> ResponseReturnValue:
    """Shows the page on GET; on POST acts and goes to the event, or says why not.

    Sent twice, it acts once: the second time the event is in its new state already, whose page says so.
    """
    (form, act), foreseen, status = FORMS[step](), None, 200
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
    shown = {"event": event, "step": step, "foreseen": expected, "news": foreseen, "begun": event.starts_at <= now}
    programme = programme_of(event.id) if step in MAY_MOVE else None
    return render_template(f"events/{step}.html", form=form, programme=programme, **shown), status
