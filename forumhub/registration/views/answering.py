"""The page behind an invitation's link: GET shows and changes nothing, whoever fetches it; POST answers."""

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, NotFound, RuleBroken
from forumhub.mail import sealing
from forumhub.registration import actions, rules
from forumhub.registration.details import Details
from forumhub.registration.forms import DetailsForm
from forumhub.registration.inviting import ACCEPT, DECLINE, correct_by_invitation
from forumhub.registration.models import Invitation, Registration
from forumhub.registration.offers.queries import offer_token
from forumhub.registration.offers.rules import is_offered
from forumhub.registration.queries import bearer, find_invitation
from forumhub.registration.questions.actions import may_change, save_answers, save_first_answers
from forumhub.registration.questions.forms import AnswersForm, answers_form
from forumhub.registration.questions.forms.answers import form_of_version
from forumhub.registration.questions.values import Given
from forumhub.registration.quotas.queries import free_places
from forumhub.registration.views.applying import outcome
from forumhub.registration.views.room import blueprint
from forumhub.registration.views.uploading import too_many_uploads, uploads_too_often
from forumhub.web import PUBLIC, on_clock_of, right, say

SAVE = "save"
"""Changes the answers to the organizer's questions, once somebody has accepted."""
SECRET_ADDRESS = {
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "strict-origin",
    "Cache-Control": "private, no-store",
}
"""The address is the key: kept out of indexes, caches and other sites' logs (the origin stays, for CSRF)."""


@blueprint.get("/invitations/<token>")
@right(PUBLIC)
def invitation(token: str) -> ResponseReturnValue:
    return _page(_find(token))


@blueprint.post("/invitations/<token>")
@right(PUBLIC)
def answer(token: str) -> ResponseReturnValue:
    chosen = request.form.get("answer", "")
    if chosen not in (ACCEPT, DECLINE, SAVE) or not (found := _find(token)) or found.withdrawn_at:
        return _page(_find(token), status=422)
    registration = found.registration
    questions = answers_form(registration.event, registration)
    registered = registration.state in rules.REGISTERED
    if chosen == SAVE and not registered:
        return _page(found, status=422)
    if chosen == (SAVE if registered else ACCEPT):
        if uploads_too_often(token):
            return _page(found, too_many_uploads(), status=429, questions=questions)
        if not questions.validate():
            return _page(found, status=422, questions=questions)
    try:
        with writing():
            state = _answer(token, chosen, questions.given())
    except (Conflict, RuleBroken) as error:
        return _page(_find(token), say(error), status=422, questions=questions)
    flash(*((_("Saved."), "success") if chosen == SAVE else _outcome(state)))
    return redirect(url_for("registration.invitation", token=token))


def _answer(token: str, chosen: str, given: Given) -> str:
    """The state that it leads to; accepting and the answers to questions are one transaction."""
    found, now = _find(token), clock.now()
    if found is None:
        raise NotFound
    registration, by, before = found.registration, bearer(found), found.registration.state
    if chosen == SAVE:
        save_answers(registration, given, by=by, now=now)
        return before
    registration = actions.answer_invitation(token, chosen, now=now)
    if chosen == ACCEPT:
        save_first_answers(registration, given, before, by=by, now=now)
    return registration.state


def _find(token: str) -> Invitation | None:
    return find_invitation(token) if sealing.is_ours(token) else None


def _outcome(state: str) -> tuple[str, str]:
    if state in rules.REGISTERED:
        return outcome(state)
    return _("Thank you. The organizer sees that you do not come."), "info"


@blueprint.post("/invitations/<token>/details")
@right(PUBLIC)
def correct_invited(token: str) -> ResponseReturnValue:
    found, form = _find(token), DetailsForm()
    if found is None or found.withdrawn_at or not form.validate():
        return _page(found, details=form, status=422)
    try:
        with writing():
            correct_by_invitation(token, **said_in(form), now=clock.now())
    except RuleBroken as error:
        return _page(_find(token), say(error), details=form, status=422)
    flash(_("Thank you. Your details are corrected."), "success")
    return redirect(url_for("registration.invitation", token=token))


def said_in(form: DetailsForm) -> Details:
    own_name, title, affiliation = form.own_name.data, form.title.data, form.affiliation.data
    return {"own_name": own_name or "", "title": title or "", "affiliation": affiliation or ""}


def _page(
    found: Invitation | None,
    message: str = "",
    *,
    questions: AnswersForm | None = None,
    details: DetailsForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """`questions`, `details`: as they were sent, where they came back."""
    if found is None or found.withdrawn_at:
        page = render_template("registration/no_invitation.html", withdrawn=found is not None)
        return kept_secret(page, 404)
    return kept_secret(_invitation_page(found, message, questions, details), status)


def kept_secret(page: str, status: int) -> ResponseReturnValue:
    answer = make_response(page, status)
    answer.headers.update(SECRET_ADDRESS)
    return answer


def _invitation_page(
    found: Invitation, message: str, questions: AnswersForm | None, details: DetailsForm | None
) -> str:
    registration, now = found.registration, clock.now()
    event = registration.event
    return render_template(
        "registration/invitation.html",
        **for_bearer(registration, questions, details),
        invitation=found,
        event=event,
        message=message,
        free=free_places(event, registration.party_id, registration.function),
        may_accept=rules.is_open(event.state, event.ends_at, now) and now < found.expires_at,
        details_link=url_for("registration.correct_invited", **request.view_args or {}),
    )


def for_bearer(
    registration: Registration, questions: AnswersForm | None, details: DetailsForm | None
) -> dict[str, Any]:
    """What a page shows to who holds a link to this registration, on their own clock.

    While their details came back, nothing else is asked: what was posted holds no answers.
    """
    if details is not None:
        questions = form_of_version(None)
    on_clock_of(registration.person.timezone)
    now = clock.now()
    offered = is_offered(registration.offered_until, now)
    return {
        "form": FlaskForm(),
        "registration": registration,
        "own": True,
        "offer_link": url_for("registration.offer", token=offer_token(registration)) if offered else "",
        "questions": answers_form(registration.event, registration) if questions is None else questions,
        "may_change": may_change(registration, now),
        "details": details or DetailsForm.of(registration),
    }
