"""What parties put forward for the agenda of an event: the list, the form, and the steps of those who write it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import N_, Conflict, RuleBroken
from forumhub.events import queries as events
from forumhub.events.forms import put_beside
from forumhub.events.models import Event
from forumhub.minutes import queries as documents
from forumhub.minutes.actions import writing_party
from forumhub.minutes.agendas import actions, queries, rules
from forumhub.minutes.agendas.actions import PointValues
from forumhub.minutes.agendas.forms import LeaveForm, PointForm
from forumhub.minutes.agendas.models import AgendaPoint
from forumhub.minutes.agendas.taking import agenda_to_write, prepare_taking
from forumhub.minutes.agendas.timing import Timetable, timetable
from forumhub.minutes.models import Document
from forumhub.minutes.rules import AGENDA, DRAFTS
from forumhub.minutes.texts import IdsTaken
from forumhub.minutes.views.blueprint import blueprint
from forumhub.parties import policy
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY
from forumhub.web import current_reader, language, right

ATTEMPTS = 3
"""How often a taking is made ready again because somebody saved, or was issued its ids, meanwhile."""


@blueprint.app_context_processor
def timing() -> dict[str, object]:
    """`agenda_times(document, html)` for the page of an agenda: its timetable, None where there is none."""
    return {"agenda_times": _times}


def _times(document: Document, page: str) -> Timetable | None:
    if document.kind != AGENDA:
        return None
    event = document.event
    return timetable(page, event.local_start, event.local_end, queries.breaks_of(event.id, current_reader()))


@blueprint.get("/events/<ulid>/agenda-points")
@right(SECRETARY, ORGANIZER, HEAD)
def points(ulid: str) -> str:
    reader = current_reader()
    event = events.get_event(ulid, reader)
    own = {party.id for party, _organs in queries.organs_of(event, reader)}
    agenda = documents.find_agenda(event.id, reader)
    return render_template(
        "minutes/agendas/list.html",
        event=event,
        points=queries.points_of(event.id, reader),
        taken=queries.agendas_with(event.id, reader),
        agenda=agenda,
        own=own,
        may_write=policy.may_write_minutes(reader, event.party_ids),
        may_take=agenda is not None and agenda.state in DRAFTS,
        ahead=event.ends_at > clock.now() and event.state not in ("held", "cancelled"),
    )


@blueprint.get("/events/<ulid>/agenda-points/new")
@right(SECRETARY, ORGANIZER, HEAD)
def new_point(ulid: str) -> str:
    event = _event_ahead(ulid)
    return _form_page(event, _form(event, formdata=None, data={"language": language()}))


@blueprint.post("/events/<ulid>/agenda-points/new")
@right(SECRETARY, ORGANIZER, HEAD)
def put_forward(ulid: str) -> ResponseReturnValue:
    form, reader = _form(_event_ahead(ulid)), current_reader()
    if not form.validate_on_submit():
        return _form_page(_event_ahead(ulid), form), 422
    try:
        with writing():
            submitted = form.sharing.data == rules.SUBMITTED
            event = events.get_event(ulid, reader)
            actions.put_forward(event, submitted=submitted, by=reader, now=clock.now(), **_values(form))
    except RuleBroken as error:
        put_beside(form, error)
        return _form_page(_event_ahead(ulid), form), 422
    return _done(ulid, submitted=submitted)


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
    form, reader = _form(_event_ahead(ulid)), current_reader()
    queries.get_point(ulid, point, reader)
    if not form.validate_on_submit():
        return _form_page(_event_ahead(ulid), form), 422
    try:
        with writing():
            submitted, found = form.sharing.data == rules.SUBMITTED, queries.get_point(ulid, point, reader)
            actions.change_point(found, submitted=submitted, by=reader, now=clock.now(), **_values(form))
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


@blueprint.post("/events/<ulid>/agenda-points/<point>/take")
@right(SECRETARY)
def take_point(ulid: str, point: str) -> ResponseReturnValue:
    """Into the agenda's draft, as a new revision."""
    agenda = _take(ulid, point)
    flash(_("Taken into the agenda, as a new revision of its draft."), "success")
    return redirect(url_for("minutes.show", ulid=agenda))


def _take(ulid: str, point: str) -> str:
    reader = current_reader()
    for _attempt in range(ATTEMPTS):
        found = queries.get_point(ulid, point, reader)
        rules.check_open(found.state)
        agenda = agenda_to_write(found.event, reader)
        rules.check_not_taken(queries.is_taken(found.id, agenda.id))
        agenda_ulid, draft = agenda.ulid, prepare_taking(found, agenda, reader)
        try:
            with writing():
                found, agenda = queries.get_point(ulid, point, reader), documents.get_document(agenda_ulid, reader)
                actions.take_point(found, agenda, draft, by=reader, now=clock.now())
                return agenda_ulid
        except (IdsTaken, Conflict):
            continue
    raise RuleBroken(N_("Others are saving in this register just now. Wait a moment, then save again."))


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
