"""Writes between meetings that take more than one party: an action is cancelled by all, or given a new date by two."""

from datetime import date, datetime

from forumhub import ledger
from forumhub.followup import queries, wishes
from forumhub.followup.actions import add_report, require_follower
from forumhub.followup.locking import locked_item
from forumhub.followup.models import Item, Report
from forumhub.followup.settling import settle
from forumhub.parties.actions import require_unquarantined
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader


def cancel_item(item: Item, party: Party, *, words: str = "", by: Reader, now: datetime) -> Report:
    """Says for a party that the action is to be cancelled; when every party of the meeting has, it is.

    Raises NotAllowed as closing does, RuleBroken where it is finished or the party has said so.
    """
    item = _held(item, party, by)
    wishing = wishes.cancelling(queries.history_of(item))
    after = wishes.cancel(item.kind, item.state, party.id, wishing, item.event.party_ids)
    report = add_report(item, party, wishes.CANCEL, words, by, now)
    settle(item, report, after, now=now)
    return report


def propose_due(item: Item, party: Party, due: date, *, words: str = "", by: Reader, now: datetime) -> Report:
    """An owner's proposal of a new date; the one before it, if it waits, is replaced. Raises NotAllowed, RuleBroken."""
    item = _held(item, party, by)
    wishes.require_proposal(item.kind, item.state, party.id, item.owner_ids, due, now.date())
    report = add_report(item, party, wishes.PROPOSE, words, by, now)
    report.due = due.isoformat()
    settle(item, report, item.state, now=now)
    return report


def agree_due(item: Item, party: Party, seen: str, *, words: str = "", by: Reader, now: datetime) -> Report:
    """Another party agrees to the date (ISO) that its reader saw proposed; the original date is kept.

    Raises NotAllowed, RuleBroken where nothing waits, the party proposed it itself, or another date waits by now.
    """
    item = _held(item, party, by)
    waiting = queries.proposal_for(item)
    if waiting and waiting.due.isoformat() != seen:
        waiting = None
    parties, today = item.event.party_ids, now.date()
    item.due_on = wishes.require_agreement(item.kind, item.state, party.id, waiting, parties, today)
    item.due = item.due_on.isoformat()
    report = add_report(item, party, wishes.AGREE, words, by, now)
    report.due = item.due
    settle(item, report, item.state, now=now)
    return report


def _held(item: Item, party: Party, by: Reader) -> Item:
    """The item, locked behind its chain and its meeting."""
    require_follower(by, party)
    require_unquarantined(by)
    ledger.hold(item.register_id)
    return locked_item(item)
