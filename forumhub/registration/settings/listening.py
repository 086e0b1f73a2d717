"""What an event's settings for registration do when events tell of a copy, or of another clock."""

from collections.abc import Collection
from datetime import datetime

from forumhub.database import db
from forumhub.events.consequences.rules import Facts
from forumhub.events.copying.rules import SETTINGS
from forumhub.events.models import Event
from forumhub.events.signals import event_changed, event_copied
from forumhub.registration.models import RegistrationSettings
from forumhub.registration.settings.actions import copy_settings, move_deadline

CLOCKS = ("local_start", "local_end", "timezone")
"""What of an event its deadline depends on."""


@event_copied.connect
def copy_with_event(
    sender: object, *, event: Event, source: Event, parts: Collection[str], now: datetime, **_: object
) -> None:
    if SETTINGS in parts:
        copy_settings(source, event, now=now)


@event_changed.connect
def keep_wall_clock(sender: object, *, event: Event, before: Facts | None, **_: object) -> None:
    """A deadline is a promise on the clock of the event's place, as long before the event as it was set."""
    if before is None or all(before[name] == getattr(event, name) for name in CLOCKS):
        return
    settings = db.session.get(RegistrationSettings, event.id)
    if settings is not None:
        move_deadline(settings, event, event.local_start - before["local_start"])
