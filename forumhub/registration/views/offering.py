"""A place that became free and is offered: GET shows it and changes nothing, POST accepts or declines.

By the link of the mail, without an account, or on one's own page when signed in.
"""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.registration import actions, rules
from forumhub.registration.models import Registration
from forumhub.registration.offers.actions import ACCEPT, DECLINE
from forumhub.registration.offers.queries import find_offered
from forumhub.registration.offers.rules import is_offered
from forumhub.registration.queries import get_registration
from forumhub.registration.views.answering import SECRET_ADDRESS
from forumhub.registration.views.applying import outcome
from forumhub.registration.views.room import blueprint
from forumhub.web import PUBLIC, SIGNED_IN, current_reader, on_clock_of, right, say


@blueprint.get("/offers/<token>")
@right(PUBLIC)
def offer(token: str) -> ResponseReturnValue:
    return _by_link(token)


@blueprint.post("/offers/<token>")
@right(PUBLIC)
def answer_offer(token: str) -> ResponseReturnValue:
    chosen = request.form.get("answer", "")
    if chosen not in (ACCEPT, DECLINE) or not find_offered(token):
        return _by_link(token, status=422)
    try:
        with writing():
            state = actions.answer_offer(token, chosen, now=clock.now()).state
    except RuleBroken as error:
        return _by_link(token, say(error), status=422)
    flash(*_outcome(state))
    return redirect(url_for("registration.offer", token=token))


def _by_link(token: str, message: str = "", status: int = 200) -> ResponseReturnValue:
    found = find_offered(token)
    if found is None:
        answer = make_response(render_template("registration/no_offer.html"), 404)
    else:
        on_clock_of(found[0].person.timezone)
        answer = make_response(_page(found[0], message, by_link=True), status)
    answer.headers.update(SECRET_ADDRESS)
    return answer


@blueprint.route("/registrations/<ulid>/offer", methods=["GET", "POST"])
@right(SIGNED_IN)
def own_offer(ulid: str) -> ResponseReturnValue:
    """The same for its person, their secretariat and the organizer, who need no link."""
    reader = current_reader()
    chosen = request.form.get("answer", "")
    if not FlaskForm().validate_on_submit() or chosen not in (ACCEPT, DECLINE):
        return _page(get_registration(ulid, reader)), 422 if chosen else 200
    act = actions.accept_offer if chosen == ACCEPT else actions.decline_offer
    try:
        with writing():
            registration = act(get_registration(ulid, reader), by=reader, now=clock.now())
            state, event = registration.state, registration.event.ulid
    except RuleBroken as error:
        return _page(get_registration(ulid, reader), say(error)), 422
    flash(*_outcome(state))
    return redirect(url_for("desk.event", ulid=event))


def _outcome(state: str) -> tuple[str, str]:
    if state in rules.HOLDS_PLACE:
        return outcome(state)
    return _("Thank you. The place goes to the next on the waiting list."), "info"


def _page(registration: Registration, message: str = "", *, by_link: bool = False) -> str:
    event = registration.event
    return render_template(
        "registration/offer.html",
        form=FlaskForm(),
        registration=registration,
        event=event,
        message=message,
        by_link=by_link,
        may_answer=is_offered(registration.offered_until, clock.now())
        and rules.is_open(event.state, event.ends_at, clock.now()),
    )
