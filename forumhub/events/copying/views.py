"""The pages on which an event, or a series, is copied."""

from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.events.copying import actions, rules
from forumhub.events.copying.forms import CopyForm, SeriesCopyForm
from forumhub.events.forms import put_beside
from forumhub.events.forms.fields import texts
from forumhub.events.models import Event
from forumhub.events.programme.queries import find_programme
from forumhub.events.queries import get_event, get_series
from forumhub.events.series.views.planning import horizon_of
from forumhub.events.views.once import made_once
from forumhub.events.views.room import blueprint
from forumhub.parties.policy import ORGANIZER
from forumhub.web import current_reader, right


@blueprint.route("/events/<ulid>/copy", methods=["GET", "POST"])
@right(ORGANIZER)
def copy(ulid: str) -> ResponseReturnValue:
    reader, status = current_reader(), 200
    source = get_event(ulid, reader, to_organize=True)
    programme = find_programme(ulid, reader) is not None
    form = CopyForm(source, programme=programme)
    if form.is_submitted():
        status = 422
        made = _copied(source, form) if form.validate() else None
        if made is not None:
            flash(_("The event was copied. It is tentative until you confirm it, and nobody was told."), "success")
            return redirect(url_for("desk.event", ulid=made))
        source = get_event(ulid, reader, to_organize=True)
    else:
        today = clock.now().astimezone(ZoneInfo(source.timezone)).date()
        form = CopyForm.of(source, today, programme=programme)
    return render_template("events/copy.html", form=form, event=source), status


def _copied(source: Event, form: CopyForm) -> str | None:
    """The copy's ULID; None where it cannot be, which the form then says."""
    reader, ulid, parts = current_reader(), source.ulid, rules.taken(form.parts.data)
    code, new = form.register_code.data, form.ulid.data
    again = source.series.ulid if source.series and not code else None

    def copied() -> Event:
        source = get_event(ulid, reader, to_organize=True)
        series = get_series(again, reader, to_organize=True) if again else None
        how = {"ulid": new, "parts": parts, "prepared": prepared, "register_code": code, "series": series}
        return actions.copy_event(source, by=reader, now=clock.now(), **how, **form.asked())

    try:
        prepared = actions.prepare_copy(source, parts, same_register=bool(again), by=reader, **form.asked())
        return made_once(Event, new, copied).ulid
    except RuleBroken as error:
        put_beside(form, error)
        return None


@blueprint.route("/series/<ulid>/copy", methods=["GET", "POST"])
@right(ORGANIZER)
def series_copy(ulid: str) -> ResponseReturnValue:
    reader, status = current_reader(), 200
    source = get_series(ulid, reader, to_organize=True)
    form = SeriesCopyForm(source)
    if form.is_submitted():
        status = 422
        made = _series_copied(ulid, form) if form.validate() else None
        if made is not None:
            flash(_("The series was copied and planned. Its meetings are tentative, and nobody was told."), "success")
            return redirect(url_for("events.series", ulid=made))
        source = get_series(ulid, reader, to_organize=True)
    else:
        now = clock.now()
        form = SeriesCopyForm.of(source, now.astimezone(ZoneInfo(reader.timezone)).date(), horizon_of(source, now))
    return render_template("events/series_copy.html", form=form, series=source), status


def _series_copied(ulid: str, form: SeriesCopyForm) -> str | None:
    """The copy's ULID; None where it cannot be, which the form then says."""
    reader = current_reader()
    asked = {"register_code": form.register_code.data, "local_start": form.local_start.data, "until": form.until.data}
    try:
        with writing():
            source = get_series(ulid, reader, to_organize=True)
            parts = rules.taken(form.parts.data, rules.OF_SERIES)
            titles = texts(form.titles)
            made = actions.copy_series(source, titles=titles, parts=parts, by=reader, now=clock.now(), **asked)
        return made.ulid
    except RuleBroken as error:
        put_beside(form, error)
        return None
