"""Adding, editing, deleting and restoring one session."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, RuleBroken
from forumhub.events.forms.event import version_of
from forumhub.events.forms.fields import differences
from forumhub.events.programme import actions
from forumhub.events.programme.entering import SessionValues
from forumhub.events.programme.forms import SessionForm
from forumhub.events.programme.forms.session import label_of
from forumhub.events.programme.models import Programme, ProgrammeSession
from forumhub.events.programme.queries import people_to_offer
from forumhub.events.programme.rules import text_of
from forumhub.events.programme.views.room import programme_to_edit, put_refusal, session_to_edit, version_sent
from forumhub.events.views.room import blueprint
from forumhub.markdown import read_bounded
from forumhub.parties.models import Person
from forumhub.parties.policy import ORGANIZER
from forumhub.web import current_reader, right, say


@blueprint.route("/events/<ulid>/programme/sessions/new", methods=["GET", "POST"])
@right(ORGANIZER)
def session_new(ulid: str) -> ResponseReturnValue:
    form, status = _blank(programme_to_edit(ulid)), 200
    if form.is_submitted():
        status = 422
        if form.validate() and (made := _added(ulid, form)):
            flash(_("The session was added."), "success")
            return redirect(_row_of(ulid, made))
    return _page(form, programme_to_edit(ulid)), status


def _blank(programme: Programme) -> SessionForm:
    """On the ?day= and in the ?hall= that were asked for, at the hour when the event begins."""
    asked = {name: request.args[name] for name in ("day", "hall") if name in request.args}
    return SessionForm(programme, data={"clock": programme.event.local_start.time(), **asked})


def _added(ulid: str, form: SessionForm) -> ProgrammeSession | None:
    try:
        html = _rendered(form)
        with writing():
            form.programme = programme_to_edit(ulid)
            values = _values(form, html, None)
            return actions.add_session(form.programme, by=current_reader(), now=clock.now(), **values)
    except RuleBroken as error:
        put_refusal(form, error, ulid)
        return None


@blueprint.route("/events/<ulid>/programme/sessions/<session>/edit", methods=["GET", "POST"])
@right(ORGANIZER)
def session_edit(ulid: str, session: str) -> ResponseReturnValue:
    found, lost, status = session_to_edit(ulid, session), None, 200
    form = SessionForm.of(found)
    if request.method == "POST":
        form, status = SessionForm(found.programme, session=found), 422
        if form.validate():
            try:
                return redirect(_row_of(ulid, _saved(ulid, session, form)))
            except Conflict:
                saved = SessionForm.of(session_to_edit(ulid, session))
                lost, status = differences(form, saved), 409
                form.lock_version.data, form.lock_version.raw_data = saved.lock_version.data, None
            except RuleBroken as error:
                put_refusal(form, error, ulid)
    found = session_to_edit(ulid, session)
    return _page(form, found.programme, found, lost), status


def _saved(ulid: str, session: str, form: SessionForm) -> ProgrammeSession:
    html, version = _rendered(form), version_of(form)
    with writing():
        found = session_to_edit(ulid, session)
        form.programme = found.programme
        values = _values(form, html, found)
        actions.edit_session(found, lock_version=version, by=current_reader(), now=clock.now(), **values)
    flash(_("Saved."), "success")
    return found


def _values(form: SessionForm, html: str, session: ProgrammeSession | None) -> SessionValues:
    known = session.speakers if session else []
    people = _people(form.programme, session)
    return form.values(html, people, known)


def _people(programme: Programme, session: ProgrammeSession | None) -> dict[str, Person]:
    """By how the form calls them: who is offered, and who is a speaker of the session already."""
    known = [speaker.person for speaker in session.speakers if speaker.person] if session else []
    return {label_of(person): person for person in [*people_to_offer(programme, current_reader()), *known]}


def _rendered(form: SessionForm) -> str:
    return read_bounded(text_of(form.abstract.data, form.description.data)).html


def _row_of(ulid: str, session: ProgrammeSession) -> str:
    """Where it stands in the editor."""
    return url_for("events.programme_edit", ulid=ulid, day=session.day.isoformat(), _anchor=f"s-{session.ulid}")


def _page(
    form: SessionForm,
    programme: Programme,
    session: ProgrammeSession | None = None,
    lost: list[tuple[str, str, str]] | None = None,
) -> str:
    return render_template(
        "events/programme/session_edit.html",
        form=form.with_spare_rows(),
        programme=programme,
        event=programme.event,
        session=session,
        lost=lost,
        people=_people(programme, session),
    )


@blueprint.post("/events/<ulid>/programme/sessions/<session>/delete")
@right(ORGANIZER)
def session_delete(ulid: str, session: str) -> ResponseReturnValue:
    version = version_sent()
    try:
        with writing():
            found = session_to_edit(ulid, session)
            day = found.day
            actions.delete_session(found, lock_version=version, by=current_reader(), now=clock.now())
        flash(_("The session is deleted. For 30 days it can be restored, at the end of this page."), "success")
    except (Conflict, RuleBroken) as error:
        day = session_to_edit(ulid, session).day
        flash(say(error), "error")
    return redirect(url_for("events.programme_edit", ulid=ulid, day=day.isoformat()))


@blueprint.post("/events/<ulid>/programme/sessions/<session>/restore")
@right(ORGANIZER)
def session_restore(ulid: str, session: str) -> ResponseReturnValue:
    try:
        with writing():
            found = session_to_edit(ulid, session)
            actions.restore_session(found, by=current_reader(), now=clock.now())
        flash(_("The session is back where it was."), "success")
    except RuleBroken as error:
        flash(say(error), "error")
    return redirect(_row_of(ulid, session_to_edit(ulid, session)))
