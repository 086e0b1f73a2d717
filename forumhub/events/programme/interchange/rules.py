"""Pure decisions about schedules in files: lengths, clocks, kinds, names for life, and what is text."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo, available_timezones

from forumhub.errors import N_, RuleBroken
from forumhub.events.programme.rules import KINDS
from forumhub.events.rules import check_year

MOST_BYTES = 8 * 1024 * 1024
MOST_SESSIONS = 2000
MOST_DEPTH = 24
MOST_ELEMENTS = 400_000
MOST_LEVELS = 60
"""So deep does JSON nest: a session is six levels below its schedule."""
MOST_NOTES = 500
"""So many things that were not taken are told one by one."""

TYPES = {
    "lecture": "presentation",
    "talk": "presentation",
    "podium": "panel",
    "discussion": "panel",
    "keynote": "plenary",
    "hands-on": "workshop",
    "meeting": "other",
    "performance": "other",
    "game": "other",
    **{kind: kind for kind in KINDS},
}
"""What other systems call a kind of session; whatever else they say is a presentation."""

_UNTAKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LENGTH = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?")
_HAN = re.compile("[\u3400-\u9fff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def cleaned(value: Any) -> Any:
    """JSON values without the characters that XML (1.0, §2.2) cannot carry and no database takes."""
    if isinstance(value, str):
        return _UNTAKEN.sub("", value)
    if isinstance(value, list):
        return [cleaned(each) for each in value]
    if isinstance(value, dict):
        return {cleaned(name): cleaned(each) for name, each in value.items()}
    return value


def minutes_of(text: str) -> int:
    """'00:45', '26:00' or '00:45:00' as minutes. Raises RuleBroken for what is no length of time."""
    match = _LENGTH.fullmatch(text.strip())
    if match is None or int(match[3] or 0):
        raise RuleBroken(N_("Its duration '%(text)s' cannot be read; hours and minutes, 00:45, can."), text=text[:40])
    return int(match[1]) * 60 + int(match[2])


def length_of(minutes: int) -> str:
    """45 as '00:45'."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def clock_of(text: str) -> time:
    """'14:00' or '14:00:00'. Raises RuleBroken."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        raise RuleBroken(N_("Its start '%(text)s' cannot be read; a time of day, 14:00, can."), text=text[:40])
    return time(int(match[1]), int(match[2]))


def moment_of(text: str) -> datetime:
    """ISO 8601, with an offset or without, of an age in which events are. Raises RuleBroken."""
    try:
        moment = datetime.fromisoformat(text.strip())
        check_year(moment, "file")
    except (ValueError, RuleBroken):
        message = N_("Its date '%(text)s' cannot be read; 2026-11-25T14:00:00+03:00 can.")
        raise RuleBroken(message, text=text[:40]) from None
    return moment


def day_of_text(text: str) -> date:
    """'2026-11-25', of a longer moment its day. Raises RuleBroken."""
    return moment_of(text).date()


def wall_clock(moment: datetime, zone: ZoneInfo, clock: ZoneInfo | None) -> datetime:
    """What the event's clocks show, in its `zone`, at a moment of the file; `clock` is whose a time without offset is.

    Raises RuleBroken where it has no offset and nobody said whose clock it is.
    """
    if moment.tzinfo is None:
        if clock is None:
            raise ZoneNeeded
        moment = moment.replace(tzinfo=clock)
    return moment.astimezone(zone).replace(tzinfo=None)


class ZoneNeeded(RuleBroken):
    def __init__(self) -> None:
        message = N_("The file names no time zone. Say whose clock it keeps, such as Europe/Brussels.")
        super().__init__(message, field="zone")


def find_zone(name: object) -> ZoneInfo | None:
    return ZoneInfo(name) if isinstance(name, str) and name in available_timezones() else None


def zone_of(name: str) -> ZoneInfo:
    """Raises RuleBroken for a zone that is none."""
    zone = find_zone(name)
    if zone is None:
        message = N_("'%(zone)s' is no time zone; Europe/Minsk and Asia/Shanghai are.")
        raise RuleBroken(message, field="zone", zone=name[:40])
    return zone


def kind_of(type_: str) -> str:
    return TYPES.get(type_.strip().lower(), "presentation")


def guid_of(guid: str, conference: str, frab_id: str, room: str, start: str) -> str:
    """The session's name for life: the file's own, else a UUID of the conference and the number, else of its place.

    The same file gives the same names each time, so that importing it again changes what there is (RFC 9562 §5.5).
    """
    if guid and len(guid) <= 64:
        return guid
    return str(uuid5(NAMESPACE_URL, "/".join(["frab", conference, guid or frab_id or f"{room}/{start}"])))


def language_of(text: str, said: str = "") -> str:
    """In which of our three languages a text stands, by what its file says, else by its letters."""
    if (base := said.lower().partition("-")[0]) in ("en", "zh", "ru"):
        return base
    if _HAN.search(text):
        return "zh"
    return "ru" if _CYRILLIC.search(text) else "en"


def minutes_from(day: date, moment: datetime) -> int:
    """Minutes from the midnight with which the day begins."""
    return (moment - datetime.combine(day, time())) // timedelta(minutes=1)


def usual_limits(spans: list[tuple[int, int]]) -> tuple[int, int]:
    """Full hours around what begins and ends so, in minutes from the midnight of its day; at most 24 hours."""
    first = max(0, min((start for start, _end in spans), default=8 * 60) // 60 * 60)
    last = -(-max((end for _start, end in spans), default=22 * 60) // 60) * 60
    return checked_limits(min(first, 23 * 60), last)


def checked_limits(first: int, last: int) -> tuple[int, int]:
    """As a programme may have them: from 0 to 24 hours, and at most 24 hours long."""
    first = min(max(0, first), 1439)
    return first, min(max(last, first + 1), first + 1440)
