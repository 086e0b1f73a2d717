"""What the registration room does when an earlier room tells it something."""

from collections.abc import Mapping

from forumhub.events.models import Event
from forumhub.events.rules import MOVING
from forumhub.events.signals import event_changed
from forumhub.registration.notices import tell_of_change
from forumhub.registration.places import promote_waiting
from forumhub.registration.queries import to_be_told

TIME_AND_PLACE = tuple(name for name in MOVING if name != "state")


@event_changed.connect
def tell_participants(
    sender: object, *, event: Event, change: str, before: Mapping[str, object] | None, **_: object
) -> None:
    """Everybody who awaits the event is told once of what concerns their coming; new places go to who waits."""
    if before is None or change == "held" or event.ends_at <= event.changed_at:
        return
    news = what_is_new(before, event.snapshot())
    if news:
        tell_of_change(event, to_be_told(event.id), news, now=event.changed_at)
    promote_waiting(event, now=event.changed_at)


def what_is_new(before: Mapping[str, object], after: Mapping[str, object]) -> str:
    """cancelled, postponed, moved or confirmed; empty where a change does not concern who comes."""
    state = after["state"] if after["state"] != before["state"] else ""
    if state in {"cancelled", "postponed"}:
        return str(state)
    if any(before[name] != after[name] for name in TIME_AND_PLACE):
        return "moved"
    return "confirmed" if state == "confirmed" else ""
