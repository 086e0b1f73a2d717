"""Texts that belong to a settled one: a corrigendum of it, its version in another language. They issue no ids. Pure."""

from forumhub.errors import N_, RuleBroken
from forumhub.markdown import Document, Remark, concordance
from forumhub.minutes.rules import CORRIGENDUM, LANGUAGE_VERSION
from forumhub.minutes.texts import Draft, Reading, Remarks, TextsRefused

NO_ITEMS = N_(
    "A corrigendum corrects words and enters no items. Quote the line after '> '; a new due date is agreed on the "
    "item's page, all else by a STATUS in the next minutes."
)


def draft_of(kind: str, reading: Reading, base: int) -> Draft:
    """What a save would store: nothing is stamped. Raises TextsRefused for items in a corrigendum, and RuleBroken for
    a second language in a language version.
    """
    if kind == LANGUAGE_VERSION and reading.others:
        raise RuleBroken(N_("This document holds one language; another one has a document of its own."))
    found = {code: _items(text) for code, text in reading.documents.items() if kind == CORRIGENDUM and text.items}
    if found:
        raise TextsRefused(N_("A corrigendum enters no items."), found)
    return Draft(base, reading, ())


def _items(text: Document) -> list[Remark]:
    return [Remark(item.line, NO_ITEMS) for item in text.items]


def remarks_of_later(kind: str, reading: Reading, settled: Document | None) -> Remarks:
    """What such a text shows beside what every text does. `settled` is the working text that a language version
    gives in another language.
    """
    if kind == LANGUAGE_VERSION and settled:
        return {code: concordance(settled, text) for code, text in reading.documents.items()}
    return {code: _items(text) if kind == CORRIGENDUM else [] for code, text in reading.documents.items()}
