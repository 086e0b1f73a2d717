"""The page behind an invitation's link: GET shows and changes nothing, whoever fetches it; POST answers."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, NotFound, RuleBroken
from forumhub.mail import sealing
from forumhub.registration import actions, rules
from forumhub.registration.inviting import ACCEPT, DECLINE
from forumhub.registration.models import Invitation
from forumhub.registration.queries import bearer, find_invitation
from forumhub.registration.questions.actions import may_change, save_answers, save_first_answers
from forumhub.registration.questions.forms import AnswersForm, answers_form
from forumhub.registration.questions.values import Given
from forumhub.registration.quotas.queries import free_places
from forumhub.registration.views.applying import outcome
from forumhub.registration.views.room import blueprint
from forumhub.web import PUBLIC, right, say

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
    if chosen == (SAVE if registered else ACCEPT) and not questions.validate():
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


def _page(
    found: Invitation | None, message: str = "", status: int = 200, questions: AnswersForm | None = None
) -> ResponseReturnValue:
    """`questions`: as they were sent, where they came back."""
    if found is None or found.withdrawn_at:
        answer = make_response(render_template("registration/no_invitation.html", withdrawn=found is not None))
        answer.status_code = 404
    else:
        answer = make_response(_invitation_page(found, message, questions))
        answer.status_code = status
    answer.headers.update(SECRET_ADDRESS)
    return answer


def _invitation_page(found: Invitation, message: str, questions: AnswersForm | None) -> str:
    registration, now = found.registration, clock.now()
    event = registration.event
    return render_template(
        "registration/invitation.html",
        form=FlaskForm(),
        invitation=found,
        registration=registration,
        event=event,
        message=message,
        questions=answers_form(event, registration) if questions is None else questions,
        may_change=may_change(registration, now),
        free=free_places(event, registration.party_id, registration.function),
        may_accept=rules.is_open(event.state, event.ends_at, now) and now < found.expires_at,
    )
