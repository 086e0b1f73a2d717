"""Pure decisions about statements that one party attaches to a text: beside it, never in it."""

from collections.abc import Mapping
from pathlib import Path

from forumhub.errors import N_, RuleBroken
from forumhub.minutes.rules import CIRCULATED, DRAFTS, SETTLED, WITHDRAWN, check_draft
from forumhub.unseen import has_unseen

MOST_TEXT = 20_000
"""Characters of a statement in one language."""
MOST = 20
"""Statements of one party on one version."""
KINDS = (".jpeg", ".jpg", ".pdf", ".png")


def check_attachable(state: str, given: int) -> None:
    """`given`: how many the party has attached to the version. Raises RuleBroken."""
    if state in DRAFTS:
        raise RuleBroken(N_("The text is a draft. A statement is attached to what is circulated, agreed or signed."))
    if state == WITHDRAWN:
        check_draft(state)
    if given >= MOST:
        raise RuleBroken(N_("A party attaches at most %(most)s statements to a text; put more into one."), most=MOST)


def check_words(texts: Mapping[str, str], file_name: str | None) -> dict[str, str]:
    """The texts by language without blanks around them and without empty ones. Raises RuleBroken with its field."""
    said = {code: text.strip() for code, text in texts.items() if text.strip()}
    if not said and not file_name:
        raise RuleBroken(N_("Write the statement in one language at least, or choose its file."))
    for code, text in said.items():
        if len(text) > MOST_TEXT:
            message = N_("The statement is longer than %(most)s characters; attach it as a file.")
            raise RuleBroken(message, field=f"text-{code}", most=MOST_TEXT)
        if any(has_unseen(line) for line in text.split("\n")):
            message = N_(
                "The statement has characters that are not seen, by which it could read otherwise; type it anew."
            )
            raise RuleBroken(message, field=f"text-{code}")
    return said


def check_kind(name: str) -> None:
    """Raises RuleBroken for a file of a kind that can show differently to two readers."""
    if Path(name).suffix.lower() not in KINDS:
        message = N_("'%(name)s' could show differently to two readers. Save it as PDF; these are taken: %(kinds)s.")
        raise RuleBroken(message, field="file", name=name, kinds=", ".join(KINDS))


def check_retractable(state: str, *, is_current: bool, is_withdrawn: bool) -> None:
    """Raises RuleBroken where it stays: its text is agreed, its version is void, or it was taken back already."""
    if is_withdrawn:
        raise RuleBroken(N_("The statement was taken back already."))
    if state in SETTLED and is_current:
        raise RuleBroken(N_("The text is agreed, so what was attached to it stays. Attach another statement."))
    if state != CIRCULATED or not is_current:
        raise RuleBroken(N_("That version is void, and the statement with it."))
