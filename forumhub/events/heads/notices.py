"""A party's secretariat is told who may lead and approve for it, whoever named them."""

from datetime import datetime

from forumhub.events.models import Event
from forumhub.mail.actions import post_to_each
from forumhub.parties.addressing import secretariat
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader


def tell_party(
    event: Event,
    party: Party,
    person: Person,
    *,
    leads: bool = False,
    may_approve: bool = False,
    by: Reader,
    now: datetime,
) -> None:
    """What the person is named for at the event from now on; for neither where they are named no more."""
    snapshot = {
        "event": event.ulid,
        "titles": event.titles,
        "party": party.names,
        "person": person.name,
        "leads": leads,
        "may_approve": may_approve,
        "by": by.name,
        "at": now.isoformat(),
    }
    post_to_each("event_head", [secretariat(party)], snapshot, now=now)
