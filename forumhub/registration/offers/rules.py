"""Pure decisions about a place that became free and is offered to who waited for it."""

from datetime import datetime, timedelta

from forumhub.errors import N_, RuleBroken
from forumhub.registration.rules import WAITING


def offer_until(hours: int | None, starts_at: datetime, now: datetime) -> datetime | None:
    """Until when a place that became free is offered, never past the start; None: it is theirs at once."""
    if not hours or now >= starts_at:
        return None
    return min(now + timedelta(hours=hours), starts_at)


def is_offered(offered_until: datetime | None, now: datetime) -> bool:
    """Whether a place is offered and can still be accepted."""
    return offered_until is not None and now < offered_until


def check_offer(state: str, offered_until: datetime | None, now: datetime) -> None:
    """Raises RuleBroken where no place is offered, or not any more."""
    if state != WAITING or offered_until is None:
        raise RuleBroken(N_("No place is offered to this person, so there is nothing to accept or decline."))
    if not is_offered(offered_until, now):
        raise RuleBroken(N_("The offer has run out, and the place goes to the next. Apply again to join the queue."))
