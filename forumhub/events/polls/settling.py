"""How the slot that is chosen becomes the date of an event, in one change: participants are told of it once."""

from datetime import datetime

from forumhub.database import locked
from forumhub.events import actions
from forumhub.events.consequences.queries import foresee
from forumhub.events.consequences.rules import Consequences
from forumhub.events.entering import EventValues, apply_values, enter, require_organizer
from forumhub.events.models import Event
from forumhub.events.polls import rules
from forumhub.events.polls.models import Poll, PollSlot
from forumhub.events.rules import CONFIRMED, TENTATIVE
from forumhub.parties.policy import Reader


def make_event(poll: Poll, slot: PollSlot, *, confirmed: bool, register_code: str, by: Reader, now: datetime) -> Event:
    """A new event on this date, as the poll says. Raises RuleBroken for a register code that is taken."""
    values = EventValues(
        titles=poll.titles, kind=poll.kind, access=poll.access, parties=list(poll.parties), host=poll.host,
        agreement=poll.agreement, clause=poll.clause, local_start=slot.local_start, local_end=slot.local_end,
        timezone=poll.timezone, city=poll.city, venue=poll.venue,
    )  # fmt: skip
    return actions.create_event(register_code=register_code, confirmed=confirmed, by=by, now=now, **values)


def set_date(
    event: Event, slot: PollSlot, *, confirmed: bool, told: int | None, by: Reader, now: datetime
) -> Consequences:
    """The event gets this date; returns what that does, and so who is told by the event's own notice.

    Raises NotAllowed unless `by` organizes the event, RuleBroken where its date stands by now, Unforeseen where it
    tells another number of people than `told`.
    """
    event = locked(Event, event.id)
    require_organizer(by, event.party_ids)
    rules.check_settable(event.state)
    before = event.snapshot()
    apply_values(event, EventValues(local_start=slot.local_start, local_end=slot.local_end, timezone=slot.timezone))
    event.state, event.state_reason = CONFIRMED if confirmed else TENTATIVE, ""
    enter(event, "edit", before, by=by, now=now, told=told)
    return foresee(event.id, before, event.snapshot(), now)


def foreseen(event: Event, slot: PollSlot, now: datetime) -> Consequences:
    """What setting this date, and confirming the event with it, would do."""
    before, times = event.snapshot(), ("local_start", "local_end", "timezone", "starts_at", "ends_at")
    after = {**before, **{name: getattr(slot, name) for name in times}, "state": CONFIRMED}
    return foresee(event.id, before, after, now)
