"""What a plain schedule cannot say of a programme, said beside it.

A patch is {column: [was, is]}: what a reader of the plain schedule understands, and what it is. It is applied only
where the plain schedule still says `was`: whoever changes a file of ours by another tool is listened to.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from forumhub.errors import N_, RuleBroken
from forumhub.events.programme.interchange.describing import Schedule
from forumhub.events.programme.interchange.raw import Note
from forumhub.events.programme.interchange.reading import Reading
from forumhub.events.programme.interchange.rules import moment_of
from forumhub.events.programme.rules import KINDS, MOST_SPEAKERS, SESSION_STATES

FORMAT = 1
UNSAID: dict[str, Any] = {"state": "confirmed", "interpretation": []}
HALL_UNSAID: dict[str, Any] = {"opens": None, "closes": None}


def patches_between(schedule: Schedule, understood: Reading) -> dict[str, Any]:
    """From what a reader of the plain schedule understood to what the programme is."""
    sessions = {said.guid: {**UNSAID, **said.values} for said in understood.sessions}
    return {
        "format": FORMAT,
        "programme": _patch(understood.programme, schedule.programme),
        "halls": {
            name: _patch({**HALL_UNSAID, **understood.halls.get(name, {})}, values)
            for name, values in schedule.halls.items()
        },
        "sessions": {guid: _patch(sessions.get(guid, {}), values) for guid, values in schedule.sessions.items()},
    }


def _patch(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {name: [was.get(name), value] for name, value in now.items() if was.get(name) != value}


def apply_patches(reading: Reading) -> None:
    """Makes the reading say what its patches say. One that is not as it should be is noted, and the plain schedule
    stands: it could have been written by anybody."""
    patches = reading.patches
    if not isinstance(patches, dict) or patches.get("format") != FORMAT:
        return
    refused = [*_apply(reading.programme, patches.get("programme"), PROGRAMME)]
    for name, values in reading.halls.items():
        if isinstance(patch := _part(patches, "halls", name), dict):
            values |= {**HALL_UNSAID, **values}
            refused += _apply(values, patch, HALL)
    for said in reading.sessions:
        if isinstance(patch := _part(patches, "sessions", said.guid), dict):
            said.values, said.whole = {**UNSAID, **said.values}, True
            refused += _apply(said.values, patch, SESSION)
    if refused:
        message = N_(
            "What the file says beside the plain schedule cannot be read (%(names)s): the plain schedule holds."
        )
        error = RuleBroken(message, names=", ".join(sorted(set(refused))))
        reading.notes.append(Note(0, "", error))


def _part(patches: Mapping[str, Any], of: str, name: str) -> Any:
    parts = patches.get(of)
    return parts.get(name) if isinstance(parts, dict) else None


def _apply(values: dict[str, Any], patch: Any, checks: Mapping[str, Callable[[Any], bool]]) -> list[str]:
    """Returns the names of what was refused."""
    refused = []
    for name, pair in patch.items() if isinstance(patch, dict) else ():
        if name not in checks or not isinstance(pair, list) or len(pair) != 2:
            refused.append(name[:20])
        elif values.get(name) == pair[0]:
            if checks[name](pair[1]):
                values[name] = pair[1]
            else:
                refused.append(name)
    return refused


def _text(most: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and len(value) <= most


def _texts(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(text, str) and 2 <= len(lang) <= 8 for lang, text in value.items()
    )


def _number(least: int, most: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _none_or(check: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or check(value)


def _foreign(value: Any) -> bool:
    return isinstance(value, dict)


def _tags(value: Any) -> bool:
    return (
        isinstance(value, list) and len(value) <= 20 and all(isinstance(tag, str) and len(tag) <= 16 for tag in value)
    )


def _links(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(link, dict)
        and set(link) == {"url", "title"}
        and all(isinstance(text, str) for text in link.values())
        for link in value
    )


def _speakers(value: Any) -> bool:
    shape = {
        "name": _text(200),
        "affiliation": _text(300),
        "chairs": lambda it: isinstance(it, bool),
        "foreign": _foreign,
    }
    return (
        isinstance(value, list)
        and len(value) <= MOST_SPEAKERS
        and all(
            isinstance(each, dict)
            and set(each) == set(shape)
            and all(check(each[name]) for name, check in shape.items())
            for each in value
        )
    )


def _days(value: Any) -> bool:
    """The foreign part of a programme, whose days are read again when it goes out."""
    days = value.get("days", []) if isinstance(value, dict) else None
    conference = value.get("conference", {}) if isinstance(value, dict) else None
    return isinstance(conference, dict) and isinstance(days, list) and all(map(_is_day, days))


def _is_day(value: Any) -> bool:
    if not isinstance(value, list) or len(value) != 3 or not all(map(_is_wall_clock, value)):
        return False
    day, start, end = value
    return len(day) == 10 and datetime.fromisoformat(start) <= datetime.fromisoformat(end)


def _is_wall_clock(value: Any) -> bool:
    try:
        return isinstance(value, str) and value == value.strip() and moment_of(value).tzinfo is None
    except RuleBroken:
        return False


PROGRAMME: dict[str, Callable[[Any], bool]] = {
    "day_start": _number(0, 1439), "day_end": _number(1, 2879), "foreign": _days,
}  # fmt: skip
HALL: dict[str, Callable[[Any], bool]] = {
    "names": _texts, "capacity": _none_or(_number(1, 1_000_000)), "opens": _none_or(_number(0, 1439)),
    "closes": _none_or(_number(1, 2880)), "foreign": _foreign,
}  # fmt: skip
SESSION: dict[str, Callable[[Any], bool]] = {
    "frab_id": _text(40), "slug": _text(300), "local_start": _is_wall_clock, "minutes": _number(1, 1440),
    "hall": lambda value: value == "", "titles": _texts, "subtitles": _texts, "track": _text(120),
    "language": _text(16), "kind": lambda value: value in KINDS, "state": lambda value: value in SESSION_STATES,
    "interpretation": _tags, "abstract": _text(1_000_000), "description": _text(1_000_000), "links": _links,
    "speakers": _speakers, "foreign": _foreign,
}  # fmt: skip
