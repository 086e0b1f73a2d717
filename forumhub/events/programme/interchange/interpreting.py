"""What the words of a schedule mean: the values of its sessions, and what is not taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from forumhub.errors import N_, RuleBroken
from forumhub.events.programme.interchange import rules
from forumhub.events.programme.interchange.framing import halls_of, programme_of
from forumhub.events.programme.interchange.links import web_links
from forumhub.events.programme.interchange.prose import as_markdown
from forumhub.events.programme.interchange.raw import EMPTY, Note, RawDay, RawEvent, RawSchedule, text_of
from forumhub.events.programme.interchange.reading import Reading, Said

OURS = {"guid", "id", "date", "start", "duration", "room", "slug", "title", "subtitle", "track", "type", "language"}
OURS |= {"abstract", "description", "persons", "links"}
"""What of a session has columns; all else is kept as it is, and goes out again."""
LONGEST = {"track": 120, "language": 16, "slug": 300, "frab_id": 40}


def interpret(raw: RawSchedule, zone: ZoneInfo, asked: ZoneInfo | None = None) -> Reading:
    """With the wall clocks of `zone`, the event's; `asked` is whose clock a file keeps that names none.

    Raises rules.ZoneNeeded where there is no saying. Sessions that cannot be are noted, and left out.
    """
    words = rules.cleaned(raw.conference)
    clock = rules.find_zone(words.get("time_zone_name")) or asked
    name = text_of(words.get("acronym")) or text_of(words.get("title"))
    reading = Reading({}, {}, [], rules.cleaned(raw.patches), list(raw.notes))
    interpreter = _Interpreter(zone, clock, name, words.get("url") or raw.base_url, _day_change(words), reading)
    for event in raw.events:
        interpreter.add(event)
    reading.halls = halls_of(raw.rooms, reading)
    reading.programme = programme_of(raw, words, (zone, clock), interpreter.spans)
    return reading


def _day_change(words: Mapping[str, Any]) -> time:
    """Before which time a session belongs to the night after its day; midnight where the file does not say."""
    try:
        return rules.clock_of(text_of(words.get("day_change")))
    except RuleBroken:
        return time()


@dataclass
class _Interpreter:
    zone: ZoneInfo
    clock: ZoneInfo | None
    conference: str
    page: Any
    """The address of the schedule itself: a session that has no page of its own is given it."""
    day_change: time
    reading: Reading
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Of each session, minutes from the midnight of its day."""
    seen: set[str] = field(default_factory=set)

    def add(self, event: RawEvent) -> None:
        values = rules.cleaned(dict(event.values))
        title = text_of(values.get("title"))
        try:
            said = self._session(event, values, title)
        except rules.ZoneNeeded:
            raise
        except RuleBroken as error:
            self.reading.notes.append(Note(event.line, title, error))
            return
        if said.guid in self.seen:
            twice = RuleBroken(N_("Another session of the file has the same guid, %(guid)s."), guid=said.guid)
            self.reading.notes.append(Note(event.line, title, twice))
            return
        self.seen.add(said.guid)
        self.reading.sessions.append(said)

    def _session(self, event: RawEvent, values: dict[str, Any], title: str) -> Said:
        if not title.strip():
            raise RuleBroken(N_("It has no title."))
        start, minutes = self._start(event, values), rules.minutes_of(text_of(values.get("duration")))
        room, frab_id = text_of(values.get("room")), text_of(values.get("id"))
        guid = rules.guid_of(text_of(values.get("guid")), self.conference, frab_id, room, start.isoformat())
        foreign = {name: value for name, value in values.items() if name not in OURS and value not in EMPTY}
        if foreign.get("url") == self.page:
            foreign.pop("url", None)
        language = rules.language_of(title, text_of(values.get("language")))
        said: dict[str, Any] = {
            "frab_id": frab_id,
            "slug": text_of(values.get("slug")),
            "local_start": start.isoformat(),
            "minutes": minutes,
            "hall": room,
            "titles": {language: title},
            "subtitles": {language: text} if (text := text_of(values.get("subtitle"))) else {},
            "track": text_of(values.get("track")),
            "language": text_of(values.get("language")),
            "kind": self._kind(text_of(values.get("type")), foreign),
        }
        for name in ("abstract", "description"):
            said[name] = _prose(name, text_of(values.get(name)), foreign)
        said["speakers"] = self._speakers(event.line, title, values.get("persons"))
        said["links"] = self._links(event.line, title, values.get("links"), foreign)
        self._shorten(event.line, title, said)
        self._note_span(event.day, start, minutes)
        return Said(event.line, guid, title, {**said, "foreign": foreign})

    def _start(self, event: RawEvent, values: Mapping[str, Any]) -> datetime:
        if text := text_of(values.get("date")):
            return rules.wall_clock(rules.moment_of(text), self.zone, self.clock)
        if event.day is None or not event.day.date:
            raise RuleBroken(N_("It has no date, and stands in no day that has one."))
        clock = rules.clock_of(text_of(values.get("start")))
        start = datetime.combine(rules.day_of_text(event.day.date), clock)
        return rules.wall_clock(start + timedelta(days=clock < self.day_change), self.zone, self.clock)

    @staticmethod
    def _kind(type_: str, foreign: dict[str, Any]) -> str:
        kind = rules.kind_of(type_)
        if type_ and type_ != kind:
            foreign["type"] = type_
        return kind

    def _speakers(self, line: int, title: str, persons: Any) -> list[dict[str, Any]]:
        speakers = []
        for person in persons if isinstance(persons, list) else []:
            said = dict(person) if isinstance(person, dict) else {}
            name = next((text for key in ("name", "public_name") if (text := text_of(said.get(key)))), "")
            if not name.strip():
                self.reading.notes.append(Note(line, title, RuleBroken(N_("A person of it has no name."))))
                continue
            if "id" in said:
                said["id"] = text_of(said["id"])
            more = {key: value for key, value in said.items() if key != "name" and value not in EMPTY}
            if more.get("public_name") == name:
                del more["public_name"]
            chairs = said.get("role") == "MODERATOR"
            speakers.append({"name": name, "affiliation": "", "chairs": chairs, "foreign": more})
        return speakers

    def _links(self, line: int, title: str, links: Any, foreign: dict[str, Any]) -> list[dict[str, str]]:
        """Those that a browser can follow; where there are others, all of them are kept to go out again."""
        given = [link for link in links if isinstance(link, dict)] if isinstance(links, list) else []
        taken = web_links(given)
        if taken != given:
            foreign["links"] = given
        for link in given:
            if not web_links([link]):
                message = N_("Its link '%(url)s' is no web address, so no page shows it; https://example.org would be.")
                self.reading.notes.append(Note(line, title, RuleBroken(message, url=text_of(link.get("url"))[:60])))
        return taken

    def _shorten(self, line: int, title: str, said: dict[str, Any]) -> None:
        for name, most in LONGEST.items():
            if len(said[name]) > most:
                message = N_("'%(text)s' was cut after %(most)s characters.")
                self.reading.notes.append(Note(line, title, RuleBroken(message, text=said[name][:40], most=most)))
                said[name] = said[name][:most]

    def _note_span(self, day: RawDay | None, start: datetime, minutes: int) -> None:
        try:
            of_day = rules.day_of_text(day.date) if day else start.date()
        except RuleBroken:
            of_day = start.date()
        begins = rules.minutes_from(of_day, start)
        self.spans.append((begins, begins + minutes))


def _prose(name: str, text: str, foreign: dict[str, Any]) -> str:
    """As Markdown; HTML is kept beside it, byte for byte, for as long as nobody writes another text."""
    markdown = as_markdown(text)
    if markdown != text:
        foreign[name] = text
    return markdown
