"""The plain schedule that conference apps read, from the values of a programme."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from forumhub.events.programme.interchange import rules
from forumhub.events.programme.interchange.describing import Schedule
from forumhub.events.programme.interchange.links import web_links
from forumhub.events.programme.interchange.prose import as_markdown
from forumhub.events.programme.interchange.raw import EMPTY
from forumhub.events.programme.models import Programme
from forumhub.events.programme.rules import CANCELLED, day_of
from forumhub.phrases import in_language

KNOWN = (
    "url", "logo", "recording_license", "do_not_record", "do_not_stream", "attachments", "answers",
    "video_download_url",
)  # fmt: skip
"""What else of a session the schemas take."""


@dataclass(frozen=True)
class Words:
    """What the file says in one language: `cancelled` is 'Cancelled: %(title)s', `url_of` gives a session's page."""

    language: str
    cancelled: str
    url: str
    url_of: Callable[[str], str]
    """By guid."""


def plain(schedule: Schedule, programme: Programme, words: Words) -> dict[str, Any]:
    """The schedule as the frab JSON has it, without what that cannot say."""
    return _Plain(schedule, programme, words).schedule()


class _Plain:
    def __init__(self, schedule: Schedule, programme: Programme, words: Words) -> None:
        self.said, self.programme, self.words, self.event = schedule, programme, words, programme.event
        self.zone = ZoneInfo(self.event.timezone)
        self.foreign = schedule.programme["foreign"]
        kept = self.foreign.get("conference", {})
        self.acronym = str(kept.get("acronym") or f"{self.event.register.code.lower()}{self.event.local_start.year}")

    def schedule(self) -> dict[str, Any]:
        changed = f"{self.programme.changed_at:%Y-%m-%d %H:%M}"
        days = self._days()
        conference = {
            **self.foreign.get("conference", {}),
            "acronym": self.acronym,
            "title": in_language(self.event.titles, self.words.language),
            "start": self.event.local_start.date().isoformat(),
            "end": (self.event.local_end - timedelta(seconds=1)).date().isoformat(),
            "daysCount": len(days),
            "timeslot_duration": "00:05",
            "time_zone_name": self.event.timezone,
            "rooms": [self._room(name, values) for name, values in self.said.halls.items()],
            "days": days,
        }
        conference.setdefault("url", self.words.url)
        base = self.foreign.get("base_url") or self.words.url
        return {"version": f"{self.programme.version} ({changed})", "base_url": base, "conference": conference}

    @staticmethod
    def _room(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
        description = values["foreign"].get("description")
        more = {"description": description} if isinstance(description, str) else {}
        guid = values["foreign"].get("guid") or rules.guid_of("", "room", "", name, "")
        return {"name": name, "guid": guid, "capacity": values["capacity"], **more}

    def _kept_days(self, dates: Iterable[date]) -> dict[date, tuple[datetime, datetime]]:
        """When the days of the file began and ended, for as long as they hold all sessions and their limits stand."""
        kept = {
            date.fromisoformat(day): (datetime.fromisoformat(start), datetime.fromisoformat(end))
            for day, start, end in self.foreign.get("days", [])
        }
        first = min((rules.minutes_from(day, start) for day, (start, _end) in kept.items()), default=0)
        last = max((rules.minutes_from(day, end) for day, (_start, end) in kept.items()), default=0)
        limits = (self.said.programme["day_start"], self.said.programme["day_end"])
        return kept if set(dates) <= set(kept) and rules.checked_limits(first, last) == limits else {}

    def _days(self) -> list[dict[str, Any]]:
        by_day: dict[date, list[tuple[str, dict[str, Any]]]] = {}
        for guid, values in self.said.sessions.items():
            start = datetime.fromisoformat(values["local_start"])
            by_day.setdefault(day_of(start, self.said.programme["day_end"]), []).append((guid, values))
        kept = self._kept_days(by_day)
        dates = sorted({*by_day, *kept}) or self._event_days()
        return [self._day(number, day, by_day.get(day, []), kept.get(day)) for number, day in enumerate(dates, start=1)]

    def _event_days(self) -> list[date]:
        first = self.event.local_start.date()
        last = (self.event.local_end - timedelta(seconds=1)).date()
        return [first + timedelta(days=number) for number in range((last - first).days + 1)]

    def _day(
        self,
        number: int,
        day: date,
        sessions: list[tuple[str, dict[str, Any]]],
        kept: tuple[datetime, datetime] | None,
    ) -> dict[str, Any]:
        limits = (self.said.programme["day_start"], self.said.programme["day_end"])
        usual = [datetime.combine(day, time()) + timedelta(minutes=minutes) for minutes in limits]
        start, end = kept or usual
        rooms: dict[str, list[dict[str, Any]]] = {name: [] for name in self.said.halls}
        for guid, values in sessions:
            rooms.setdefault(values["hall"], []).append(self._event(guid, values))
        moments = {"day_start": self._moment(start), "day_end": self._moment(end)}
        return {"index": number, "date": day.isoformat(), **moments, "rooms": rooms}

    def _moment(self, local: datetime) -> str:
        return local.replace(tzinfo=self.zone).isoformat()

    def _event(self, guid: str, values: Mapping[str, Any]) -> dict[str, Any]:
        foreign, start = values["foreign"], datetime.fromisoformat(values["local_start"])
        language = self.words.language
        title, number = in_language(values["titles"], language), number_of(guid, values["frab_id"])
        if values["state"] == CANCELLED:
            title = self.words.cancelled % {"title": title}
        said = {
            "id": number,
            "guid": guid,
            "date": self._moment(start),
            "start": f"{start:%H:%M}",
            "duration": rules.length_of(values["minutes"]),
            "room": values["hall"],
            "slug": values["slug"] or f"{re.sub('[^a-z0-9_-]', '', self.acronym.lower())}-{number}",
            "url": self.words.url_of(guid),
            "title": title,
            "subtitle": in_language(values["subtitles"], language),
            "track": values["track"],
            "type": _type(values["kind"], foreign),
            "language": values["language"],
            "abstract": _original("abstract", values["abstract"], foreign),
            "description": _original("description", values["description"], foreign),
            "persons": [_person(speaker) for speaker in values["speakers"]],
            "links": _links(values["links"], foreign),
        }
        return said | {name: foreign[name] for name in KNOWN if foreign.get(name) not in EMPTY}


def number_of(guid: str, frab_id: str) -> int:
    """The number that apps want: the one that came with the session, else one made of its name for life."""
    if frab_id.isascii() and frab_id.isdigit() and 0 < int(frab_id) < 2**31:
        return int(frab_id)
    return int.from_bytes(sha256(guid.encode()).digest()[:4]) % (2**31 - 1) + 1


def _type(kind: str, foreign: Mapping[str, Any]) -> str:
    """As its file called it, for as long as it is of that kind."""
    type_ = foreign.get("type")
    return type_ if isinstance(type_, str) and rules.kind_of(type_) == kind else kind


def _original(name: str, markdown: str, foreign: Mapping[str, Any]) -> str:
    """The text as its file had it, for as long as nobody wrote another."""
    original = foreign.get(name)
    return original if isinstance(original, str) and as_markdown(original) == markdown else markdown


def _links(links: list[dict[str, str]], foreign: Mapping[str, Any]) -> list[Any]:
    originals = foreign.get("links")
    return originals if isinstance(originals, list) and web_links(originals) == links else links


def _person(speaker: Mapping[str, Any]) -> dict[str, Any]:
    foreign = speaker["foreign"]
    number = str(foreign.get("id", ""))
    said = {"id": int(number)} if number.isascii() and number.isdigit() and len(number) < 16 else {}
    return {**said, "name": speaker["name"], "public_name": speaker["name"]} | {
        name: value for name, value in foreign.items() if name not in ("id", "name", "public_name")
    }
