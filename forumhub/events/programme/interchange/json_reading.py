"""The frab schedule JSON, as frab and pretalx write it and as the hub does (its second version), with lines."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import timedelta
from json.decoder import JSONDecodeError, JSONDecoder, JSONObject  # type: ignore[attr-defined]
from json.scanner import py_make_scanner  # type: ignore[attr-defined]
from math import isfinite
from typing import Any

from forumhub.errors import N_, RuleBroken
from forumhub.events.programme.interchange import rules
from forumhub.events.programme.interchange.raw import Note, RawDay, RawEvent, RawSchedule, text_of


class _Lined(dict[str, Any]):
    """An object of the file, with the line on which it begins."""

    line = 0


class _Decoder(JSONDecoder):
    """Remembers where objects begin; else as the library's."""

    def __init__(self, text: str) -> None:
        super().__init__(parse_constant=self._refuse, parse_float=self._finite)
        self.ends = [position for position, sign in enumerate(text) if sign == "\n"]
        self.parse_object = self._object
        self.scan_once = py_make_scanner(self)

    def _object(self, start: tuple[str, int], *options: Any) -> tuple[_Lined, int]:
        values, end = JSONObject(start, *options)
        found = _Lined(values)
        found.line = bisect_right(self.ends, start[1] - 1) + 1
        return found, end

    @staticmethod
    def _refuse(name: str) -> None:
        raise ValueError(name)

    @staticmethod
    def _finite(text: str) -> float:
        """Raises ValueError for one like 1e999, which would be infinite: no database takes that as JSON."""
        if not isfinite(number := float(text)):
            raise ValueError(text)
        return number


def read_json(content: bytes) -> RawSchedule:
    """Raises RuleBroken for what is no frab schedule, with the line and what would be right."""
    top = decoded(content)
    schedule = top.get("schedule") if isinstance(top, dict) else None
    if not isinstance(schedule, dict) or not isinstance(schedule.get("conference"), dict):
        message = N_("The file holds no frab schedule: at its top is 'schedule', and in that 'conference'.")
        raise RuleBroken(message, field="file")
    conference = dict(schedule["conference"])
    raw = RawSchedule(version=text_of(schedule.get("version")), base_url=text_of(schedule.get("base_url")))
    raw.patches = schedule.get("forumhub")
    days, rooms = conference.pop("days", []), conference.pop("rooms", None) or schedule.get("rooms")
    raw.conference = conference
    raw.rooms = [dict(room) for room in _objects(rooms) if isinstance(room.get("name"), str)]
    if "events" in schedule:
        _add_second_version(raw, schedule, _objects(days))
    else:
        for day in _objects(days):
            _add_day(raw, day)
    return raw


def decoded(content: bytes) -> Any:
    """What nests at most rules.MOST_LEVELS deep, so that whoever walks through it comes back. Raises RuleBroken."""
    try:
        text = content.decode("utf-8-sig")
        return _shallow(_Decoder(text).decode(text))
    except JSONDecodeError as error:
        message = N_("Line %(line)s, column %(column)s: the JSON cannot be read any more (%(reason)s).")
        where = {"line": error.lineno, "column": error.colno}
        raise RuleBroken(message, field="file", reason=error.msg, **where) from None
    except (ValueError, RecursionError):
        message = N_(
            "The file cannot be read as JSON: it is not UTF-8, nests too deeply, or has numbers that are none."
        )
        raise RuleBroken(message, field="file") from None


def _shallow(value: Any) -> Any:
    """The same. Raises ValueError where it nests too deeply."""
    level = [value]
    for _level in range(rules.MOST_LEVELS):
        level = [part for each in level for part in _parts(each)]
        if not level:
            return value
    raise ValueError


def _parts(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _objects(value: Any) -> list[_Lined]:
    return [each for each in value if isinstance(each, _Lined)] if isinstance(value, list) else []


def _add_day(raw: RawSchedule, said: _Lined) -> None:
    start, end = said.get("day_start", said.get("start")), said.get("day_end", said.get("end"))
    day = RawDay(said.line, text_of(said.get("date")), text_of(start), text_of(end))
    raw.days.append(day)
    rooms = said.get("rooms")
    for name, events in rooms.items() if isinstance(rooms, dict) else ():
        if name not in {room["name"] for room in raw.rooms}:
            raw.rooms.append({"name": name})
        for event in _objects(events):
            if _is_number(event.get("id")):
                _add_event(raw, RawEvent(event.line, day, {**event, "room": name}))
            else:
                message = N_("Its id is %(id)s; a whole number from 1 would be right.")
                error = RuleBroken(message, id=json.dumps(event["id"], ensure_ascii=False)[:40])
                raw.notes.append(Note(event.line, text_of(event.get("title")), error))


def _is_number(value: Any) -> bool:
    """As the schedule's schema asks of an id; it need not be there."""
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0)


def _add_event(raw: RawSchedule, event: RawEvent) -> None:
    if len(raw.events) >= rules.MOST_SESSIONS:
        message = N_("The schedule has more than %(most)s sessions; a programme has at most that.")
        raise RuleBroken(message, field="file", most=rules.MOST_SESSIONS)
    raw.events.append(event)


def _add_second_version(raw: RawSchedule, schedule: Mapping[str, Any], days: list[_Lined]) -> None:
    """Sessions stand in one list, with their ends; rooms, tracks and people are referred to."""
    raw.days = [RawDay(day.line, *(text_of(day.get(name)) for name in ("date", "start", "end"))) for day in days]
    tracks = {text_of(track.get("slug")): track for track in _objects(raw.conference.get("tracks"))}
    people = {text_of(person.get("guid")): person for person in _objects(schedule.get("persons"))}
    for event in _objects(schedule["events"]):
        try:
            _add_event(raw, RawEvent(event.line, None, _first_version(event, tracks, people)))
        except _Unreadable as error:
            raw.notes.append(Note(event.line, text_of(event.get("title")), error))


class _Unreadable(RuleBroken):
    """A session of the second version that cannot be said in the words of the first."""


def _first_version(event: _Lined, tracks: Mapping[str, Any], people: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: value for name, value in event.items() if name not in ("end", "participants")}
    try:
        start, end = (rules.moment_of(text_of(event.get(name))) for name in ("start", "end"))
        minutes = (end - start) // timedelta(minutes=1)
    except (RuleBroken, TypeError) as error:
        raise _Unreadable(N_("Its start and its end cannot be read; 2026-11-25T14:00:00+03:00 can.")) from error
    if minutes <= 0:
        raise _Unreadable(N_("It ends before it starts."))
    room, track = event.get("room"), event.get("track")
    slug = text_of(track.get("slug")) if isinstance(track, dict) else ""
    values |= {"date": text_of(event.get("start")), "duration": rules.length_of(minutes)}
    values["room"] = text_of(room.get("name")) if isinstance(room, dict) else text_of(room)
    values["track"] = text_of(tracks[slug].get("name")) if slug in tracks else slug or text_of(track)
    values["persons"] = [
        {**people.get(text_of(each.get("guid")), {}), **each} for each in _objects(event.get("participants"))
    ]
    return values
