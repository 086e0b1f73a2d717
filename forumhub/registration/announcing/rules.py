"""Pure decisions about announcements: what must be said, to whom it goes, and in which language each reads it."""

from collections.abc import Collection, Mapping

from forumhub.errors import N_, RuleBroken
from forumhub.registration.rules import ENDED

MARKDOWN = "markdown"
PLAIN = "plain"
MARKUPS = (MARKDOWN, PLAIN)

LONGEST_SUBJECT = 200
LONGEST_TEXT = 20_000


def check_said(subjects: Mapping[str, str], texts: Mapping[str, str]) -> None:
    """Raises RuleBroken unless one language at least has a subject and a text, and none has one of them alone."""
    if not subjects:
        raise RuleBroken(N_("Write a subject in at least one language."), field="subjects")
    if not texts:
        raise RuleBroken(N_("Write the text in at least one language."), field="texts")
    if without := sorted(subjects.keys() - texts.keys()):
        message = N_("There is a subject but no text in: %(languages)s. Write both, or neither.")
        raise RuleBroken(message, field=f"texts-{without[0]}", languages=", ".join(without).upper())
    if without := sorted(texts.keys() - subjects.keys()):
        message = N_("There is a text but no subject in: %(languages)s. Write both, or neither.")
        raise RuleBroken(message, field=f"subjects-{without[0]}", languages=", ".join(without).upper())


def said_in(written: Collection[str], language: str) -> str:
    """In which of the written languages somebody reads it: their own, else English, else the first there is."""
    return next((code for code in (language, "en") if code in written), next(iter(written), ""))


def is_told(state: str, wanted: str) -> bool:
    """Whether somebody in this state is told: who declined, withdrew or was declined, only where that is `wanted`."""
    return state == wanted if wanted else state not in ENDED
