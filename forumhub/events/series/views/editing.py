"""Making a series and editing it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, RuleBroken
from forumhub.events import actions
from forumhub.events.forms import differences, put_beside
from forumhub.events.forms.choices import usual_under
from forumhub.events.forms.event import version_of
from forumhub.events.models import Event
from forumhub.events.queries import get_series
from forumhub.events.series.forms import SeriesForm
from forumhub.events.series.queries import followers
from forumhub.events.series.views.dates import Dates, dates_of, dates_typed
from forumhub.events.series.views.planning import horizon_of, say_planned
from forumhub.events.views.room import blueprint
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
        "events/series_edit.html", form=form, series=None, reached=[], lost=None, preview=dates_shown(form)
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
    reader, lost, status = current_reader(), None, 200
    row = get_series(ulid, reader, to_organize=True)
    form = SeriesForm(reader)
    del form.register_code
    if not form.is_submitted():
        form = SeriesForm.of(row, reader)
    elif asked_to_arrange():
        form = arranged(form)
    else:
        status = 422
        try:
            if form.validate():
                say_changed(_saved(ulid, form))
                return redirect(url_for("events.series", ulid=ulid))
        except Conflict:
            saved = SeriesForm.of(get_series(ulid, reader), reader)
            lost, status = differences(form, saved), 409
            form.lock_version.data = saved.lock_version.data
        except RuleBroken as error:
            put_beside(form, error)
    row = get_series(ulid, reader, to_organize=True)
    reached = followers(row, clock.now())
    page = render_template(
        "events/series_edit.html", form=form, series=row, reached=reached, lost=lost, preview=dates_shown(form)
    )
    return page, status


def _saved(ulid: str, form: SeriesForm) -> list[Event]:
    reader = current_reader()
    with writing():
        row = get_series(ulid, reader, to_organize=True)
        values: Any = form.values(reader, row)
        return actions.edit_series(row, lock_version=version_of(form), by=reader, now=clock.now(), **values)


def say_changed(events: list[Event]) -> None:
    changed = ngettext("%(num)s meeting changed with it.", "%(num)s meetings changed with it.", len(events))
    flash(_("Saved.") + " " + changed, "success")
