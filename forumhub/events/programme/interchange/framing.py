"""What a schedule says of its conference, days and rooms: the values of a programme and its halls."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from forumhub.errors import RuleBroken
from forumhub.events.programme.interchange import rules
from forumhub.events.programme.interchange.raw import EMPTY, RawSchedule
from forumhub.events.programme.interchange.reading import Reading

DERIVED = {"title", "start", "end", "days", "daysCount", "timeslot_duration", "time_zone_name", "rooms"}
"""What of a conference we say ourselves."""


def halls_of(rooms: list[dict[str, Any]], reading: Reading) -> dict[str, dict[str, Any]]:
    halls: dict[str, dict[str, Any]] = {}
    used = [said.values["hall"] for said in reading.sessions]
    for room in [*rules.cleaned(rooms), *({"name": name} for name in used)]:
        name = room["name"]
        if name and name not in halls:
            more = {key: value for key, value in room.items() if key not in ("name", "capacity") and value not in EMPTY}
            capacity = room.get("capacity")
            fits = isinstance(capacity, int) and not isinstance(capacity, bool) and 0 < capacity < 1_000_000
            capacity = capacity if fits else None
            halls[name] = {"names": {rules.language_of(name): name}, "capacity": capacity, "foreign": more}
    return halls


def programme_of(
    raw: RawSchedule,
    words: Mapping[str, Any],
    clocks: tuple[ZoneInfo, ZoneInfo | None],
    spans: list[tuple[int, int]],
) -> dict[str, Any]:
    """`clocks` are the event's and the file's; `spans` say of each session the minutes from the midnight of its day."""
    days, limits = [], []
    for day in raw.days:
        try:
            date = rules.day_of_text(day.date)
            start, end = (rules.wall_clock(rules.moment_of(text), *clocks) for text in (day.start, day.end))
        except RuleBroken:
            continue
        days.append([date.isoformat(), start.isoformat(), end.isoformat()])
        limits.append((rules.minutes_from(date, start), rules.minutes_from(date, end)))
    if limits and len(limits) == len(raw.days):
        day_start, day_end = rules.checked_limits(min(first for first, _ in limits), max(last for _, last in limits))
    else:
        day_start, day_end = rules.usual_limits(spans)
    conference = {name: value for name, value in words.items() if name not in DERIVED and value not in EMPTY}
    foreign = {"conference": conference, "version": raw.version, "base_url": raw.base_url, "days": days}
    foreign = {name: value for name, value in rules.cleaned(foreign).items() if value not in EMPTY}
    return {"day_start": day_start, "day_end": day_end, "foreign": foreign}
