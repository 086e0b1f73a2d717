"""Who left every office of a party approves for it nowhere, until somebody in office is named anew."""

from datetime import datetime
from typing import Any

from forumhub.events.heads.actions import approve_no_more, hold_namings
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader
from forumhub.parties.signals import office_left, role_ending


@role_ending.connect
def hold(sender: Any, *, person: Person, party: Party) -> None:
    hold_namings(party, person)


@office_left.connect
def follow(sender: Any, *, person: Person, party: Party, by: Reader, now: datetime) -> None:
    approve_no_more(party, person, by=by, now=now)
