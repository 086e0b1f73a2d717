"""What the registers follow when a text is agreed: minutes open their items, what is agreed later changes their words.

The minutes' own text stays as it was: registers, calendars and reports show what holds now.
"""

from datetime import datetime

from forumhub import ledger
from forumhub.events.models import Event
from forumhub.followup.actions import hold_all_that_they_say, open_items
from forumhub.followup.corrections.actions import add_words, correct_items, number_corrections
from forumhub.followup.corrections.queries import is_followed
from forumhub.followup.models import Item
from forumhub.followup.queries import items_of_document
from forumhub.markdown import read_bounded
from forumhub.minutes import rules
from forumhub.minutes.corrigenda.effects import corrections
from forumhub.minutes.corrigenda.standing import agreed_pairs, agreed_texts, pairs_in
from forumhub.minutes.models import Circulation, Document
from forumhub.minutes.notices import tell_followed_later
from forumhub.minutes.queries import agreed_later
from forumhub.minutes.signing.queries import find_signature


def take_effect(circulation: Circulation, by: int | None, now: datetime) -> list[Item]:
    """What an agreed text says of items; whoever calls it holds the chains and meetings. Returns as `open_items`."""
    document = circulation.document
    if document.kind == rules.MINUTES:
        return open_items(document, now)
    if document.of and document.of.kind == rules.MINUTES:
        follow = follow_version if document.kind == rules.LANGUAGE_VERSION else follow_corrigendum
        follow(circulation, document.of, by, now)
    return []


def follow_version(circulation: Circulation, settled: Document, by: int | None, now: datetime) -> None:
    text = circulation.revision.texts[0]
    add_words(settled, circulation.document, text.language, read_bounded(text.source), by=by, now=now)


def follow_corrigendum(circulation: Circulation, settled: Document, by: int | None, now: datetime) -> None:
    pairs, working = pairs_in(circulation), settled.working_language
    if any(pairs.values()):  # else it says in other ways than corrigenda do what is corrected: no line can follow
        texts, earlier = agreed_texts(settled, circulation.agreed_at), agreed_pairs(settled, circulation)
        found = corrections(texts, earlier, pairs, working)
        correct_items(settled, circulation.document, found, working, by=by, now=now)


def follow_again(now: datetime) -> None:
    """What was agreed before registers followed it; what they follow already stays as it is. Where the chain has grown
    by it, all parties of the meeting are told the head."""
    grown: dict[int, Event] = {}
    for circulation in agreed_later():
        document, settled = circulation.document, circulation.document.of
        if settled and settled.kind == rules.MINUTES and not _is_followed(document, settled):
            event, before = settled.event, ledger.head(settled.event.register_id)
            _follow_later(circulation, now)
            if ledger.head(event.register_id) != before:
                grown[event.id] = event
    for event in grown.values():
        tell_followed_later(event, now=now)


def _follow_later(circulation: Circulation, now: datetime) -> None:
    document = circulation.document
    hold_all_that_they_say(document)
    take_effect(circulation, None, now)
    if signature := find_signature(document.id):
        number_corrections(document.id, signature.number)


def _is_followed(document: Document, settled: Document) -> bool:
    if document.kind == rules.CORRIGENDUM:
        return is_followed(document.id)
    opened = [item for item in items_of_document(settled.id) if item.opened_at]
    return all(document.working_language in item.texts for item in opened)
