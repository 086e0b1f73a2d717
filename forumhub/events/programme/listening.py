"""A programme goes along with its event: when the event moves to another day, so do its sessions."""

from collections.abc import Mapping
from datetime import datetime

from forumhub.events.models import Event
from forumhub.events.programme.entering import snapshot, touch
from forumhub.events.programme.queries import programme_of
from forumhub.events.signals import event_changed, programme_changed


@event_changed.connect
def follow(sender: object, *, event: Event, before: Mapping[str, object] | None, **_: object) -> None:
    """By whole days: an event that begins an hour later keeps its sessions at their hours."""
    was = before and before["local_start"]
    if not isinstance(was, datetime) or was.date() == event.local_start.date():
        return
    programme = programme_of(event.id)
    if programme is None:
        return
    for session in programme.sessions:
        held = snapshot(session)
        session.local_start += event.local_start.date() - was.date()
        touch(session, held, event.changed_at)
    programme.changed_at = event.changed_at
    programme_changed.send(programme=programme)
