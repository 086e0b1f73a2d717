"""Pure decisions about an import: what becomes of a meeting that may be known already, and register codes."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from itertools import product
from string import ascii_uppercase
from typing import NamedTuple

from forumhub.calendars.importing.meetings import CANCELLED, Meeting, Window
from forumhub.errors import N_, RuleBroken
from forumhub.events.rules import CLOSED, YEARS

NEW = "new"
UPDATED = "updated"
CALLED_OFF = "called_off"
UNCHANGED = "unchanged"
STALE = "stale"
CHANGED_HERE = "changed_here"
CLOSED_HERE = "closed_here"
NEVER_HERE = "never_here"
VERDICTS = (NEW, UPDATED, CALLED_OFF, UNCHANGED, STALE, CHANGED_HERE, CLOSED_HERE, NEVER_HERE)
ACTED_ON = frozenset({NEW, UPDATED, CALLED_OFF})

LONGEST_WINDOW_YEARS = 25
LONGEST_PREFIX = 4


class Known(NamedTuple):
    """What an earlier import of the same party made of a meeting, and how its event stands now.

    `touched` says that somebody changed the event here since.
    """

    sequence: int
    stamp: datetime
    fingerprint: str
    state: str
    touched: bool


def verdict(meeting: Meeting, known: Known | None) -> str:
    """One of VERDICTS. The greater SEQUENCE wins, then the later stamp (RFC 5546, 2.1.5); an equal one may correct."""
    off = meeting.status == CANCELLED
    if known is None:
        return NEVER_HERE if off else NEW
    if meeting.fingerprint == known.fingerprint or (off and known.state == CANCELLED):
        return CHANGED_HERE if known.touched and known.state not in CLOSED else UNCHANGED
    if meeting.version < (known.sequence, known.stamp):
        return STALE
    if known.state in CLOSED:
        return CLOSED_HERE
    if known.touched:
        return CHANGED_HERE
    return CALLED_OFF if off else UPDATED


def check_window(since: date, until: date) -> Window:
    """Raises RuleBroken for days that are the wrong way round, of another age, or too many."""
    first, last = YEARS
    for field, day in (("since", since), ("until", until)):
        if not first <= day.year <= last:
            message = N_("The year %(year)s is not between %(first)s and %(last)s.")
            raise RuleBroken(message, field=field, year=day.year, first=first, last=last)
    if until < since:
        raise RuleBroken(N_("The last day is before the first one: set a later one."), field="until")
    if until.year - since.year > LONGEST_WINDOW_YEARS:
        message = N_("At most %(years)s years are imported at once: choose an earlier last day.")
        raise RuleBroken(message, field="until", years=LONGEST_WINDOW_YEARS)
    return Window(since, until)


def check_prefix(prefix: str) -> None:
    """Raises RuleBroken for what cannot begin register codes, which have eight letters at most."""
    if not (2 <= len(prefix) <= LONGEST_PREFIX and prefix.isascii() and prefix.isalpha() and prefix.isupper()):
        message = N_("Register codes begin with two to four Latin capitals, such as IMP; '%(prefix)s' are none.")
        raise RuleBroken(message, field="prefix", prefix=prefix[:40])


def free_codes(prefix: str, taken: Collection[str]) -> Iterator[str]:
    """Register codes that begin so and are not taken: IMPA, IMPB, …, IMPZ, IMPAA, …"""
    for length in range(1, 8 - len(prefix) + 1):
        for letters in product(ascii_uppercase, repeat=length):
            if (code := prefix + "".join(letters)) not in taken:
                yield code
