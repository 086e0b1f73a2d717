"""An occurrence as the meeting that is entered: its wall clock in a zone, its state, and texts that fit."""

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from forumhub.calendars.importing.expanding import Occurrence
from forumhub.calendars.importing.lines import EVENT
from forumhub.calendars.importing.meetings import CANCELLED, Meeting, Plan, language_of
from forumhub.calendars.importing.texts import (
    CUT,
    LONGEST_DESCRIPTION,
    LONGEST_TITLE,
    LONGEST_VENUE,
    as_markdown,
    fitted,
)
from forumhub.calendars.importing.zones import wall_clock
from forumhub.errors import N_
from forumhub.events.recurrence import instant, instants
from forumhub.events.rules import CONFIRMED, TENTATIVE, check_period
from forumhub.parties.policy import DELEGATES, PARTIES

if TYPE_CHECKING:
    from forumhub.calendars.importing.planning import Item, Reading


def place(item: "Item", occurrence: Occurrence, reading: "Reading", plan: Plan) -> list[Meeting]:
    """The meeting, or nothing where it is outside of the window. Raises RuleBroken for what no event may be."""
    start, end, zone = _clocks(item, occurrence, reading, plan)
    if not reading.window.holds(start):
        return []
    check_period(start, end)
    instants(start, end, zone)
    entry = item.entry

    def cut(name: str, most: int) -> None:
        if (entry.number, name) not in plan.cut:
            plan.cut.add((entry.number, name))
            plan.note(entry.number, EVENT, CUT, name=name, most=f"{most:,}")

    if entry.secrecy == "CONFIDENTIAL" and (entry.number, "CLASS") not in plan.cut:
        plan.cut.add((entry.number, "CLASS"))
        plan.note(entry.number, EVENT, N_("It is marked as confidential, so it is for delegates only."))
    title = fitted(entry.title, LONGEST_TITLE, cut, "SUMMARY")
    about = "\n\n".join(filter(None, (entry.description, entry.url)))
    return [
        Meeting(
            number=entry.number,
            uid=entry.uid,
            occurrence=occurrence.key,
            titles={language_of(title, entry.language, reading.languages): title},
            description=as_markdown(fitted(about, LONGEST_DESCRIPTION, cut, "DESCRIPTION")),
            venue=fitted(entry.place, LONGEST_VENUE, cut, "LOCATION"),
            local_start=start,
            local_end=end,
            timezone=zone,
            status=_status(item),
            access=DELEGATES if entry.secrecy == "CONFIDENTIAL" else PARTIES,
            sequence=entry.sequence,
            stamp=entry.stamp,
            all_day=not isinstance(occurrence.span[0], datetime),
            conference=entry.conference,
        )
    ]


def _clocks(item: "Item", occurrence: Occurrence, reading: "Reading", plan: Plan) -> tuple[datetime, datetime, str]:
    start, end = occurrence.span
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return *_midnights(start, end, reading.home), reading.home
    start, end, zone = start.astimezone(UTC), end.astimezone(UTC), item.clock.iana or "UTC"
    local_start, local_end = wall_clock(start, zone), wall_clock(end, zone)
    if local_start is not None and local_end is not None and local_start < local_end:
        return local_start, local_end, zone
    message = N_("On %(day)s its clock in %(zone)s shows one hour twice; that meeting is kept in UTC.")
    plan.note(item.entry.number, EVENT, message, day=f"{start:%Y-%m-%d}", zone=zone)
    return start.replace(tzinfo=None), end.replace(tzinfo=None), "UTC"


def _midnights(first: date, end: date, zone: str) -> tuple[datetime, datetime]:
    """Where days begin, and where those before `end` are over. Where clocks go forward past midnight, a day begins when
    they have, and the one before is over a minute earlier than that.
    """
    midnights = [datetime.combine(day, time()) for day in (first, end)]
    begins, ends = (instant(each, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None) for each in midnights)
    return begins, ends if ends == midnights[1] else midnights[1] - timedelta(minutes=1)


def _status(item: "Item") -> str:
    """TENTATIVE where nothing is said: an organizer confirms what takes place."""
    if item.called_off or item.entry.status == "CANCELLED":
        return CANCELLED
    return CONFIRMED if item.entry.status == "CONFIRMED" else TENTATIVE
