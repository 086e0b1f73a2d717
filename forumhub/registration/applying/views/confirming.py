"""The page behind the mail's link: GET shows and changes nothing, whoever fetches it; POST confirms or withdraws."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import NotFound, RuleBroken
from forumhub.parties import policy
from forumhub.parties.queries import find_person_by_email
from forumhub.registration import rules
from forumhub.registration.applying.actions import confirm_application, withdraw_application
from forumhub.registration.applying.models import Application
from forumhub.registration.applying.queries import find_application
from forumhub.registration.applying.rules import way_in
from forumhub.registration.queries import settings_of
from forumhub.registration.quotas.queries import free_places
from forumhub.registration.views.answering import SECRET_ADDRESS
from forumhub.registration.views.applying import outcome
from forumhub.registration.views.room import blueprint
from forumhub.web import PUBLIC, right, say

ACTS = {"confirm": confirm_application, "withdraw": withdraw_application}


@blueprint.get("/applications/<token>")
@right(PUBLIC)
def application(token: str) -> ResponseReturnValue:
    return _page(find_application(token))


@blueprint.post("/applications/<token>")
@right(PUBLIC)
def answer_application(token: str) -> ResponseReturnValue:
    act = ACTS.get(request.form.get("answer", ""))
    if act is None:
        return _page(find_application(token), status=422)
    try:
        with writing():
            registration = act(token, now=clock.now()).registration
            state = registration.state if registration else ""
    except NotFound:
        return _page(None)
    except RuleBroken as error:
        return _page(find_application(token), say(error), status=422)
    withdrawn = (_("Withdrawn. The place is free for others."), "info")
    flash(*(outcome(state) if state in rules.REGISTERED else withdrawn))
    return redirect(url_for("registration.application", token=token))


def _page(found: Application | None, message: str = "", status: int = 200) -> ResponseReturnValue:
    if found is None:
        answer = make_response(render_template("registration/applying/gone.html"), 404)
    else:
        answer = make_response(_application_page(found, message), status)
    answer.headers.update(SECRET_ADDRESS)
    return answer


def _application_page(found: Application, message: str) -> str:
    event, settings, now = found.event, settings_of(found.event), clock.now()
    known = find_person_by_email(found.email)
    taken = rules.is_open(event.state, event.ends_at, now) and way_in(
        signed_in=False,
        public=event.access == policy.PUBLIC,
        applicants=settings.applicants,
        deadline=settings.deadline,
        now=now,
    )
    return render_template(
        "registration/applying/application.html",
        form=FlaskForm(),
        application=found,
        registration=found.registration,
        event=event,
        known=known,
        message=message,
        free=free_places(event, found.party_id, rules.MEMBER),
        may_confirm=bool(taken) and (found.registration is not None or now < found.expires_at),
    )
