"""A party's own ready texts: passages in Markdown with a name, which its secretaries put into drafts. Pure."""

from collections.abc import Iterable
from datetime import timedelta

from forumhub.errors import N_, RuleBroken
from forumhub.markdown.remarks import Remark
from forumhub.minutes.completion.rules import GAP, STILL_OPEN, has_gap
from forumhub.unseen import has_unseen

MOST = 30
"""Of a party in one language."""
MOST_KB = 4
"""Of one text, in KiB of UTF-8."""
LONGEST_NAME = 80
RESTORABLE = timedelta(days=30)
"""Since it was deleted."""


def check_name(name: str, others: set[str]) -> None:
    """Raises RuleBroken without a name, for one that is too long or not wholly seen, and for one of `others`."""
    if not name:
        raise RuleBroken(N_("Give it a name: by it the text is chosen."), field="name")
    if len(name) > LONGEST_NAME:
        raise RuleBroken(
            N_("The name is longer than %(most)s characters; shorten it."), field="name", most=LONGEST_NAME
        )
    if has_unseen(name):
        raise RuleBroken(
            N_("The name has characters that are not seen, by which it could read as another; type it anew."),
            field="name",
        )
    if name in others:
        raise RuleBroken(N_("Your party has another text of this name in this language; choose another."), field="name")


def check_still_free(name: str, others: set[str]) -> None:
    """Raises RuleBroken where a text would come back under a name that another got meanwhile."""
    if name in others:
        raise RuleBroken(
            N_("Another text of your party is called “%(name)s” now; give that one another name first."), name=name
        )


def check_source(source: str) -> None:
    """Raises RuleBroken for an empty text, and for one beyond MOST_KB."""
    if not source.strip():
        raise RuleBroken(N_("Write the text that is to be put in."), field="source")
    if len(source.encode()) > MOST_KB * 1024:
        raise RuleBroken(N_("The text is larger than %(most)s KB; shorten it."), field="source", most=MOST_KB)


def check_number(number: int) -> None:
    """Raises RuleBroken where a party that has `number` texts in a language would have one more."""
    if number >= MOST:
        raise RuleBroken(
            N_("Your party keeps %(most)s texts in this language, which is the most; delete one first."), most=MOST
        )


def name_as_kept(name: str) -> str:
    """In one line."""
    return " ".join(name.split())


def as_kept(source: str) -> str:
    """Without the empty lines around it: it is put into lines of its own."""
    lines = source.split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    while lines and not lines[0].strip():
        lines.pop(0)
    return "\n".join(lines)


def caret(source: str) -> int:
    """Where one types next, in UTF-16 as browsers count: at the first gap, else at the end."""
    before = source.partition(GAP)[0]
    return len(before.encode("utf-16-le")) // 2


def own_gaps_left(source: str, texts: Iterable[str]) -> list[Remark]:
    """A remark on each line that stands as one of these texts brought it, its gaps still open; it blocks nothing.

    Who does not keep the texts must not see it: it tells what is in them.
    """
    still = {line.strip() for text in texts for line in text.split("\n") if GAP in line and not has_gap(line)}
    lines = enumerate(source.split("\n"), start=1)
    return [Remark(number, STILL_OPEN, {"gap": GAP}, blocks=False) for number, line in lines if line.strip() in still]
