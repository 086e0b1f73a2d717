"""What the secretariats are told of a date poll, each in its language and on its clock."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from forumhub.events.polls.models import Poll, PollSlot
from forumhub.mail.actions import Recipient, post_to_each
from forumhub.parties.addressing import secretariat
from forumhub.parties.models import Party
from forumhub.parties.policy import SECRETARY
from forumhub.parties.queries import people_with_role


def tell(
    template: str,
    poll: Poll,
    *,
    now: datetime,
    parties: Iterable[Party] | None = None,
    but: Collection[str | None] = (),
    **more: object,
) -> int:
    """`template` is poll_opened, poll_extended, poll_reminder, poll_chosen or poll_withdrawn; returns how many.

    To `parties`, else to all of the poll's; not to the addresses `but`, which hear of it otherwise.
    """
    told = recipients(poll.parties if parties is None else parties, now, but=but)
    post_to_each(template, told, {**_snapshot(poll), **more}, now=now)
    return len(told)


def recipients(parties: Iterable[Party], now: datetime, *, but: Collection[str | None] = ()) -> list[Recipient]:
    """The parties' secretariats and the accounts of their secretaries; each address once."""
    asked = list(parties)
    houses = [secretariat(party) for party in asked]
    secretaries = [
        Recipient(person.email, person.name, person.language, person.timezone)
        for person in people_with_role([party.id for party in asked], [SECRETARY], now)
        if person.email
    ]
    passed = {email.lower() for email in but if email}
    once = {each.email.lower(): each for each in [*secretaries, *houses]}
    return [each for email, each in once.items() if email not in passed]


def _snapshot(poll: Poll) -> dict[str, Any]:
    return {
        "poll": poll.ulid,
        "titles": poll.titles,
        "by_names": poll.proposed_by.names,
        "note": poll.note,
        "shown": poll.shown,
        "deadline": poll.deadline.isoformat(),
        "timezone": poll.timezone,
        "slots": [slot_snapshot(slot) for slot in poll.slots],
    }


def slot_snapshot(slot: PollSlot) -> dict[str, Any]:
    """As templates' `both_clocks` takes it."""
    return {
        "local_start": slot.local_start.isoformat(),
        "local_end": slot.local_end.isoformat(),
        "starts_at": slot.starts_at.isoformat(),
        "timezone": slot.timezone,
        "city": slot.city,
    }
