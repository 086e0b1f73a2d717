"""The page behind an invitation's link: GET shows and changes nothing, whoever fetches it; POST answers."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.mail import sealing
from forumhub.registration import actions, rules
from forumhub.registration.inviting import ACCEPT, DECLINE
from forumhub.registration.models import Invitation
from forumhub.registration.queries import find_invitation
from forumhub.registration.quotas.queries import free_places
from forumhub.registration.views.applying import outcome
from forumhub.registration.views.room import blueprint
from forumhub.web import PUBLIC, right, say

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
    if chosen not in (ACCEPT, DECLINE) or not (found := _find(token)) or found.withdrawn_at:
        return _page(_find(token), status=422)
    try:
        with writing():
            state = actions.answer_invitation(token, chosen, now=clock.now()).state
    except RuleBroken as error:
        return _page(_find(token), say(error), status=422)
    flash(*_outcome(state))
    return redirect(url_for("registration.invitation", token=token))


def _find(token: str) -> Invitation | None:
    return find_invitation(token) if sealing.is_ours(token) else None


def _outcome(state: str) -> tuple[str, str]:
    if state in rules.REGISTERED:
        return outcome(state)
    return _("Thank you. The organizer sees that you do not come."), "info"


def _page(found: Invitation | None, message: str = "", status: int = 200) -> ResponseReturnValue:
    if found is None or found.withdrawn_at:
        answer = make_response(render_template("registration/no_invitation.html", withdrawn=found is not None))
        answer.status_code = 404
    else:
        answer = make_response(_invitation_page(found, message))
        answer.status_code = status
    answer.headers.update(SECRET_ADDRESS)
    return answer


def _invitation_page(found: Invitation, message: str) -> str:
    registration, now = found.registration, clock.now()
    event = registration.event
    return render_template(
        "registration/invitation.html",
        form=FlaskForm(),
        invitation=found,
        registration=registration,
        event=event,
        message=message,
        free=free_places(event, registration.party_id, registration.function),
        may_accept=rules.is_open(event.state, event.ends_at, now) and now < found.expires_at,
    )
