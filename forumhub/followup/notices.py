"""What the secretariats are told of items: one message to all parties together at each step, with the ledger's head."""

from datetime import datetime
from typing import TYPE_CHECKING

from forumhub import ledger
from forumhub.followup.models import Item, Report
from forumhub.followup.rules import CLOSE, CONFIRM, DONE, RETURN
from forumhub.followup.telling import told
from forumhub.followup.wishes import AGREE, CANCEL, PROPOSE
from forumhub.mail.actions import post_together
from forumhub.parties.addressing import secretariat

if TYPE_CHECKING:  # acceptance builds on this room
    from forumhub.followup.acceptance.models import ItemAnswer

TOLD = (DONE, CLOSE, CONFIRM, RETURN, CANCEL, PROPOSE, AGREE)
"""Acts that answer another party, that ask one, or that the chain holds; progress and hindrances stand on the page."""

SILENT: dict[str, object] = {"words": "", "evidence": "", "files": []}


def tell_of_report(item: Item, report: Report, *, now: datetime) -> None:
    """That a party did one of TOLD; call it when the chain holds what follows, so that the head is the one after."""
    assert report.party, "what minutes say is told with the minutes"
    snapshot: dict[str, object] = {
        "act": report.act,
        "party": report.party.names,
        "due": report.due,
    }
    files = [file.name for file in report.files]
    _tell(item, snapshot, {"words": report.text, "evidence": report.evidence, "files": files}, now)


def tell_of_recommendation(item: Item, answer: "ItemAnswer", *, now: datetime) -> None:
    """That a party answered a recommendation that addresses it."""
    _tell(item, {"act": answer.answer, "party": answer.party.names, "due": ""}, {"words": answer.words}, now)


def _tell(item: Item, done: dict[str, object], said: dict[str, object], now: datetime) -> None:
    """`said` is in the party's words: it stays here, with the item's own, unless their meeting lets them out."""
    snapshot = {
        **done,
        **told(item),
        **SILENT,
        **(said if item.event.tells_outcomes else {}),
        "head": ledger.head(item.register_id),
        "told": [party.secretariat_email for party in item.event.parties],
    }
    post_together("item_step", map(secretariat, item.event.parties), snapshot, now=now)
