"""Inviting somebody by mail."""

from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import ForumhubError, NotAllowed, NotFound
from forumhub.events.forms import put_beside
from forumhub.events.models import Event
from forumhub.events.queries import get_event
from forumhub.parties.policy import ORGANIZER
from forumhub.parties.queries import find_party
from forumhub.registration import actions, rules
from forumhub.registration.forms import InviteForm
from forumhub.registration.models import Invitation
from forumhub.registration.queries import GUESTS
from forumhub.registration.views.room import blueprint
from forumhub.web import current_reader, right


@blueprint.route("/events/<ulid>/invite", methods=["GET", "POST"])
@right(ORGANIZER)
def invite(ulid: str) -> ResponseReturnValue:
    event = get_event(ulid, current_reader(), to_organize=True)
    rules.check_open(event.state, event.ends_at, clock.now())
    form = InviteForm(event)
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
            fresh, name = invitation.created_at == now, invitation.registration.person.name
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
    event = get_event(ulid, reader, to_organize=True)
    return actions.invite_person(event, **who, party=party, by=reader, now=now)
