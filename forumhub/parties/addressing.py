"""Where a party and its people are told of things."""

from datetime import datetime
from typing import Any

from forumhub.mail.actions import Recipient, post
from forumhub.parties.models import Party, Person


def secretariat(party: Party) -> Recipient:
    """In its language and on its clock, by its name in that language, its code where it has none."""
    name = party.names.get(party.language) or party.code
    return Recipient(party.secretariat_email, name, party.language, party.timezone)


def post_to_person(
    person: Person, email: str, template: str, snapshot: dict[str, Any], *, now: datetime, secret: str = ""
) -> None:
    """One mail in their language and on their clock, as `post` has it. `email`: theirs, or that of their account."""
    post(
        template,
        to_email=email,
        to_name=person.name,
        language=person.language,
        timezone=person.timezone,
        snapshot=snapshot,
        now=now,
        secret=secret,
    )
