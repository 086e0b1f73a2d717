"""Answering an event's questions, for oneself or, as a secretary, for somebody of one's party."""

from flask import current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import N_, Conflict, NotAllowed, NotFound, RuleBroken
from forumhub.files import MEDIA_TYPES
from forumhub.registration.models import Registration
from forumhub.registration.queries import get_registration
from forumhub.registration.questions import actions, rules
from forumhub.registration.questions.forms import AnswersForm, answers_form
from forumhub.registration.questions.queries import answerable_until
from forumhub.registration.views.room import blueprint
from forumhub.web import SIGNED_IN, current_reader, right


@blueprint.app_context_processor
def upload_bounds() -> dict[str, object]:
    megabytes = current_app.config["MAX_UPLOAD_BYTES"] // (1024 * 1024)
    return {"upload_kinds": " ".join(sorted(MEDIA_TYPES)), "upload_megabytes": megabytes}


@blueprint.route("/registrations/<ulid>/answers", methods=["GET", "POST"])
@right(SIGNED_IN)
def answers(ulid: str) -> ResponseReturnValue:
    registration, status = _to_answer(ulid), 200
    form, questions = FlaskForm(), answers_form(registration.event, registration)
    if not questions:
        raise NotFound
    if form.is_submitted():
        status = 422
        if questions.validate() and _saved(ulid, questions):
            flash(_("Saved."), "success")
            return redirect(request.path)
        registration = _to_answer(ulid)
    return render_template(
        "registration/questions/answers.html", form=form, questions=questions, registration=registration
    ), status


def _to_answer(ulid: str) -> Registration:
    reader = current_reader()
    registration = get_registration(ulid, reader)
    if not actions.may_answer(registration, reader):
        raise NotAllowed(N_("Questions are answered by the person, or by a secretary of their party."))
    event = registration.event
    rules.check_may_answer(event.state, answerable_until(registration), clock.now())
    return registration


def _saved(ulid: str, questions: AnswersForm) -> bool:
    """Where it cannot be, the form says why; what was typed is still in it."""
    reader, given = current_reader(), questions.given()
    try:
        with writing():
            actions.save_answers(get_registration(ulid, reader), given, by=reader, now=clock.now())
    except (Conflict, RuleBroken) as error:
        questions.put(error)
        return False
    return True
