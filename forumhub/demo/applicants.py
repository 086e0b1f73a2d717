"""The demo's forum is open to everyone: who has no account applies by mail."""

from datetime import datetime

from forumhub.demo.accounts import Cast
from forumhub.events.models import Event
from forumhub.parties.policy import ORGANIZER
from forumhub.registration import rules
from forumhub.registration.queries import settings_of
from forumhub.registration.settings.actions import save_settings


def open_to_everyone(cast: Cast, event: Event, now: datetime) -> None:
    settings = settings_of(event)
    save_settings(
        event,
        {},
        lock_version=settings.lock_version,
        by=cast.reader("BY", ORGANIZER),
        now=now,
        applicants=rules.EVERYONE,
        shown=settings.shown,
        local_deadline=None,
        offer_hours=settings.offer_hours,
        retention_days=settings.retention_days,
        sensitive_days=settings.sensitive_days,
    )
