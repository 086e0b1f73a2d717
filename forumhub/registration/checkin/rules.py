"""Pure decisions at the door: what a scan is answered with, and when it was made. They carry no words."""

import re
from datetime import datetime, timedelta

from forumhub.errors import N_, RuleBroken
from forumhub.registration.rules import (
    ABSENT,
    APPLIED,
    ATTENDED,
    CONFIRMED,
    DECLINED,
    HOLDS_PLACE,
    INVITED,
    WAITING,
    WITHDRAWN,
)

WELCOME = "welcome"
DUPLICATE = "duplicate"
OTHER_EVENT = "other_event"
UNKNOWN = "unknown"
OUTCOMES = (WELCOME, DUPLICATE, OTHER_EVENT, UNKNOWN, INVITED, WAITING, DECLINED, WITHDRAWN)
"""What a scan is answered with; the last four refuse who stands so."""

EXPECTED = frozenset({APPLIED, CONFIRMED})
"""They hold a place and may still come."""
SHOWN = ("expected", "in", "absent")
"""The lists of the door."""
STATES_SHOWN = {"expected": EXPECTED, "in": frozenset({ATTENDED}), "absent": frozenset({ABSENT})}

LONGEST_QUEUED = timedelta(hours=24)
"""A scan that waited longer in a phone than this is taken for one of a day ago: its clock was set anew."""
ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def outcome(state: str | None, *, here: bool) -> str:
    """`state`: of the registration that the code belongs to, None where it belongs to none; `here`: of this event."""
    if state is None:
        return UNKNOWN
    if not here:
        return OTHER_EVENT
    if state == ATTENDED:
        return DUPLICATE
    return WELCOME if state in HOLDS_PLACE else state


def scanned_at(seconds_ago: str, earliest: datetime, now: datetime) -> datetime:
    """When a scan was made that says how many seconds it waited in the page; the clock of the phone is not asked.

    Never later than `now`, never before `earliest`, which is when the doors open, nor longer ago than LONGEST_QUEUED.
    """
    waited = int(seconds_ago) if seconds_ago.isascii() and seconds_ago.isdigit() and len(seconds_ago) < 9 else 0
    moment = now - min(timedelta(seconds=waited), LONGEST_QUEUED)
    return min(max(moment, earliest), now)


def check_scan(ulid: str) -> None:
    """Raises RuleBroken where what tells one scan from another is none."""
    if not ULID.fullmatch(ulid):
        raise RuleBroken(N_("The page was too old for this. Open it again and scan once more."))


def check_may_close(starts_at: datetime, now: datetime) -> None:
    """Raises RuleBroken before the event begins: until then nobody is missing."""
    if now < starts_at:
        raise RuleBroken(N_("The event has not begun, so nobody is missing yet. Close the doors once it has."))
