"""The demo's forum has a few places for each delegation; some people wait, and a place that became free is offered."""

from datetime import datetime, timedelta

from forumhub.demo.accounts import Cast
from forumhub.events.models import Event
from forumhub.parties.policy import ADMINISTRATOR, DELEGATE, HEAD, OBSERVER, ORGANIZER, SECRETARY
from forumhub.registration.actions import apply_for_place, confirm_registration, withdraw_registration
from forumhub.registration.queries import settings_of
from forumhub.registration.settings.actions import save_settings
from forumhub.registration.settings.rules import Allotment

ALLOTTED = {"CN": Allotment(2, 1, 1), "BY": Allotment(3, 1, 2)}
CONFIRMED = (("BY", HEAD), ("BY", DELEGATE), ("CN", HEAD))
APPLIED = (("BY", ADMINISTRATOR), ("BY", SECRETARY), ("CN", SECRETARY), ("BY", ORGANIZER), ("CN", ADMINISTRATOR))


def fill_forum(cast: Cast, event: Event, now: datetime) -> None:
    """Belarus has more people than places: one withdrew, whose place its secretary is offered for two days."""
    organizer = cast.reader("BY", ORGANIZER)
    settings = settings_of(event)
    save_settings(
        event, ALLOTTED, lock_version=settings.lock_version, by=organizer, now=now - timedelta(days=12),
        applicants=settings.applicants, shown=settings.shown, local_deadline=settings.local_deadline, offer_hours=48,
        retention_days=settings.retention_days, sensitive_days=settings.sensitive_days,
    )  # fmt: skip
    for code, role in CONFIRMED:
        registration = apply_for_place(event, by=cast.reader(code, role), now=now - timedelta(days=11))
        confirm_registration(registration, by=organizer, now=now - timedelta(days=10))
    apply_for_place(event, by=cast.reader("BY", OBSERVER), now=now - timedelta(days=9))
    first, *_rest = [
        apply_for_place(event, by=cast.reader(code, role), now=now - timedelta(days=8)) for code, role in APPLIED
    ]
    withdraw_registration(first, by=cast.reader("BY", ADMINISTRATOR), now=now - timedelta(hours=2))
