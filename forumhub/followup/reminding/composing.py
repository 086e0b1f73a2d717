"""What a reminder says, read when it is sent: what was closed, moved or put out of its reader's sight is left out."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from forumhub import clock
from forumhub.database import db
from forumhub.errors import N_, RuleBroken
from forumhub.followup.models import Item
from forumhub.followup.reminding import queries
from forumhub.followup.reminding.actions import TEMPLATE
from forumhub.followup.reminding.models import ReminderMail
from forumhub.followup.rules import REPORTED
from forumhub.followup.telling import told
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import ways_out
from forumhub.mail.worker import sharing
from forumhub.parties.models import Party
from forumhub.parties.policy import HEAD, SECRETARY, Reader


def read_reminder(mail: OutboxMail) -> dict[str, Any]:
    """What the mail's templates name besides the snapshot.

    Raises RuleBroken where there is nothing left to say, or its reader wants no more of it: then it is not sent.
    """
    row = db.session.get_one(ReminderMail, mail.snapshot["reminder"])
    now = clock.now()
    reader, wish = queries.reader_for(row.person_id, now), queries.find_wish(row.person_id)
    if reader is None or (wish and wish.stopped_at):
        raise RuleBroken(N_("Its recipient is not reminded any more."))
    today = now.astimezone(ZoneInfo(mail.timezone)).date()
    day_of = {step.item_id: step.due_on for step in row.told}
    due = [item for item in queries.actions_of(reader, day_of) if item.due_on == day_of[item.id]]
    rest = queries.actions_for_digest(reader, today, [item.id for item in due]) if row.digest_on else []
    if not due and not rest:
        raise RuleBroken(N_("Nothing that it reminds of is to be done any more."))
    named = queries.named_to_do(reader, [item.id for item in (*due, *rest)])
    return {
        "due": [line(item, today, named) for item in due[: queries.MOST_LINES]],
        "more": max(len(due) - queries.MOST_LINES, 0),
        "weekly": row.digest_on is not None,
        "digest": [_of_party(party, rest, today, named) for party in _parties(reader, rest)],
        "unfinished": queries.count_unfinished(reader) if row.digest_on else 0,
        "counts": _counts([*due, *rest], today),
    }


def _parties(reader: Reader, items: Iterable[Item]) -> list[Party]:
    """The reader's own among those that own these actions or help with them."""
    own = reader.parties_as(SECRETARY, HEAD) | {reader.home_party_id}
    found = {owner.party_id: owner.party for item in items for owner in item.owners if owner.party_id in own}
    return [party for _id, party in sorted(found.items())]


def _of_party(party: Party, items: list[Item], today: date, named: Collection[int]) -> dict[str, Any]:
    its = [item for item in items if any(owner.party_id == party.id for owner in item.owners)]
    reported = [item for item in its if item.state == REPORTED]
    to_do = [item for item in its if item.state != REPORTED]
    return {
        "party": party.names,
        "overdue": [line(item, today, named) for item in to_do if _days(item, today) < 0],
        "soon": [line(item, today, named) for item in to_do if _days(item, today) >= 0],
        "reported": [line(item, today, named) for item in reported],
    }


def _counts(items: list[Item], today: date) -> tuple[int, int]:
    """(overdue, due) of what is to be done."""
    to_do = [item for item in items if item.state != REPORTED]
    late = sum(_days(item, today) < 0 for item in to_do)
    return late, len(to_do) - late


def _days(item: Item, today: date) -> int:
    """Until it is due; below 0 once it is late."""
    return (item.due_on - today).days if item.due_on else 0


def line(item: Item, today: date, named: Collection[int] = ()) -> dict[str, Any]:
    """What a mail names of an item; `named` are those that its reader was named to do."""
    return {**told(item), "days": _days(item, today), "named": item.id in named}


sharing[TEMPLATE] = read_reminder
ways_out[TEMPLATE] = "followup.unsubscribe"
