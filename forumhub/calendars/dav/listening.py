"""Who left their last office leaves no password behind that a later one would bring to life."""

from datetime import datetime
from typing import Any

from forumhub.calendars.dav.actions import end_passwords
from forumhub.parties.models import Person
from forumhub.parties.signals import office_left


@office_left.connect
def follow(sender: Any, *, person: Person, now: datetime, **_: object) -> None:
    end_passwords(person.id, now=now)
