"""The editor without a script: a table for each day, what clashes, and the programme's own life."""

from collections.abc import Callable
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.events.programme import actions
from forumhub.events.programme.models import Programme
from forumhub.events.programme.queries import deleted_sessions_of, sessions_of, slots_of
from forumhub.events.programme.rules.clashes import days_of
from forumhub.events.programme.views.room import programme_to_edit
from forumhub.events.programme.views.wording import clashes_in_words
from forumhub.events.queries import count_participants, get_event
from forumhub.events.views.room import blueprint
from forumhub.parties.policy import ORGANIZER
from forumhub.web import current_reader, right, say


@blueprint.get("/events/<ulid>/programme/edit")
@right(ORGANIZER)
def programme_edit(ulid: str) -> ResponseReturnValue:
    return _page(programme_to_edit(ulid))


def _page(programme: Programme, refused: str = "") -> str:
    """Of one day, ?day=, else the first; what clashes is shown of all days."""
    sessions = sessions_of(programme)
    slots = slots_of(sessions)
    days = days_of(programme.frame, (session.slot for session in sessions))
    chosen = _day_of(days)
    told, beside = clashes_in_words(programme, slots)
    return render_template(
        "events/programme/edit.html",
        programme=programme,
        event=programme.event,
        days=[(day, sum(session.day == day for session in sessions)) for day in days],
        chosen=chosen,
        shown=[session for session in sessions if session.day == chosen],
        count=len(sessions),
        told=told,
        notes=beside,
        day_of={session.ulid: session.day for session in sessions},
        deleted=deleted_sessions_of(programme, clock.now()),
        reached=count_participants(programme.event_id),
        refused=refused,
    )


def _day_of(days: list[date]) -> date:
    return next((day for day in days if day.isoformat() == request.args.get("day")), days[0])


@blueprint.post("/events/<ulid>/programme/open")
@right(ORGANIZER)
def programme_open(ulid: str) -> ResponseReturnValue:
    reader = current_reader()
    with writing():
        actions.open_programme(get_event(ulid, reader, to_organize=True), by=reader, now=clock.now())
    return redirect(url_for("events.programme_edit", ulid=ulid))


@blueprint.post("/events/<ulid>/programme/publish")
@right(ORGANIZER)
def programme_publish(ulid: str) -> ResponseReturnValue:
    done = _("The programme is published: whoever sees the event sees it now, and every change from now on.")
    return _turn(ulid, actions.publish_programme, done)


@blueprint.post("/events/<ulid>/programme/take-back")
@right(ORGANIZER)
def programme_take_back(ulid: str) -> ResponseReturnValue:
    done = _("The programme is a draft again: only organizers and secretaries of the parties see it.")
    return _turn(ulid, actions.take_back_programme, done)


def _turn(ulid: str, act: Callable[..., None], done: str) -> ResponseReturnValue:
    try:
        with writing():
            act(programme_to_edit(ulid), by=current_reader(), now=clock.now())
    except RuleBroken as error:
        return _page(programme_to_edit(ulid), say(error)), 422
    flash(done, "success")
    return redirect(url_for("events.programme_edit", ulid=ulid))
