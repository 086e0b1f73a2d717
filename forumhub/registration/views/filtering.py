"""What the address of the organizer's desk says: which registrations, in which order."""

from contextlib import suppress
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from forumhub.events.views.room import asked
from forumhub.parties.policy import Reader
from forumhub.registration import rules
from forumhub.registration.selecting import MISSING, ORDERS, UNANSWERED, Filters

NAMES = ("search", "party", "state", "function", "way", "answer", "intention", "since")
CHOICES = {
    "state": rules.STATES,
    "function": rules.FUNCTIONS,
    "way": rules.WAYS,
    "answer": (MISSING,),
    "intention": (*rules.INTENTIONS, UNANSWERED),
}


def filters_asked(**instead: str | None) -> dict[str, str]:
    """The filters of the address, or those said `instead`, as text; empty where they are missing or mean nothing."""
    given = asked(*NAMES) | {name: text or "" for name, text in instead.items()}
    kept = {name: text if text in CHOICES.get(name, (text,)) else "" for name, text in given.items()}
    return {**kept, "since": kept["since"] if _day(kept["since"]) else ""}


def filters_of(texts: dict[str, str], reader: Reader) -> Filters:
    """For the selection; a day begins on the reader's clock."""
    day = _day(texts["since"])
    since = datetime.combine(day, time(), ZoneInfo(reader.timezone)) if day else None
    return Filters(
        party=texts["party"],
        state=texts["state"],
        function=texts["function"],
        way=texts["way"],
        search=texts["search"],
        answer=texts["answer"],
        intention=texts["intention"],
        since=since,
    )


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text) if len(text) == 10 else None
    return None


def sort_asked() -> str:
    """A key of ORDERS, with a minus before it for the other way round; else empty."""
    sort = asked("sort")["sort"]
    return sort if sort.removeprefix("-") in ORDERS else ""
