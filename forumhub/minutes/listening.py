"""What the minutes room does when an earlier room tells it something."""

from collections.abc import Mapping
from typing import Any

from forumhub.errors import N_, RuleBroken
from forumhub.events.models import Event
from forumhub.events.signals import event_changed
from forumhub.minutes.queries import is_text_shared


@event_changed.connect
def keep_parties(sender: Any, event: Event, before: Mapping[str, object] | None, **_: object) -> None:
    """Raises RuleBroken where who sees a text and who must approve it would change behind the parties' backs."""
    if before and before["party_ids"] != event.party_ids and is_text_shared(event.id):
        raise RuleBroken(
            N_("Every party sees a text of this event already, so its parties stay. Make another event for others."),
            field="parties",
        )
