"""Making an event and editing it."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.agreements.queries import get_agreement
from forumhub.database import writing
from forumhub.errors import Conflict, RuleBroken
from forumhub.events import actions, rules
from forumhub.events.consequences.rules import Unforeseen
from forumhub.events.forms import EventForm, differences, put_beside
from forumhub.events.forms.choices import usual_under
from forumhub.events.models import Event, Series
from forumhub.events.programme.queries import programme_of
from forumhub.events.queries import get_event, get_series
from forumhub.events.views.room import asked, blueprint, wall_clock_asked
from forumhub.events.views.seen import seen
from forumhub.markdown import read_bounded
from forumhub.parties.policy import ORGANIZER
from forumhub.parties.queries import all_parties
from forumhub.web import current_reader, right


def series_asked() -> Series | None:
    """The series of ?series=, which the reader organizes; raises NotFound or NotAllowed."""
    ulid = asked("series")["series"]
    return get_series(ulid, current_reader(), to_organize=True) if ulid else None


def blank_form(series: Series | None) -> EventForm:
    """A new event of the series, or alone: hosted by the reader's party, under the ?agreement= and ?clause= asked.

    ?start=, ?end=, ?timezone=, ?host= and ?site= are filled in, and each ?party= is ticked. Without one the parties
    are left open: they are the agreement's. With a ?timezone= but no ?host= it is online.
    """
    reader, given = current_reader(), asked("host", "timezone", "site")
    if series is not None:
        return EventForm.of_series(series, reader)
    own, parties = reader.parties_as(ORGANIZER), {party.code: party.id for party in all_parties()}
    usual = "" if given["timezone"] else next((code for code, row in parties.items() if row in own), "")
    return EventForm(
        reader,
        formdata=None,
        under=under_asked(),
        host=given["host"] if given["host"] in parties else usual,
        local_start=wall_clock_asked("start"),
        local_end=wall_clock_asked("end"),
        timezone=given["timezone"],
        site=given["site"],
        parties=[code for code in request.args.getlist("party") if code in parties],
    )


def under_asked() -> str:
    """The choice of ?agreement= and ?clause=; else the one agreement that the reader organizes for."""
    reader, given = current_reader(), asked("agreement", "clause")
    if not given["agreement"]:
        return usual_under(reader)
    return get_agreement(given["agreement"], reader).code + (f"#{given['clause']}" if given["clause"] else "")


@blueprint.get("/events/new")
@right(ORGANIZER)
def new() -> ResponseReturnValue:
    series = series_asked()
    return render_template("events/edit.html", form=blank_form(series), event=None, series=series, lost=None)


@blueprint.post("/events/new")
@right(ORGANIZER)
def create() -> ResponseReturnValue:
    form, series = EventForm(current_reader()), series_asked()
    if series is not None:
        del form.register_code
    event = _create(form) if form.validate() else None
    if event is None:
        return render_template("events/edit.html", form=form, event=None, series=series_asked(), lost=None), 422
    flash(_("The event was made. It is tentative until you confirm it."), "success")
    return redirect(url_for("desk.event", ulid=event.ulid))


def _create(form: EventForm) -> Event | None:
    """None where it cannot be; the form then says why."""
    reader = current_reader()
    code = form.register_code.data if "register_code" in form else ""
    try:
        html = read_bounded(form.description.data).html
        with writing():
            values = form.values(reader, html)
            return actions.create_event(register_code=code, series=series_asked(), by=reader, now=clock.now(), **values)
    except RuleBroken as error:
        put_beside(form, error)
        return None


@blueprint.get("/events/<ulid>/edit")
@right(ORGANIZER)
def edit(ulid: str) -> ResponseReturnValue:
    reader = current_reader()
    event = get_event(ulid, reader, to_organize=True)
    rules.check_open(event.state)
    return render_template(
        "events/edit.html", form=EventForm.of(event, reader), event=event, series=event.series, lost=None
    )


@blueprint.post("/events/<ulid>/edit")
@right(ORGANIZER)
def save(ulid: str) -> ResponseReturnValue:
    """What others would see is shown first, with the number of people who are told; what is inward is saved at once."""
    reader, lost, status = current_reader(), None, 422
    event = get_event(ulid, reader, to_organize=True)
    form = EventForm(reader, event=event)
    del form.register_code
    if "back" in request.form:
        return render_template("events/edit.html", form=form, event=event, series=event.series, lost=None)
    if form.validate():
        try:
            _save(ulid, form)
            flash(_("Saved."), "success")
            return redirect(url_for("desk.event", ulid=ulid))
        except Unforeseen as unforeseen:
            event = get_event(ulid, reader, to_organize=True)
            foreseen, programme = unforeseen.consequences, programme_of(event.id)
            return render_template("events/check.html", event=event, foreseen=foreseen, programme=programme)
        except Conflict:
            saved = EventForm.of(get_event(ulid, reader), reader)
            lost, status = differences(form, saved), 409
            form.lock_version.data = saved.lock_version.data
            form.lock_version.raw_data = None
        except RuleBroken as error:
            put_beside(form, error)
    event = get_event(ulid, reader, to_organize=True)
    return render_template("events/edit.html", form=form, event=event, series=event.series, lost=lost), status


def _save(ulid: str, form: EventForm) -> None:
    act = edit_of(form)
    with writing():
        act(get_event(ulid, current_reader(), to_organize=True), **seen(), by=current_reader(), now=clock.now())


def edit_of(form: EventForm) -> Callable[..., object]:
    """What was typed, a form that is valid, as an act on an event; call it inside `writing()`."""
    reader, html = current_reader(), read_bounded(form.description.data).html
    return lambda event, **who: actions.edit_event(event, **form.changes(reader, html, event), **who)
