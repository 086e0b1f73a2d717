"""Pure decisions about copies: what they take along, and when they are."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from itertools import count

from dateutil.relativedelta import relativedelta

from forumhub.parties.policy import DELEGATES

DESCRIPTION = "description"
LANGUAGES = "languages"
SETTINGS = "settings"
PLACE = "place"
AGENDA = "agenda"
PROGRAMME = "programme"
SPEAKERS = "speakers"
PARTS = (DESCRIPTION, LANGUAGES, SETTINGS, PLACE, AGENDA, PROGRAMME, SPEAKERS)
"""What a copy can take along. Speakers come with the programme only; settings are who may come, and how many."""
USUAL = tuple(part for part in PARTS if part != SPEAKERS)
"""What it takes unless somebody unticks it: the same people seldom speak again."""
OF_SERIES = (LANGUAGES, SETTINGS, PROGRAMME, SPEAKERS)


def link_to_take(conference: str, access: str) -> str:
    """The video conference's for a copy; none where delegates alone read it, since those of a copy are its own."""
    return "" if access == DELEGATES else conference


def usual_start(local_start: datetime, today: date) -> datetime:
    """The same weekday and hour, as near as can be to an anniversary: the first such moment after today."""
    anniversaries = (_same_weekday(local_start, local_start + relativedelta(years=years)) for years in count(1))
    return next(start for start in anniversaries if start.date() > today)


def _same_weekday(old: datetime, new: datetime) -> datetime:
    """The new day, or one at most three days from it."""
    return new + timedelta(days=(old.weekday() - new.weekday() + 3) % 7 - 3)


def shift(old: datetime, new: datetime) -> timedelta:
    """By how many whole days what hangs on an event moves with it: sessions keep their hour of the day."""
    return timedelta(days=(new.date() - old.date()).days)


def taken(parts: Iterable[str], allowed: Collection[str] = PARTS) -> frozenset[str]:
    """The parts that were asked for and that there are; no speakers without a programme."""
    chosen = frozenset(parts) & frozenset(allowed)
    return chosen if PROGRAMME in chosen else chosen - {SPEAKERS}
