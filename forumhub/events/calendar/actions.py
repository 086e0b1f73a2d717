"""Moving an event on the calendar."""

from datetime import datetime
from typing import Unpack

from forumhub.database import locked
from forumhub.events.actions import Seen, edit_event
from forumhub.events.calendar import rules
from forumhub.events.models import Event
from forumhub.parties.policy import Reader


def move_event(
    event: Event, local_start: datetime, local_end: datetime, *, by: Reader, now: datetime, **seen: Unpack[Seen]
) -> Event:
    """To another wall clock at its place, in the state that it has; in a series it keeps its place.

    Raises as `edit_event`, and RuleBroken for what has begun, or would have.
    """
    event = locked(Event, event.id)
    rules.check_movable(event.state, event.starts_at, now)
    rules.proposed(event, local_start, local_end, now)
    return edit_event(event, local_start=local_start, local_end=local_end, by=by, now=now, **seen)
