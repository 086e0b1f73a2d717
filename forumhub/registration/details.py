"""What somebody says of themselves for an event, by their link and without an account."""

from datetime import datetime
from typing import TypedDict, Unpack

from forumhub.mail.rules import one_line
from forumhub.registration.models import Registration
from forumhub.registration.places import record, under_lock


class Details(TypedDict):
    own_name: str
    title: str
    affiliation: str


def correct_details(registration: Registration, *, now: datetime, **details: Unpack[Details]) -> Registration:
    """By the person. The name in Latin letters is the organizer's to write: badges and lists are printed from it.

    One audit entry names what changed; where nothing does, there is none.
    """
    registration = under_lock(registration)
    said, person = {name: one_line(str(text)) for name, text in details.items()}, registration.person
    if said["title"] == person.title and not registration.title:
        del said["title"]  # it was shown as what is known of them, and is not one for this event
    rows = {"own_name": person, "title": registration, "affiliation": registration}
    changed = sorted(name for name, text in said.items() if getattr(rows[name], name) != text)
    for name in changed:
        setattr(rows[name], name, said[name])
    if changed:
        registration.changed_at = now
        record(registration, "correct", by=registration.person_id, now=now, changed=changed)
    return registration
