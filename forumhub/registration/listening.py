"""What the registration room does when an earlier room tells it something."""

from forumhub.events.consequences.rules import Facts
from forumhub.events.models import Event
from forumhub.events.rules import TIME_AND_PLACE, differ
from forumhub.events.signals import event_changed
from forumhub.mail.worker import sharing
from forumhub.registration.checkin import mailing
from forumhub.registration.checkin.actions import take_back_attendance
from forumhub.registration.notices import tell_of_change
from forumhub.registration.offers.actions import take_back_offers
from forumhub.registration.places import promote_waiting


@event_changed.connect
def tell_of_event(sender: object, *, event: Event, change: str, before: Facts | None, **_: object) -> None:
    """Everybody whom the change concerns is told once; new places go to who waits."""
    if before is None or change == "held":
        return
    take_back_attendance(event, now=event.changed_at)
    take_back_offers(event, now=event.changed_at)
    after = event.snapshot()
    tell_of_change(event, before, after, what_is_new(before, after), now=event.changed_at)
    promote_waiting(event, now=event.changed_at)


def what_is_new(before: Facts, after: Facts) -> str:
    """cancelled, postponed, reinstated, moved or confirmed; else changed: title, video conference, parties or host."""
    state = str(after["state"]) if after["state"] != before["state"] else ""
    if state in {"cancelled", "postponed"}:
        return state
    if before["state"] == "cancelled":
        return "reinstated"
    if differ(before, after, TIME_AND_PLACE):
        return "moved"
    return "confirmed" if state == "confirmed" else "changed"


sharing[mailing.TEMPLATE] = mailing.drawn_code
