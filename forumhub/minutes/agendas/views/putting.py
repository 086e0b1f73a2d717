"""A party's own points: put forward, changed, submitted, withdrawn."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.events import queries as events
from forumhub.events.forms import put_beside
from forumhub.events.models import Event
from forumhub.minutes.agendas import actions, queries, rules
from forumhub.minutes.agendas.actions import PointValues
from forumhub.minutes.agendas.forms import PointForm
from forumhub.minutes.views.blueprint import blueprint
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY, Reader
from forumhub.web import current_reader, language, right


@blueprint.get("/events/<ulid>/agenda-points/new")
@right(SECRETARY, ORGANIZER, HEAD)
def new_point(ulid: str) -> str:
    event = _event_ahead(ulid)
    return _form_page(event, _form(event, formdata=None, data={"language": language()}))


@blueprint.post("/events/<ulid>/agenda-points/new")
@right(SECRETARY, ORGANIZER, HEAD)
def put_forward(ulid: str) -> ResponseReturnValue:
    def put(reader: Reader, submitted: bool, values: PointValues) -> None:
        event = events.get_event(ulid, reader)
        actions.put_forward(event, submitted=submitted, by=reader, now=clock.now(), **values)

    return _written(ulid, put)


@blueprint.get("/events/<ulid>/agenda-points/<point>/edit")
@right(SECRETARY, ORGANIZER, HEAD)
def edit_point(ulid: str, point: str) -> str:
    found = queries.get_point(ulid, point, current_reader())
    rules.check_changeable(found.state)
    names = ("kind", "title", "text", "language", "organ", "minutes_long")
    event = _event_ahead(ulid)
    return _form_page(event, _form(event, formdata=None, data={name: getattr(found, name) for name in names}))


@blueprint.post("/events/<ulid>/agenda-points/<point>/edit")
@right(SECRETARY, ORGANIZER, HEAD)
def change_point(ulid: str, point: str) -> ResponseReturnValue:
    queries.get_point(ulid, point, current_reader())

    def change(reader: Reader, submitted: bool, values: PointValues) -> None:
        found = queries.get_point(ulid, point, reader)
        actions.change_point(found, submitted=submitted, by=reader, now=clock.now(), **values)

    return _written(ulid, change)


def _written(ulid: str, write: Callable[[Reader, bool, PointValues], None]) -> ResponseReturnValue:
    """What was typed, written by `write` in a transaction; else the form with what is wrong."""
    form = _form(_event_ahead(ulid))
    if not form.validate_on_submit():
        return _form_page(_event_ahead(ulid), form), 422
    submitted, values = form.sharing.data == rules.SUBMITTED, _values(form)
    try:
        with writing():
            write(current_reader(), submitted, values)
    except RuleBroken as error:
        put_beside(form, error)
        return _form_page(_event_ahead(ulid), form), 422
    return _done(ulid, submitted=submitted)


@blueprint.post("/events/<ulid>/agenda-points/<point>/submit")
@right(SECRETARY, ORGANIZER, HEAD)
def submit_point(ulid: str, point: str) -> ResponseReturnValue:
    reader = current_reader()
    with writing():
        actions.submit_point(queries.get_point(ulid, point, reader), by=reader, now=clock.now())
    return _done(ulid, submitted=True)


@blueprint.post("/events/<ulid>/agenda-points/<point>/withdraw")
@right(SECRETARY, ORGANIZER, HEAD)
def withdraw_point(ulid: str, point: str) -> ResponseReturnValue:
    reader = current_reader()
    with writing():
        actions.withdraw_point(queries.get_point(ulid, point, reader), by=reader, now=clock.now())
    flash(_("Withdrawn. It stays on the list, marked so."), "success")
    return redirect(url_for("minutes.points", ulid=ulid))


def _event_ahead(ulid: str) -> Event:
    event = events.get_event(ulid, current_reader())
    queries.organs_of(event, current_reader())
    rules.check_event(event.state, event.ends_at, clock.now())
    return event


def _form(event: Event, **values: object) -> PointForm:
    return PointForm(queries.organs_of(event, current_reader()), **values)


def _form_page(event: Event, form: PointForm) -> str:
    return render_template("minutes/agendas/edit.html", event=event, form=form)


def _values(form: PointForm) -> PointValues:
    return {
        "kind": form.kind.data,
        "organ": form.organ.data,
        "language": form.language.data,
        "title": form.title.data,
        "text": form.text.data,
        "minutes_long": form.minutes_long.data,
    }


def _done(ulid: str, *, submitted: bool) -> ResponseReturnValue:
    flash(
        _("Submitted. Every party's secretaries, organizers and heads see it now.")
        if submitted
        else _("Kept. Only your side sees it until it is submitted."),
        "success",
    )
    return redirect(url_for("minutes.points", ulid=ulid))
