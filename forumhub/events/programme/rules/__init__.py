"""Pure decisions about programmes. A wall clock is naive, at the event's place; lengths are minutes."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from forumhub.errors import N_, RuleBroken
from forumhub.events.rules import check_titles, check_year

DRAFT = "draft"
PUBLISHED = "published"
PROGRAMME_STATES = (DRAFT, PUBLISHED)

TENTATIVE = "tentative"
CONFIRMED = "confirmed"
CANCELLED = "cancelled"
SESSION_STATES = (TENTATIVE, CONFIRMED, CANCELLED)
"""A cancelled session stays in the programme, marked so, and takes up neither hall nor people."""

BREAK = "break"
KINDS = (
    "opening", "plenary", "panel", "presentation", "workshop", BREAK, "ceremony", "side_event", "closing", "other",
)  # fmt: skip

DAY = 1440
USUAL_DAY = (8 * 60, 22 * 60)
"""Between which minutes of the day sessions lie in a new programme."""
STEP = 5
"""Minutes by which a session is moved at once."""
MOST_MINUTES = DAY
MOST_SESSIONS = 2000
MOST_HALLS = 100
MOST_SPEAKERS = 40
MOST_LINKS = 40
KEPT = timedelta(days=30)
"""For how long a deleted session can be restored."""

MOVING = ("local_start", "minutes", "hall_id", "state", "deleted_at")
"""What makes a session's SEQUENCE grow (RFC 5546 §2.1.4): time, place and state."""


def day_of(local_start: datetime, day_end: int) -> date:
    """The day of the programme to which a session belongs: what begins before the end of a long day is part of it."""
    return (local_start - timedelta(minutes=max(0, day_end - DAY))).date()


def start_on(day: date, clock: time, day_end: int) -> datetime:
    """The wall clock of a time on a day of the programme: of a long one, the hours after midnight are its last."""
    start = datetime.combine(day, clock)
    return start if day_of(start, day_end) == day else start + timedelta(days=1)


def sequence_grows(before: Mapping[str, object], after: Mapping[str, object]) -> bool:
    return any(before[name] != after[name] for name in MOVING)


def text_of(abstract: str, description: str) -> str:
    """The Markdown of both, one after the other, as pages show it."""
    return "\n\n".join(filter(None, (abstract, description)))


def check_days(day_start: int, day_end: int) -> None:
    """Raises RuleBroken for limits that are no day; minutes from midnight of the same day."""
    if not (0 <= day_start < DAY and day_start < day_end <= day_start + DAY):
        message = N_("A day of the programme ends after it starts, and lasts at most 24 hours.")
        raise RuleBroken(message, field="day_end")


def check_names(names: Mapping[str, str]) -> None:
    """Raises RuleBroken where a hall has no name."""
    if not any(name.strip() for name in names.values()):
        raise RuleBroken(N_("Give the hall a name in at least one language."), field="names")
    if any(len(name) > 120 for name in names.values()):
        raise RuleBroken(N_("A hall's name has at most 120 characters."), field="names")


def check_opening(opens: int | None, closes: int | None) -> None:
    """Raises RuleBroken for a hall that closes before it opens."""
    if (opens is None) != (closes is None):
        raise RuleBroken(N_("Give both times of a hall, or neither: it is then open all day."), field="closes")
    if opens is not None and closes is not None and not opens < closes <= opens + DAY:
        raise RuleBroken(N_("The hall closes before it opens: set a later time."), field="closes")


def check_hall_count(count: int) -> None:
    if count > MOST_HALLS:
        raise RuleBroken(N_("A programme has at most %(most)s halls."), most=MOST_HALLS)


def check_hall_empty(sessions: int) -> None:
    """Raises RuleBroken where sessions would lose their hall."""
    if sessions:
        message = N_("Sessions in this hall: %(sessions)s. Move them to another hall first.")
        raise RuleBroken(message, sessions=sessions)


def check_session_count(count: int) -> None:
    if count > MOST_SESSIONS:
        raise RuleBroken(N_("A programme has at most %(most)s sessions."), most=MOST_SESSIONS)


def check_session(titles: Mapping[str, str], local_start: datetime, minutes: int) -> None:
    """Raises RuleBroken for what is no session at all; clashes are told apart from it, and do not hinder drafting."""
    check_titles(titles)
    check_year(local_start, "local_start")
    if not 0 < minutes <= MOST_MINUTES:
        message = N_("A session lasts from 1 to %(most)s minutes; %(minutes)s is not in between.")
        raise RuleBroken(message, field="minutes", most=MOST_MINUTES, minutes=minutes)


def check_links(links: Sequence[Mapping[str, str]]) -> None:
    """Raises RuleBroken for an address that no browser should follow."""
    if len(links) > MOST_LINKS:
        raise RuleBroken(N_("A session has at most %(most)s links."), field="links", most=MOST_LINKS)
    for link in links:
        if not _is_web(link["url"]):
            message = N_("'%(url)s' is no web address: it begins with https:// or http://.")
            raise RuleBroken(message, field="links", url=link["url"][:80])


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return len(url) <= 2000 and parts.scheme in ("http", "https") and bool(parts.hostname)


def check_speakers(names: Sequence[str]) -> None:
    """Raises RuleBroken where one has no name, or where there are too many."""
    if len(names) > MOST_SPEAKERS:
        raise RuleBroken(N_("A session has at most %(most)s speakers."), field="speakers", most=MOST_SPEAKERS)
    if not all(name.strip() and len(name) <= 200 for name in names):
        raise RuleBroken(N_("A speaker has a name, of at most 200 characters."), field="speakers")


def check_kept(deleted_at: datetime | None, now: datetime) -> None:
    """Raises RuleBroken for a session that was not deleted, or too long ago."""
    if deleted_at is None:
        raise RuleBroken(N_("This session was not deleted, so there is nothing to restore."))
    if now - deleted_at > KEPT:
        raise RuleBroken(N_("A deleted session can be restored for 30 days; they have passed. Add it anew."))


def check_publishing(state: str, sessions: int) -> None:
    """Raises RuleBroken where there is nothing to publish, or nothing new about it."""
    if state == PUBLISHED:
        raise RuleBroken(N_("The programme is published already: what you change shows at once."))
    if not sessions:
        raise RuleBroken(N_("The programme has no sessions yet: add the first one, then publish."))


def check_published(state: str) -> None:
    if state != PUBLISHED:
        raise RuleBroken(N_("The programme is a draft already."))
