"""Submitting a party's list to the organizers, and taking it back."""

from datetime import datetime

from forumhub.errors import NotFound
from forumhub.events.models import Event
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader
from forumhub.registration.delegations import notices, rules
from forumhub.registration.delegations.comparing import differences_of
from forumhub.registration.delegations.keeping import check_seen, enter, locked_list, to_amend
from forumhub.registration.delegations.models import Nomination
from forumhub.registration.queries import settings_of
from forumhub.registration.rules import is_open


def submit_list(event: Event, party: Party, *, lock_version: int, by: Reader, now: datetime) -> Nomination:
    """Hands the list to the organizers, whose secretariat is told; it then stays as it is until they decide.

    Raises Conflict where it is another than the submitter saw, RuleBroken where there is nothing to submit.
    """
    nomination = to_amend(event, party, by, now)
    check_seen(nomination, lock_version)
    rules.check_submitting(len(nomination.listed), differences_of(nomination), accepted=nomination.accepted_once)
    nomination.state, nomination.submitted_at = rules.SUBMITTED, now
    enter(nomination, "submit_list", by=by, now=now)
    notices.tell_organizers(nomination, now=now)
    return nomination


def take_back_list(event: Event, party: Party, *, by: Reader, now: datetime) -> Nomination:
    """A submitted list is the party's own again, to be changed.

    Raises RuleBroken where it was decided on, or where the deadline has passed: it could not be submitted again.
    """
    nomination = locked_list(event, party, by)
    if nomination is None:
        raise NotFound
    still_open = is_open(nomination.event.state, nomination.event.ends_at, now)
    deadline = settings_of(nomination.event).deadline
    rules.check_taking_back(nomination.state, is_open=still_open, deadline=deadline, now=now)
    nomination.state = rules.DRAFT
    enter(nomination, "take_back_list", by=by, now=now)
    return nomination
