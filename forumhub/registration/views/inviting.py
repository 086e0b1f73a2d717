"""Inviting somebody by mail."""

from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import ForumhubError, NotAllowed, NotFound, RuleBroken
from forumhub.events.forms import put_beside
from forumhub.events.models import Event
from forumhub.events.queries import get_event
from forumhub.parties.policy import ORGANIZER
from forumhub.parties.queries import find_party
from forumhub.registration import actions, rules
from forumhub.registration.forms import InviteAgainForm, InviteForm
from forumhub.registration.models import Invitation, Registration
from forumhub.registration.queries import GUESTS, get_registration
from forumhub.registration.views.room import FUNCTION_WORDS, blueprint
from forumhub.web import current_reader, right


@blueprint.route("/events/<ulid>/invite", methods=["GET", "POST"])
@right(ORGANIZER)
def invite(ulid: str) -> ResponseReturnValue:
    event = get_event(ulid, current_reader(), to_organize=True)
    rules.check_open(event.state, event.ends_at, clock.now())
    form = InviteForm(event, FUNCTION_WORDS)
    if not form.is_submitted():
        return _page(form, event)
    if form.validate() and _invited(ulid, form):
        return redirect(url_for("registration.index", ulid=ulid))
    return _page(form, get_event(ulid, current_reader(), to_organize=True)), 422


def _page(form: InviteForm, event: Event) -> str:
    return render_template("registration/invite.html", form=form, event=event)


def _invited(ulid: str, form: InviteForm) -> bool:
    now = clock.now()
    try:
        with writing():
            invitation = _invite(ulid, form, now)
            fresh, name = invitation.created_at == now, form.name.data
    except (NotAllowed, NotFound):
        raise
    except ForumhubError as error:
        put_beside(form, error)
        return False
    if fresh:
        flash(_("The invitation to %(name)s is on its way.", name=name), "success")
    else:
        flash(_("%(name)s was invited already; that link still holds. No second mail is sent.", name=name), "info")
    return True


def _invite(ulid: str, form: InviteForm, now: datetime) -> Invitation:
    reader = current_reader()
    party = None if form.party.data == GUESTS else find_party(form.party.data)
    who = {"name": form.name.data, "email": form.email.data, "language": form.language.data}
    as_what = {"function": form.function.data, "answer_by": form.answer_by.data}
    event = get_event(ulid, reader, to_organize=True)
    return actions.invite_person(event, **who, **as_what, party=party, by=reader, now=now)


@blueprint.route("/registrations/<ulid>/invite-again", methods=["GET", "POST"])
@right(ORGANIZER)
def invite_again(ulid: str) -> ResponseReturnValue:
    """A new link, and a new address where the first one was wrong."""
    registration = get_registration(ulid, current_reader())
    rules.check_may_invite(registration.state)
    rules.check_open(registration.event.state, registration.event.ends_at, clock.now())
    form = InviteAgainForm(email=registration.person.email)
    if not form.is_submitted():
        return _again_page(form, registration)
    if form.validate() and _invited_again(ulid, form):
        flash(_("A new link is on its way; the old one no longer holds."), "success")
        return redirect(url_for("registration.show", ulid=ulid))
    return _again_page(form, get_registration(ulid, current_reader())), 422


def _invited_again(ulid: str, form: InviteAgainForm) -> bool:
    reader = current_reader()
    said = {"email": form.email.data, "answer_by": form.answer_by.data}
    try:
        with writing():
            actions.invite_again(get_registration(ulid, reader), **said, by=reader, now=clock.now())
    except RuleBroken as error:
        put_beside(form, error)
        return False
    return True


def _again_page(form: InviteAgainForm, registration: Registration) -> str:
    return render_template(
        "registration/invite_again.html", form=form, registration=registration, event=registration.event
    )
