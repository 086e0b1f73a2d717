"""Pure decisions about corrigenda: which text has one, and what is said of it."""

import html
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from forumhub.errors import N_, RuleBroken
from forumhub.minutes.rules import CORRIGENDUM, DRAFTS, LATER, SETTLED, check_draft
from forumhub.unseen import has_unseen

MOST_WORDS = 5000
"""Characters of the words that were, or that shall stand."""


@dataclass(frozen=True)
class Correction:
    """Of one paragraph: its number, and by language what was and what shall stand; both empty where nothing changes."""

    paragraph: str
    was: Mapping[str, str]
    shall: Mapping[str, str]

    @property
    def languages(self) -> set[str]:
        """Those in which something is corrected."""
        return {code for code, words in [*self.was.items(), *self.shall.items()] if words.strip()}


def check_correctable(kind: str, state: str) -> None:
    """Raises RuleBroken unless it is an agenda or minutes that every party approved."""
    if kind in LATER:
        raise RuleBroken(N_("Correct the text to which this one belongs, by another corrigendum of it."))
    if state not in SETTLED:
        raise RuleBroken(N_("The text is not agreed yet: an objection makes it a draft again, which can be changed."))


def check_none_open(is_one_open: bool) -> None:
    """Raises RuleBroken where a corrigendum of the text is a draft or circulates."""
    if is_one_open:
        raise RuleBroken(N_("A corrigendum of this text is open already; add to that one, or wait until it is agreed."))


def may_be_withdrawn(kind: str, state: str) -> bool:
    return kind == CORRIGENDUM and state in DRAFTS


def check_withdrawable(kind: str, state: str) -> None:
    """Raises RuleBroken unless it is the draft of a corrigendum; an objection makes one of what is circulated."""
    if kind != CORRIGENDUM:
        raise RuleBroken(N_("Only a corrigendum can be withdrawn; another text is put right in the editor."))
    check_draft(state)


def check_correction(
    correction: Correction, corrected: Mapping[str, str], since: Mapping[str, Collection[str]] | None = None
) -> None:
    """`corrected`: the HTML of the agreed texts, by language; `since`: how they read with agreed corrigenda.
    Raises RuleBroken with its field: `paragraph`, `was-zh`.

    What was must stand in one of both, letter for letter but for its emphasis and its line ends.
    """
    if not correction.paragraph.strip() or has_unseen(correction.paragraph):
        raise RuleBroken(N_("Say which paragraph is corrected, such as 1.1."), field="paragraph")
    if not correction.languages:
        raise RuleBroken(N_("Say what shall stand, in one language at least."), field="paragraph")
    for code in correction.languages:
        was, shall = squeezed(correction.was.get(code, "")), squeezed(correction.shall.get(code, ""))
        if was == shall:
            raise RuleBroken(N_("Both are the same, so nothing is corrected."), field=f"shall-{code}")
        if not any(was in words for words in (words_of(corrected[code]), *(since or {}).get(code, ()))):
            message = N_("These words do not stand in the agreed text. Copy them from it, letter for letter.")
            raise RuleBroken(message, field=f"was-{code}")


def squeezed(words: str) -> str:
    """On one line, without Markdown's emphasis and without a list's mark before it."""
    return re.sub(r"^[-*+] ", "", re.sub(r"\s+", " ", words.replace("**", "")).strip())


def words_of(page: str) -> str:
    """What a reader sees of the HTML of a text, on one line."""
    return squeezed(html.unescape(re.sub(r"<[^>]*>", "", page)))
