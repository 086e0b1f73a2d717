"""Pure decisions about papers."""

from collections.abc import Collection
from datetime import datetime, timedelta

from forumhub.errors import N_, RuleBroken
from forumhub.events.rules import CANCELLED

WORKING_PAPER = "working_paper"
SYMBOLS = {WORKING_PAPER: "WP", "presentation": "PR", "background": "BG", "statement": "ST"}
KINDS = tuple(SYMBOLS)

OWN_PARTY = "party"
ALL_PARTIES = "parties"
EVERYONE = "everyone"
SHARING = (OWN_PARTY, ALL_PARTIES, EVERYONE)

RESTORABLE = timedelta(days=30)


def symbol(kind: str, number: int | None) -> str:
    """'WP.3'; 'WP' for a paper that has no number yet."""
    return f"{SYMBOLS[kind]}.{number}" if number else SYMBOLS[kind]


def is_shared(shared_with: str) -> bool:
    """Whether others than the submitting party's own people see it."""
    return shared_with != OWN_PARTY


def check_audience(symbols: Collection[str], *, added: bool) -> None:
    """`symbols` of other parties' papers that a change of their event would show to more readers than their own party
    chose: to a party that is `added`, else to the public. Raises RuleBroken where there are any.
    """
    papers = ", ".join(symbols)
    if symbols and added:
        message = N_("A further party would see papers of others (%(papers)s): their parties take them back first.")
        raise RuleBroken(message, field="parties", papers=papers)
    if symbols:
        message = N_("Papers of others (%(papers)s) would be public: their parties share them with the parties first.")
        raise RuleBroken(message, field="access", papers=papers)


def check_event(state: str) -> None:
    """Raises RuleBroken for an event that takes no papers. One that was held does: presentations come in late."""
    if state == CANCELLED:
        raise RuleBroken(N_("The event is cancelled, so no papers are submitted to it."))


def check_files(languages: Collection[str]) -> None:
    """Raises RuleBroken for a version without a text."""
    if not languages:
        raise RuleBroken(N_("Choose a file in at least one language."), field="files")


def check_translations(languages: Collection[str], present: Collection[str]) -> None:
    """Raises RuleBroken where a language's file would be replaced: what was read stays what it was."""
    if set(languages) & set(present):
        message = N_("This version has a file in that language already; submit a new version to replace it.")
        raise RuleBroken(message, field="files")


def check_not_withdrawn(withdrawn_at: datetime | None) -> None:
    if withdrawn_at is not None:
        raise RuleBroken(N_("The paper is withdrawn, so it stays as it was. Restore it first."))


def may_restore(withdrawn_at: datetime | None, now: datetime) -> bool:
    return withdrawn_at is not None and now < withdrawn_at + RESTORABLE


def check_restorable(withdrawn_at: datetime | None, now: datetime) -> None:
    """Raises RuleBroken for a paper that is not withdrawn, or has been for longer than RESTORABLE."""
    if withdrawn_at is None:
        raise RuleBroken(N_("The paper is not withdrawn."))
    if not may_restore(withdrawn_at, now):
        message = N_("The paper was withdrawn more than %(days)s days ago: submit it anew.")
        raise RuleBroken(message, days=RESTORABLE.days)
