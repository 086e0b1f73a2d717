"""The page behind the mail's link: GET shows and changes nothing, whoever fetches it; POST confirms or withdraws."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, NotFound, RuleBroken
from forumhub.parties import policy
from forumhub.parties.policy import Reader
from forumhub.parties.queries import find_person_by_email
from forumhub.registration import rules
from forumhub.registration.applying.actions import confirm_application, correct_application, withdraw_application
from forumhub.registration.applying.models import Application
from forumhub.registration.applying.queries import find_application
from forumhub.registration.applying.rules import way_in
from forumhub.registration.forms import DetailsForm
from forumhub.registration.queries import find_registration, settings_of
from forumhub.registration.questions.actions import save_answers, save_first_answers
from forumhub.registration.questions.forms import AnswersForm, answers_form
from forumhub.registration.questions.values import Given
from forumhub.registration.quotas.queries import free_places
from forumhub.registration.views.answering import SAVE, for_bearer, kept_secret, said_in
from forumhub.registration.views.applying import outcome
from forumhub.registration.views.room import blueprint
from forumhub.registration.views.uploading import too_many_uploads, uploads_too_often
from forumhub.web import PUBLIC, on_clock_of, right, say

ACTS = {"confirm": confirm_application, "withdraw": withdraw_application}


@blueprint.get("/applications/<token>")
@right(PUBLIC)
def application(token: str) -> ResponseReturnValue:
    return _page(find_application(token))


@blueprint.post("/applications/<token>")
@right(PUBLIC)
def answer_application(token: str) -> ResponseReturnValue:
    chosen, found = request.form.get("answer", ""), find_application(token)
    if found is None or chosen not in (*ACTS, SAVE):
        return _page(found, status=422)
    questions = answers_form(found.event, found.registration)
    registered = found.registration is not None and found.registration.state in rules.REGISTERED
    if chosen == SAVE and not registered:
        return _page(found, status=422)
    if chosen == (SAVE if registered else "confirm"):
        if uploads_too_often(token):
            return _page(found, too_many_uploads(), status=429, questions=questions)
        if not questions.validate():
            return _page(found, status=422, questions=questions)
    try:
        with writing():
            state = _answer(token, chosen, questions.given())
    except NotFound:
        return _page(None)
    except (Conflict, RuleBroken) as error:
        return _page(find_application(token), say(error), status=422, questions=questions)
    withdrawn = (_("Withdrawn. The place is free for others."), "info")
    done = (_("Saved."), "success") if chosen == SAVE else outcome(state)
    flash(*(done if state in rules.REGISTERED else withdrawn))
    return redirect(url_for("registration.application", token=token))


def _answer(token: str, chosen: str, given: Given) -> str:
    """The state that it leads to; confirming and the answers to questions are one transaction."""
    now, found = clock.now(), find_application(token)
    if found is None:
        raise NotFound
    own, known = found.registration, find_person_by_email(found.email)
    if own is None and known is not None:
        own = find_registration(found.event_id, known.id)
    before = own.state if own else None
    if chosen != SAVE:
        own = ACTS[chosen](token, now=now).registration
    if own is None:
        raise NotFound
    by = Reader(person_id=own.person_id, name=own.person.name)
    if chosen == SAVE:
        save_answers(own, given, by=by, now=now)
    elif chosen == "confirm":
        save_first_answers(own, given, before, by=by, now=now)
    return own.state


@blueprint.post("/applications/<token>/details")
@right(PUBLIC)
def correct_applied(token: str) -> ResponseReturnValue:
    found, form = find_application(token), DetailsForm()
    if found is None or found.registration is None or not form.validate():
        return _page(found, details=form, status=422)
    with writing():
        correct_application(token, **said_in(form), now=clock.now())
    flash(_("Thank you. Your details are corrected."), "success")
    return redirect(url_for("registration.application", token=token))


def _page(
    found: Application | None,
    message: str = "",
    *,
    questions: AnswersForm | None = None,
    details: DetailsForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """`questions`, `details`: as they were sent, where they came back."""
    if found is None:
        return kept_secret(render_template("registration/applying/gone.html"), 404)
    if found.registration:
        return kept_secret(
            _registration_page(found, message, for_bearer(found.registration, questions, details)), status
        )
    return kept_secret(_application_page(found, message, questions), status)


def _registration_page(found: Application, message: str, own: dict[str, Any]) -> str:
    return render_template(
        "registration/applying/registration.html",
        **own,
        event=found.event,
        message=message,
        may_confirm=_is_taken_in(found),
        details_link=url_for("registration.correct_applied", **request.view_args or {}),
    )


def _application_page(found: Application, message: str, questions: AnswersForm | None) -> str:
    event, known = found.event, find_person_by_email(found.email)
    on_clock_of(known.timezone if known else event.timezone)
    return render_template(
        "registration/applying/application.html",
        form=FlaskForm(),
        application=found,
        event=event,
        known=known,
        message=message,
        questions=answers_form(event, None) if questions is None else questions,
        free=free_places(event, found.party_id, rules.MEMBER),
        may_confirm=_is_taken_in(found) and clock.now() < found.expires_at,
    )


def _is_taken_in(found: Application) -> bool:
    """Whether the event takes applications by mail now."""
    event, settings, now = found.event, settings_of(found.event), clock.now()
    way = way_in(
        signed_in=False,
        public=event.access == policy.PUBLIC,
        applicants=settings.applicants,
        deadline=settings.deadline,
        now=now,
    )
    return bool(way) and rules.is_open(event.state, event.ends_at, now)
