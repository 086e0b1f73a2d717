"""Pure decisions about a settled text's versions in other languages, which become equally authentic later."""

from collections.abc import Collection

from forumhub.errors import N_, RuleBroken
from forumhub.minutes.rules import LANGUAGE_VERSION, SETTLED


def check_addable(kind: str, state: str) -> None:
    """Raises RuleBroken unless it is a text that every party approved, and no language version itself."""
    if kind == LANGUAGE_VERSION:
        raise RuleBroken(N_("A further language is added to the text to which this one belongs."))
    if state not in SETTLED:
        raise RuleBroken(N_("The text is not agreed yet: until then, languages are added to its draft."))


def check_language(code: str, known: Collection[str], there: Collection[str], begun: Collection[str]) -> None:
    """`there`: languages in which the text is agreed; `begun`: those whose version is a draft or circulates."""
    if code not in known:
        raise RuleBroken(N_("Choose a language."), field="language")
    if code in there:
        raise RuleBroken(N_("The text is agreed in this language already."), field="language")
    if code in begun:
        raise RuleBroken(N_("The text in this language is being written already; open that one."), field="language")


def check_text(source: str, agreed: Collection[str]) -> None:
    """Raises RuleBroken for a text that is the agreed one, word for word: then nobody wrote it in the language."""
    if not source.strip():
        raise RuleBroken(N_("Write the text in this language."), field="text")
    if source.strip() in {text.strip() for text in agreed}:
        raise RuleBroken(N_("This is the agreed text as it is; write it in the other language."), field="text")
