"""The page of one registration: for its person, the secretariat of their party, and the event's organizers."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.parties import policy
from forumhub.parties.policy import Reader
from forumhub.registration import rules, steps
from forumhub.registration.history import history_of
from forumhub.registration.models import Registration
from forumhub.registration.offers.rules import is_offered
from forumhub.registration.queries import get_registration, open_invitations, settings_of
from forumhub.registration.views.room import blueprint
from forumhub.web import SIGNED_IN, current_reader, right


@blueprint.get("/registrations/<ulid>")
@right(SIGNED_IN)
def show(ulid: str) -> ResponseReturnValue:
    reader = current_reader()
    registration = get_registration(ulid, reader)
    organizes, offered = policy.may_organize(reader, registration.event.party_ids), _steps(registration, reader)
    return render_template(
        "registration/show.html",
        registration=registration,
        event=registration.event,
        own=registration.person_id == reader.person_id,
        may_organize=organizes,
        lists=bool(reader.parties_as(policy.ORGANIZER, policy.SECRETARY) & registration.event.party_ids),
        steps=offered,
        primary=next((step for step, _words, _page in offered if step in steps.PRIMARY), ""),
        invitations=open_invitations(registration.id) if organizes else [],
        history=history_of(registration, reader),
    )


def _steps(registration: Registration, reader: Reader) -> list[tuple[str, str, str]]:
    """(step, its words, its page) of what the reader can do next."""
    event = registration.event
    settings, now = settings_of(event), clock.now()
    offered = steps.steps_of(
        registration.state,
        is_open=rules.is_open(event.state, event.ends_at, now),
        applies=rules.is_taken_in(settings.applicants, settings.deadline, now),
        offered=is_offered(registration.offered_until, now),
        own=registration.person_id == reader.person_id,
        organizes=policy.may_organize(reader, event.party_ids),
        secretariat=registration.party_id in reader.parties_as(policy.SECRETARY),
    )
    invited = registration.state == rules.INVITED
    words = {
        steps.OFFER: _("Answer the offer of a place"),
        steps.CONFIRM: _("Confirm"),
        steps.APPLY: _("Take the place") if invited else _("Apply again"),
        steps.INVITE_AGAIN: _("Invite again"),
        steps.DECLINE: _("Decline"),
        steps.WITHDRAW: _("Withdraw the invitation") if invited else _("Withdraw"),
    }
    return [(step, words[step], _page_of(step, registration)) for step in offered]


def _page_of(step: str, registration: Registration) -> str:
    of = registration.event if step == steps.APPLY else registration
    return url_for(f"registration.{step}", ulid=of.ulid)
