"""Points taken into an agenda, or left out of it with words."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, RuleBroken
from forumhub.events import queries as events
from forumhub.events.forms import put_beside
from forumhub.minutes import queries as documents
from forumhub.minutes.actions import writing_party
from forumhub.minutes.agendas import actions, queries, rules
from forumhub.minutes.agendas.forms import LeaveForm
from forumhub.minutes.agendas.models import AgendaPoint
from forumhub.minutes.agendas.taking import (
    Topics,
    agenda_to_write,
    prepare_topic,
    same_in_all,
    topic_of,
    topics_of,
)
from forumhub.minutes.deferring.models import Deferral
from forumhub.minutes.deferring.queries import get_arising, is_in
from forumhub.minutes.models import Document
from forumhub.minutes.texts import Draft, IdsTaken
from forumhub.minutes.views.blueprint import blueprint
from forumhub.minutes.views.trying import in_attempts
from forumhub.parties.policy import SECRETARY
from forumhub.web import current_reader, right


@blueprint.post("/events/<ulid>/agenda-points/<point>/take")
@right(SECRETARY)
def take_point(ulid: str, point: str) -> ResponseReturnValue:
    """Into the agenda's draft, as a new revision."""
    reader = current_reader()
    found = queries.get_point(ulid, point, reader)
    rules.check_open(found.state)
    rules.check_not_taken(queries.is_taken(found.id, agenda_to_write(found.event, reader).id))

    def take(agenda: Document, draft: Draft) -> None:
        actions.take_point(queries.get_point(ulid, point, reader), agenda, draft, by=reader, now=clock.now())

    return _taken(ulid, lambda: same_in_all(topic_of(queries.get_point(ulid, point, reader))), take)


@blueprint.post("/events/<ulid>/deferrals/<deferral>/take")
@right(SECRETARY)
def take_deferral(ulid: str, deferral: str) -> ResponseReturnValue:
    """The same for what was deferred to the meeting after its agenda was begun."""
    reader = current_reader()

    def found() -> Deferral:
        return get_arising(events.get_event(ulid, reader), deferral, reader)

    def take(agenda: Document, draft: Draft) -> None:
        actions.take_deferral(found(), agenda, draft, by=reader, now=clock.now())

    rules.check_not_taken(is_in(found().id, agenda_to_write(events.get_event(ulid, reader), reader).id))
    return _taken(ulid, lambda: topics_of(found()), take)


def _taken(ulid: str, topics: Callable[[], Topics], take: Callable[[Document, Draft], None]) -> ResponseReturnValue:
    """The agenda's page, once `take` has put the topic into its draft."""
    reader = current_reader()

    def attempt() -> str:
        agenda = agenda_to_write(events.get_event(ulid, reader), reader)
        agenda_ulid, draft = agenda.ulid, prepare_topic(topics(), agenda, reader)
        with writing():
            take(documents.get_document(agenda_ulid, reader), draft)
        return agenda_ulid

    taken = in_attempts(attempt, over=(IdsTaken, Conflict))
    flash(_("Taken into the agenda, as a new revision of its draft."), "success")
    return redirect(url_for("minutes.show", ulid=taken))


@blueprint.get("/events/<ulid>/agenda-points/<point>/leave")
@right(SECRETARY)
def leave_point(ulid: str, point: str) -> str:
    return _leave_page(_to_leave(ulid, point), LeaveForm(formdata=None))


@blueprint.post("/events/<ulid>/agenda-points/<point>/leave")
@right(SECRETARY)
def do_leave_point(ulid: str, point: str) -> ResponseReturnValue:
    form, reader = LeaveForm(), current_reader()
    if not form.validate_on_submit():
        return _leave_page(_to_leave(ulid, point), form), 422
    try:
        with writing():
            found = queries.get_point(ulid, point, reader)
            actions.leave_point(found, form.answer.data, by=reader, now=clock.now())
    except RuleBroken as error:
        put_beside(form, error)
        return _leave_page(_to_leave(ulid, point), form), 422
    flash(_("Left out; the party that put it forward reads why."), "success")
    return redirect(url_for("minutes.points", ulid=ulid))


def _to_leave(ulid: str, point: str) -> AgendaPoint:
    found = queries.get_point(ulid, point, current_reader())
    writing_party(found.event, current_reader())
    return found


def _leave_page(point: AgendaPoint, form: LeaveForm) -> str:
    return render_template("minutes/agendas/leave.html", event=point.event, point=point, form=form)
