"""Pages on which a meeting of a series is skipped, or another host has it; each shows first what changes."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import N_, NotFound, RuleBroken
from forumhub.events import actions
from forumhub.events.forms import put_beside
from forumhub.events.models import Event
from forumhub.events.queries import get_event, get_series
from forumhub.events.series.forms import HostForm, SkipForm, SkippedForm
from forumhub.events.series.outlook import UnforeseenOutlook
from forumhub.events.series.queries import swappable
from forumhub.events.series.views.looking import outlook_page
from forumhub.events.views.room import blueprint
from forumhub.parties.policy import ORGANIZER
from forumhub.web import current_reader, right

Act = Callable[..., object]


@blueprint.route("/events/<ulid>/skip", methods=["GET", "POST"])
@right(ORGANIZER)
def skip(ulid: str) -> ResponseReturnValue:
    form = SkipForm()

    def act(event: Event, **who: Any) -> None:
        series = get_series(_series_of(event), current_reader(), to_organize=True)
        day = event.occurrence
        if day is None:
            raise RuleBroken(N_("This meeting is outside the rule of its series: cancel it instead."))
        actions.skip_occurrence(series, day, reason=form.reason.data, shift=form.shift.data, **who)

    return _step(ulid, form, act, "events/skip.html", _("The meeting is skipped."))


@blueprint.route("/events/<ulid>/host", methods=["GET", "POST"])
@right(ORGANIZER)
def host(ulid: str) -> ResponseReturnValue:
    """Swaps its host with another meeting's, or passes the turn on."""
    reader, now = current_reader(), clock.now()
    event = get_event(ulid, reader, to_organize=True)
    form = HostForm(swappable(event, reader, now))

    def act(event: Event, **who: Any) -> None:
        if form.other.data:
            actions.swap_hosts(event, get_event(form.other.data, reader, to_organize=True), **who)
        else:
            actions.pass_turn(event, **who)

    return _step(ulid, form, act, "events/host.html", _("The hosts are changed."))


@blueprint.post("/series/<ulid>/restore")
@right(ORGANIZER)
def series_restore(ulid: str) -> ResponseReturnValue:
    """Takes a skip back."""
    reader, form = current_reader(), SkippedForm()
    get_series(ulid, reader, to_organize=True)
    if not form.validate():
        raise NotFound
    with writing():
        series = get_series(ulid, reader, to_organize=True)
        actions.restore_occurrence(series, form.day.data, by=reader, now=clock.now())
    flash(_("The meeting is not skipped any more."), "success")
    return redirect(url_for("events.series", ulid=ulid))


def _series_of(event: Event) -> str:
    if event.series is None:
        raise RuleBroken(N_("This meeting is outside the rule of its series: cancel it instead."))
    return event.series.ulid


def _step(ulid: str, form: FlaskForm, act: Act, template: str, done: str) -> ResponseReturnValue:
    reader, status = current_reader(), 200
    event = get_event(ulid, reader, to_organize=True)
    series = get_series(_series_of(event), reader, to_organize=True)
    if form.is_submitted() and "back" not in request.form:
        status = 422
        try:
            if form.validate():
                _act(ulid, act)
                flash(done, "success")
                return redirect(url_for("events.series", ulid=series.ulid))
        except UnforeseenOutlook as unforeseen:
            return outlook_page(series.ulid, None, unforeseen.outlook)
        except RuleBroken as error:
            put_beside(form, error)
    event = get_event(ulid, reader, to_organize=True)
    return render_template(template, form=form, event=event, series=event.series), status


def _act(ulid: str, act: Act) -> None:
    reader, seen = current_reader(), request.form.get("seen", "")
    with writing():
        act(get_event(ulid, reader, to_organize=True), seen=seen, by=reader, now=clock.now())
