"""The page on which organizers build an event's form: each step is a POST, and changes the draft."""

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, NotFound, RuleBroken
from forumhub.events.forms import differences, put_beside
from forumhub.events.forms.event import version_of
from forumhub.events.models import Event
from forumhub.events.queries import get_event
from forumhub.events.views.once import made_once
from forumhub.events.views.room import asked
from forumhub.parties.policy import ORGANIZER
from forumhub.registration.questions import drafting, queries, ready_made, rules
from forumhub.registration.questions.forms.asking import AddForm, CopyForm, QuestionForm
from forumhub.registration.questions.models import FormVersion, Question
from forumhub.registration.questions.views.said import said
from forumhub.registration.questions.words import KINDS, only_if
from forumhub.registration.rules import is_open
from forumhub.registration.views.room import blueprint
from forumhub.web import current_reader, language, right


@blueprint.app_context_processor
def question_words() -> dict[str, object]:
    return {"question_kinds": KINDS}


def organized(ulid: str) -> Event:
    """Raises NotFound, NotAllowed."""
    return get_event(ulid, current_reader(), to_organize=True)


def back_to_form(ulid: str, key: str = "") -> ResponseReturnValue:
    return redirect(url_for("registration.questions", ulid=ulid, _anchor=f"q-{key}" if key else None))


@blueprint.get("/events/<ulid>/questions")
@right(ORGANIZER)
def questions(ulid: str) -> ResponseReturnValue:
    event = organized(ulid)
    draft, published = queries.draft_of(event), queries.form_of(event)
    shown = draft or published
    asked_questions = shown.questions if shown else []
    return render_template(
        "registration/questions/build.html",
        event=event,
        draft=draft,
        published=published,
        questions=asked_questions,
        conditions={each.key: only_if(each, asked_questions, language()) for each in asked_questions},
        removed=draft.removed if draft else [],
        answered=queries.count_answered(event.id),
        ready_made={name: ready_made.title_of(name) for name in ready_made.SECTIONS},
        readers=queries.reading_today(queries.readers_of(event.id), clock.now()),
        may_change=is_open(event.state, event.ends_at, clock.now()),
        add=AddForm(),
        form=FlaskForm(),
    )


@blueprint.route("/events/<ulid>/questions/new", methods=["GET", "POST"])
@right(ORGANIZER)
def add_question(ulid: str) -> ResponseReturnValue:
    """?kind= and, for its place, the ?section= of this key."""
    event, given = organized(ulid), asked("kind", "section")
    if given["kind"] not in rules.KINDS:
        raise NotFound
    version = queries.draft_of(event) or queries.form_of(event)
    form = QuestionForm().fit(given["kind"], version.questions if version else [])
    if not form.is_submitted():
        return _page(form, event, given["kind"])
    if "more" in request.form:
        form.add_rows()
        return _page(form, event, given["kind"])
    if form.validate() and (question := _added(ulid, form, given)):
        return back_to_form(ulid, question.key)
    return _page(form, organized(ulid), given["kind"]), 422


def _added(ulid: str, form: QuestionForm, given: dict[str, str]) -> Question | None:
    """None where it cannot be; the form then says why."""
    new = form.ulid.data

    def add() -> Question:
        reader, now = current_reader(), clock.now()
        place = {"section": given["section"], "ulid": new}
        return drafting.add_question(organized(ulid), given["kind"], **place, by=reader, now=now, **form.values())

    try:
        return made_once(Question, new, add)
    except RuleBroken as error:
        put_beside(form, error)
        return None


def _page(form: QuestionForm, event: Event, kind: str, lost: object = None, question: Question | None = None) -> str:
    return render_template(
        "registration/questions/question.html", form=form, event=event, kind=kind, lost=lost, question=question
    )


@blueprint.route("/events/<ulid>/questions/<key>/edit", methods=["GET", "POST"])
@right(ORGANIZER)
def edit_question(ulid: str, key: str) -> ResponseReturnValue:
    event, question, earlier = _found(ulid, key)
    form, lost, status = QuestionForm.of(question, earlier), None, 200
    if form.is_submitted():
        form = QuestionForm.of(question, earlier, as_sent=True)
        if "more" in request.form:
            form.add_rows()
            return _page(form, event, question.kind, question=question)
        status = 422
        try:
            if form.validate():
                _edited(ulid, key, form)
                return back_to_form(ulid, key)
        except Conflict:
            event, question, earlier = _found(ulid, key)
            saved = QuestionForm.of(question, earlier)
            lost, status = differences(form, saved), 409
            form.lock_version.data, form.lock_version.raw_data = str(question.lock_version), None
        except RuleBroken as error:
            put_beside(form, error)
        event, question, earlier = _found(ulid, key)
    return _page(form, event, question.kind, lost, question), status


def _found(ulid: str, key: str) -> tuple[Event, Question, Sequence[Question]]:
    """The question as it is in the draft, else as it is asked, and those before it."""
    event = organized(ulid)
    version = queries.draft_of(event) or queries.form_of(event)
    question = version.find(key) if version else None
    if version is None or question is None:
        raise NotFound
    return event, question, version.questions[: version.questions.index(question)]


def _edited(ulid: str, key: str, form: QuestionForm) -> None:
    seen = version_of(form)
    with writing():
        drafting.edit_question(
            organized(ulid), key, lock_version=seen, by=current_reader(), now=clock.now(), **form.values()
        )


@blueprint.post("/events/<ulid>/questions/<key>/move")
@right(ORGANIZER)
def move_question(ulid: str, key: str) -> ResponseReturnValue:
    up = request.form.get("to") == "up"
    with said():
        drafting.move_question(organized(ulid), key, up=up, by=current_reader(), now=clock.now())
    return back_to_form(ulid, key)


@blueprint.post("/events/<ulid>/questions/<key>/remove")
@right(ORGANIZER)
def remove_question(ulid: str, key: str) -> ResponseReturnValue:
    with said(_("Removed. Until the form is published, it can be restored below.")):
        drafting.remove_question(organized(ulid), key, by=current_reader(), now=clock.now())
    return back_to_form(ulid)


@blueprint.post("/events/<ulid>/questions/<key>/restore")
@right(ORGANIZER)
def restore_question(ulid: str, key: str) -> ResponseReturnValue:
    with said():
        drafting.restore_question(organized(ulid), key, by=current_reader(), now=clock.now())
    return back_to_form(ulid, key)


@blueprint.post("/events/<ulid>/questions/ready-made")
@right(ORGANIZER)
def add_ready_made(ulid: str) -> ResponseReturnValue:
    name = request.form.get("name", "")
    if name not in ready_made.SECTIONS:
        raise NotFound
    rows = ready_made.questions_of(name)
    key = rows[0].key
    with said(_("Added. Change it as you like, then publish the form.")):
        drafting.append_questions(organized(ulid), rows, by=current_reader(), now=clock.now())
    return back_to_form(ulid, key)


@blueprint.route("/events/<ulid>/questions/copy", methods=["GET", "POST"])
@right(ORGANIZER)
def copy_questions(ulid: str) -> ResponseReturnValue:
    event, reader = organized(ulid), current_reader()
    form, status = CopyForm.offering(queries.forms_to_copy(event, reader)), 200
    if form.is_submitted():
        status = 422
        if form.validate():
            with said(_("Copied. Change it as you like, then publish the form.")):
                source = _form_of(form.source.data)
                drafting.copy_questions(source, organized(ulid), by=reader, now=clock.now())
            return back_to_form(ulid)
    return render_template("registration/questions/copy.html", form=form, event=organized(ulid)), status


def _form_of(ulid: str) -> FormVersion:
    found = queries.form_of(organized(ulid))
    if found is None:
        raise NotFound
    return found
