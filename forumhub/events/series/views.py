"""Pages of series."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forumhub import clock, svg
from forumhub.database import writing
from forumhub.errors import Conflict, RuleBroken
from forumhub.events import actions
from forumhub.events.forms import differences, put_beside
from forumhub.events.forms.choices import usual_under
from forumhub.events.forms.event import version_of
from forumhub.events.models import Event, Series
from forumhub.events.queries import all_series, get_series
from forumhub.events.rules import HELD
from forumhub.events.series.forms import HorizonForm, SeriesForm
from forumhub.events.series.queries import followers, meetings_of, next_meetings, visible_meetings
from forumhub.events.series.rules import numbers
from forumhub.events.views.room import blueprint
from forumhub.parties.policy import ORGANIZER, may_organize
from forumhub.parties.queries import all_parties
from forumhub.phrases import day, in_language
from forumhub.web import PUBLIC, current_reader, language, right

USUAL_HORIZON = timedelta(days=2 * 365 + 1)


@blueprint.get("/series")
@right(PUBLIC)
def series_index() -> ResponseReturnValue:
    reader, now = current_reader(), clock.now()
    may_make = bool(reader.parties_as(ORGANIZER))
    rows, following = all_series(reader), next_meetings(reader, now)
    return render_template("events/series_list.html", rows=rows, following=following, may_make=may_make)


@blueprint.get("/series/<ulid>")
@right(PUBLIC)
def series(ulid: str) -> ResponseReturnValue:
    reader, now = current_reader(), clock.now()
    row = get_series(ulid, reader)
    meetings = visible_meetings(row.id, reader)
    today = now.astimezone(ZoneInfo(reader.timezone)).date()
    return render_template(
        "events/series.html",
        series=row,
        meetings=meetings,
        numbers=numbers((event.ulid, event.state, event.starts_at) for event in meetings_of(row.id)),
        drawing=drawing(meetings, today) if meetings else None,
        now=now,
        may_organize=may_organize(reader, row.party_ids),
        horizon=HorizonForm(formdata=None, until=horizon_of(row, now)),
    )


def horizon_of(row: Series, now: datetime) -> date:
    return max((now + USUAL_HORIZON).date(), row.planned_until or date.min)


def drawing(meetings: list[Event], today: date) -> svg.Timeline:
    """Meetings past and planned; the text says how many of each."""
    dots = [
        svg.Meeting(
            day=event.local_start.date(),
            label=f"{day(event.local_start, language())}, {in_language(event.city, language())}",
            host=in_language(event.host.names, language()) if event.host else _("online"),
            held=event.state == HELD,
            url=url_for("desk.event", ulid=event.ulid),
        )
        for event in meetings
    ]
    held = sum(dot.held for dot in dots)
    return svg.timeline(dots, today, _("%(held)s held, %(others)s others", held=held, others=len(dots) - held))


@blueprint.route("/series/new", methods=["GET", "POST"])
@right(ORGANIZER)
def series_new() -> ResponseReturnValue:
    reader, status = current_reader(), 200
    form = SeriesForm(reader)
    if not form.is_submitted():
        own = reader.parties_as(ORGANIZER)
        codes = [party.code for party in all_parties() if party.id in own]
        form = SeriesForm(
            reader, formdata=None, under=usual_under(reader), rotation=[{"party": code} for code in codes]
        )
    else:
        status = 422
        ulid = _made(form) if form.validate() else None
        if ulid is not None:
            return redirect(url_for("events.series", ulid=ulid))
    return render_template("events/series_edit.html", form=form, series=None, reached=[], lost=None), status


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


def say_planned(count: int) -> None:
    flash(ngettext("%(num)s meeting was planned.", "%(num)s meetings were planned.", count), "success")


@blueprint.route("/series/<ulid>/edit", methods=["GET", "POST"])
@right(ORGANIZER)
def series_edit(ulid: str) -> ResponseReturnValue:
    reader, lost, status = current_reader(), None, 200
    row = get_series(ulid, reader, to_organize=True)
    form = SeriesForm(reader)
    del form.register_code
    if not form.is_submitted():
        form = SeriesForm.of(row, reader)
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
    return render_template("events/series_edit.html", form=form, series=row, reached=reached, lost=lost), status


def _saved(ulid: str, form: SeriesForm) -> list[Event]:
    reader = current_reader()
    with writing():
        row = get_series(ulid, reader, to_organize=True)
        values: Any = form.values(reader, row)
        return actions.edit_series(row, lock_version=version_of(form), by=reader, now=clock.now(), **values)


def say_changed(events: list[Event]) -> None:
    changed = ngettext("%(num)s meeting changed with it.", "%(num)s meetings changed with it.", len(events))
    flash(_("Saved.") + " " + changed, "success")


@blueprint.post("/series/<ulid>/plan")
@right(ORGANIZER)
def series_plan(ulid: str) -> ResponseReturnValue:
    reader, now, form = current_reader(), clock.now(), HorizonForm()
    get_series(ulid, reader, to_organize=True)
    if not form.validate():
        flash(_("Until which day? Give it as 2028-12-31."), "error")
        return redirect(url_for("events.series", ulid=ulid))
    with writing():
        row = get_series(ulid, reader, to_organize=True)
        planned = actions.plan_series(row, form.until.data, by=reader, now=now.astimezone(UTC))
    say_planned(len(planned))
    return redirect(url_for("events.series", ulid=ulid))
