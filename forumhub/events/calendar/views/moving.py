"""Moving an event: what is asked for changes nothing until what it changes was shown and confirmed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, RuleBroken
from forumhub.events.calendar import actions, rules
from forumhub.events.calendar.forms import MoveForm
from forumhub.events.calendar.holidays import Holiday, holidays_between, resting
from forumhub.events.calendar.queries import meeting_then
from forumhub.events.calendar.views.here import here
from forumhub.events.consequences.queries import foresee
from forumhub.events.consequences.rules import Consequences
from forumhub.events.forms import put_beside
from forumhub.events.models import Event
from forumhub.events.programme.queries import programme_of
from forumhub.events.queries import get_event
from forumhub.events.venues.queries import booked, may_see
from forumhub.events.views.room import asked, blueprint
from forumhub.events.views.seen import seen
from forumhub.parties.policy import ORGANIZER
from forumhub.web import current_reader, language, right, say


@dataclass(frozen=True)
class Proposal:
    """What a move would do, and what it would meet with."""

    start: datetime
    end: datetime
    foreseen: Consequences
    meetings: list[Event]
    """Of the same parties, as far as the reader may see them."""
    holidays: dict[date, list[Holiday]]
    weekends: dict[date, list[str]]
    """Codes of the parties that rest then each week."""
    is_taken: bool
    """Another event has the venue; `taken_by` it, where the reader may see it."""
    taken_by: Event | None


@blueprint.get("/events/<ulid>/move")
@right(ORGANIZER)
def move(ulid: str) -> ResponseReturnValue:
    """With ?start= as it is dropped on the calendar, ?local_start= and ?local_end= as they are typed, or neither."""
    event = _to_move(ulid)
    target = rules.start_asked(asked("start")["start"])
    if "local_start" in request.args:
        form = MoveForm(request.args, meta={"csrf": False})
        form.validate()
    elif target is not None:
        start = rules.dropped(event, target, _zone())
        form = MoveForm(None, local_start=start, local_end=start + (event.local_end - event.local_start))
    else:
        form = MoveForm(None, obj=event)
        return render_template("events/calendar/move.html", event=event, form=form, proposal=None, here=here())
    return _page(event, form)


@blueprint.post("/events/<ulid>/move")
@right(ORGANIZER)
def moved(ulid: str) -> ResponseReturnValue:
    """Sent twice, it moves once: the second time the event stands there already."""
    form, status = MoveForm(), 422
    event = _to_move(ulid)
    try:
        if form.validate() and _times(form, event) == (event.local_start, event.local_end):
            return _done(event, told=0)
        if not form.errors:
            return _done(_move(ulid, form), told=seen()["told"])
    except RuleBroken as error:
        put_beside(form, error)
    except Conflict as error:
        form.form_errors.append(say(error))
        status = 409
    return _page(_to_move(ulid), form, status)


def _to_move(ulid: str) -> Event:
    event = get_event(ulid, current_reader(), to_organize=True)
    rules.check_movable(event.state, event.starts_at, clock.now())
    return event


def _move(ulid: str, form: MoveForm) -> Event:
    reader = current_reader()
    with writing():
        event = get_event(ulid, reader, to_organize=True)
        return actions.move_event(event, *_times(form, event), by=reader, now=clock.now(), **seen())


def _done(event: Event, told: int) -> ResponseReturnValue:
    """Back to the calendar, where the event is now."""
    words = ngettext("%(num)s person is told.", "%(num)s people are told.", told) if told > 0 else ""
    flash(f"{_('The event is moved.')} {words}".strip(), "success")
    start, _end = rules.shown_clock(event, _zone())
    return redirect(url_for("events.calendar", **{**here(), "on": str(start.date())}))


def _zone() -> ZoneInfo | None:
    """The clock that the calendar showed; None for the hosts'."""
    return None if asked("clock")["clock"] == "host" else ZoneInfo(current_reader().timezone)


def _times(form: MoveForm, event: Event) -> tuple[datetime, datetime]:
    start = form.local_start.data
    return start, form.local_end.data or start + (event.local_end - event.local_start)


def _page(event: Event, form: MoveForm, status: int = 422) -> ResponseReturnValue:
    """`status` is that of a page that says what is wrong."""
    proposal = None
    if not any(field.errors for field in form):
        try:
            proposal = _proposal(event, *_times(form, event))
        except RuleBroken as error:
            put_beside(form, error)
    status = status if form.errors else 200
    shown = {"event": event, "programme": programme_of(event.id), "proposal": proposal, "here": here()}
    return render_template("events/calendar/move.html", form=form, **shown), status


def _proposal(event: Event, start: datetime, end: datetime) -> Proposal:
    reader, now = current_reader(), clock.now()
    starts_at, ends_at = rules.proposed(event, start, end, now)
    before, (first, last) = event.snapshot(), rules.days_of(start, end)
    after = {"local_start": start, "local_end": end, "starts_at": starts_at, "ends_at": ends_at}
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    codes = [party.code for party in event.parties]
    taken = booked(event.venue_id, event.hall_id, starts_at, ends_at, other_than=event.id) if event.venue_id else []
    return Proposal(
        start=start,
        end=end,
        foreseen=foresee(event.id, before, {**before, **after}, now),
        meetings=meeting_then(event, starts_at, ends_at, reader),
        holidays=holidays_between(codes, days, language()),
        weekends=resting(codes, days),
        is_taken=bool(taken),
        taken_by=next((other for other in taken if may_see(other, reader)), None),
    )
