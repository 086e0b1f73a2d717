"""Who declined by their calendar gives their place back: the link of the mail shows it, and only a POST does it."""

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forumhub import clock
from forumhub.calendars.replies.actions import confirm_withdrawal
from forumhub.calendars.replies.queries import find_declined
from forumhub.calendars.views.room import blueprint
from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.registration.rules import WITHDRAWN, is_open
from forumhub.registration.steps import MAY_WITHDRAW
from forumhub.registration.views.answering import SECRET_ADDRESS
from forumhub.web import PUBLIC, on_clock_of, right, say


@blueprint.get("/replies/<token>")
@right(PUBLIC)
def withdrawal(token: str) -> ResponseReturnValue:
    return _page(token)


@blueprint.post("/replies/<token>")
@right(PUBLIC)
def withdraw_by_link(token: str) -> ResponseReturnValue:
    if find_declined(token) is None:
        return _page(token)
    try:
        with writing():
            confirm_withdrawal(token, now=clock.now())
    except RuleBroken as error:
        return _page(token, say(error), status=422)
    flash(_("Thank you. Your place is free for others."), "success")
    return redirect(url_for("calendars.withdrawal", token=token))


def _page(token: str, message: str = "", status: int = 200) -> ResponseReturnValue:
    found = find_declined(token)
    if found is None:
        answer = make_response(render_template("registration/no_invitation.html", withdrawn=False), 404)
    else:
        registration, current = found
        on_clock_of(registration.person.timezone)
        event = registration.event
        page = render_template(
            "calendars/replies/withdrawal.html",
            form=FlaskForm(),
            registration=registration,
            event=event,
            message=message,
            gone=registration.state == WITHDRAWN,
            may_withdraw=current
            and registration.state in MAY_WITHDRAW
            and is_open(event.state, event.ends_at, clock.now()),
        )
        answer = make_response(page, status)
    answer.headers.update(SECRET_ADDRESS)
    return answer
