"""Who registered in the demo for the meetings ahead."""

from datetime import datetime, timedelta

from forumhub.demo.accounts import Cast
from forumhub.events.models import Event
from forumhub.parties.policy import DELEGATE, HEAD, OBSERVER, ORGANIZER
from forumhub.registration.actions import apply_for_place, confirm_registration


def register_all(cast: Cast, event: Event, now: datetime) -> None:
    """Both heads and one delegate are confirmed; the other delegate and an observer wait for the organizer's answer."""
    organizer = cast.reader("CN", ORGANIZER)
    for code, role in (("CN", HEAD), ("BY", HEAD), ("BY", DELEGATE)):
        registration = apply_for_place(event, by=cast.reader(code, role), now=now - timedelta(days=9))
        confirm_registration(registration, by=organizer, now=now - timedelta(days=8))
    for code, role in (("CN", DELEGATE), ("BY", OBSERVER)):
        apply_for_place(event, by=cast.reader(code, role), now=now - timedelta(days=1))
