"""What the minutes room does when an earlier room tells it something."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from forumhub.errors import N_, RuleBroken
from forumhub.events.copying.rules import AGENDA
from forumhub.events.entering import EventValues
from forumhub.events.models import Event
from forumhub.events.signals import event_changed, event_copied, event_copying
from forumhub.minutes.copying import enter_agenda, prepare_agenda
from forumhub.minutes.queries import is_text_shared
from forumhub.parties.policy import Reader


@event_changed.connect
def keep_parties(sender: Any, event: Event, before: Mapping[str, object] | None, **_: object) -> None:
    """Raises RuleBroken where who sees a text and who must approve it would change behind the parties' backs."""
    if before and before["party_ids"] != event.party_ids and is_text_shared(event.id):
        raise RuleBroken(
            N_("Every party sees a text of this event already, so its parties stay. Make another event for others."),
            field="parties",
        )


@event_copying.connect
def read_agenda(
    sender: Any,
    *,
    source: Event,
    parts: Collection[str],
    values: EventValues,
    same_register: bool,
    by: Reader,
    prepared: dict[str, Any],
) -> None:
    if AGENDA in parts:
        prepared[AGENDA] = prepare_agenda(source, values, same_register=same_register, by=by)


@event_copied.connect
def copy_agenda(
    sender: Any, *, event: Event, prepared: Mapping[str, Any], by: Reader, now: datetime, **_: object
) -> None:
    if draft := prepared.get(AGENDA):
        enter_agenda(event, draft, by=by, now=now)
