"""The head of an accepted list is named at the event, so that pages and texts know who leads the delegation."""

from datetime import datetime

from forumhub.database import db
from forumhub.events.heads.actions import enter_head, leave_head
from forumhub.events.queries import heads_of
from forumhub.parties.policy import Reader
from forumhub.registration.delegations.models import Nomination
from forumhub.registration.rules import HEAD


def keep_head(nomination: Nomination, left: set[int], *, by: Reader, now: datetime) -> None:
    """Names who heads the list as leading, where the party has named nobody who leads.

    Whom the party named to approve texts stays as it said: that binds it, and is its own secretariat's to change.
    `left` are row ids of persons who were taken off the list.
    """
    event, party = nomination.event, nomination.party
    db.session.flush()
    named = [head for head in heads_of(event.id) if head.party_id == party.id]
    heading = next((each.person for each in nomination.listed if each.function == HEAD), None)
    for head in named:
        follows = head.person_id in left or (heading is not None and head.person_id != heading.id)
        if head.leads and not head.may_approve and follows:
            leave_head(event, head, by=by, now=now)
            named = [each for each in named if each is not head]
    if heading and heading.party_id == party.id and not any(head.leads for head in named):
        enter_head(event, party, heading, by=by, now=now)
