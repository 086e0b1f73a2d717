"""Making a series and editing it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, NotFound, RuleBroken
from forumhub.events import actions
from forumhub.events.forms import differences, put_beside
from forumhub.events.forms.choices import usual_under
from forumhub.events.forms.event import version_of
from forumhub.events.models import Event, Series
from forumhub.events.queries import get_event, get_series
from forumhub.events.series.actions import day_of, rest_from
from forumhub.events.series.forms import SeriesForm
from forumhub.events.series.outlook import UnforeseenOutlook
from forumhub.events.series.views.dates import Dates, dates_of, dates_typed
from forumhub.events.series.views.looking import outlook_page
from forumhub.events.series.views.planning import horizon_of, say_planned
from forumhub.events.views.room import asked, blueprint
from forumhub.parties.policy import ORGANIZER
from forumhub.parties.queries import all_parties
from forumhub.web import current_reader, right


@blueprint.route("/series/new", methods=["GET", "POST"])
@right(ORGANIZER)
def series_new() -> ResponseReturnValue:
    reader, status = current_reader(), 200
    form = SeriesForm(reader)
    if not form.is_submitted():
        own = reader.parties_as(ORGANIZER)
        codes = [party.code for party in all_parties() if party.id in own]
        rows = [{"party": code} for code in codes] + [{}]
        form = SeriesForm(reader, formdata=None, under=usual_under(reader), rotation=rows)
    elif asked_to_arrange():
        form = arranged(form)
    else:
        status = 422
        ulid = _made(form) if form.validate() else None
        if ulid is not None:
            return redirect(url_for("events.series", ulid=ulid))
    page = render_template(
        "events/series_edit.html", form=form, series=None, start=None, lost=None, preview=dates_shown(form)
    )
    return page, status


def asked_to_arrange() -> bool:
    """Whether a button of the form was pressed that saves nothing: a turn's, or the one that shows the dates."""
    return bool({"turn", "show"} & request.form.keys())


def arranged(form: SeriesForm) -> SeriesForm:
    return form.with_turns(current_reader(), request.form.get("turn", ""))


def dates_shown(form: SeriesForm) -> Dates:
    """Of what was typed, else of what stands in the form."""
    if request.method == "POST":
        return dates_typed(request.form)
    return dates_of(form, [turn.party.data for turn in form.rotation])


def _made(form: SeriesForm) -> str | None:
    """The new series' ULID, planned ahead; None where it cannot be, which the form then says."""
    reader, now = current_reader(), clock.now()
    try:
        with writing():
            values = form.values(reader)
            row = actions.create_series(register_code=form.register_code.data, by=reader, now=now, **values)
            planned = actions.plan_series(row, horizon_of(row, now), by=reader, now=now)
    except RuleBroken as error:
        put_beside(form, error)
        return None
    say_planned(len(planned))
    return row.ulid


@blueprint.route("/series/<ulid>/edit", methods=["GET", "POST"])
@right(ORGANIZER)
def series_edit(ulid: str) -> ResponseReturnValue:
    """With ?from=, a meeting's ULID, that one and the following. What changes is shown before it is saved."""
    reader, lost, status = current_reader(), None, 200
    series, start = series_and_start(ulid)
    form = SeriesForm(reader, series=series)
    del form.register_code
    if not form.is_submitted():
        form = form_of(series, start)
    elif asked_to_arrange():
        form = arranged(form)
    elif "back" not in request.form:
        status = 422
        try:
            if form.validate():
                say_changed(_saved(ulid, form))
                return redirect(url_for("events.series", ulid=ulid))
        except UnforeseenOutlook as unforeseen:
            return outlook_page(ulid, start, unforeseen.outlook)
        except Conflict:
            saved = form_of(*series_and_start(ulid))
            lost, status = differences(form, saved), 409
            form.lock_version.data, form.lock_version.raw_data = saved.lock_version.data, None
        except RuleBroken as error:
            put_beside(form, error)
    series, start = series_and_start(ulid)
    page = render_template(
        "events/series_edit.html", form=form, series=series, start=start, lost=lost, preview=dates_shown(form)
    )
    return page, status


def series_and_start(ulid: str) -> tuple[Series, Event | None]:
    """The series, and its meeting that ?from= names. Raises NotFound, or NotAllowed where others organize it."""
    reader, start = current_reader(), asked("from")["from"]
    series = get_series(ulid, reader, to_organize=True)
    event = get_event(start, reader) if start else None
    if event is not None and event.series_id != series.id:
        raise NotFound
    return series, event


def form_of(series: Series, start: Event | None) -> SeriesForm:
    return SeriesForm.of(series, rest_from(series, day_of(series, start, clock.now())), current_reader())


def _saved(ulid: str, form: SeriesForm) -> list[Event]:
    reader, seen = current_reader(), request.form.get("seen", "")
    with writing():
        series, start = series_and_start(ulid)
        values: Any = form.values(reader, series)
        return actions.edit_series(
            series, lock_version=version_of(form), start=start, seen=seen, by=reader, now=clock.now(), **values
        )


def say_changed(events: list[Event]) -> None:
    changed = ngettext("%(num)s meeting changed with it.", "%(num)s meetings changed with it.", len(events))
    flash(_("Saved.") + " " + changed, "success")
