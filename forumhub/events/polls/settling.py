"""How the slot that was chosen becomes the date of an event, in one change: participants are told of it once."""

from datetime import datetime

from forumhub.database import locked
from forumhub.events import actions
from forumhub.events.entering import EventValues, apply_values, enter, require_organizer
from forumhub.events.models import Event
from forumhub.events.polls import rules
from forumhub.events.polls.models import Poll, PollSlot
from forumhub.events.rules import CONFIRMED, TENTATIVE
from forumhub.parties.policy import Reader


def settle(poll: Poll, slot: PollSlot, *, confirmed: bool, register_code: str, by: Reader, now: datetime) -> Event:
    """The poll's event on this date, or a new one; confirmed, or left tentative. Raises RuleBroken."""
    if poll.event is not None:
        return set_date(poll.event, slot, confirmed=confirmed, by=by, now=now)
    values = EventValues(
        titles=poll.titles, kind=poll.kind, access=poll.access, parties=list(poll.parties), host=poll.host,
        agreement=poll.agreement, clause=poll.clause, local_start=slot.local_start, local_end=slot.local_end,
        timezone=poll.timezone, city=poll.city, venue=poll.venue,
    )  # fmt: skip
    event = actions.create_event(register_code=register_code, by=by, now=now, **values)
    return actions.confirm_event(event, by=by, now=now) if confirmed else event


def set_date(event: Event, slot: PollSlot, *, confirmed: bool, by: Reader, now: datetime) -> Event:
    """Raises NotAllowed unless `by` organizes the event, RuleBroken where its date stands by now."""
    event = locked(Event, event.id)
    require_organizer(by, event.party_ids)
    rules.check_settable(event.state)
    before = event.snapshot()
    apply_values(event, EventValues(local_start=slot.local_start, local_end=slot.local_end, timezone=slot.timezone))
    event.state, event.state_reason = CONFIRMED if confirmed else TENTATIVE, ""
    return enter(event, "edit", before, by=by, now=now)
