"""What an import would do: what it would make, change and leave, before anything is done."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from forumhub.errors import N_, RuleBroken
from forumhub.events.models import Event
from forumhub.events.programme import rules
from forumhub.events.programme.interchange.describing import describe, hall_names
from forumhub.events.programme.interchange.raw import Note
from forumhub.events.programme.interchange.reading import Reading, Said
from forumhub.events.programme.interchange.values import differing, merged
from forumhub.events.programme.models import Programme, ProgrammeSession

NEW: dict[str, Any] = {"state": rules.CONFIRMED, "interpretation": []}


@dataclass(frozen=True)
class Change:
    """A session that would be made or changed; `values` as files carry them, `fields` the names of what differs."""

    guid: str
    title: str
    line: int
    values: dict[str, Any]
    fields: tuple[str, ...] = ()


@dataclass
class Plan:
    made: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    left: int = 0
    """Sessions of the programme that the file does not name; they stay."""
    halls: list[str] = field(default_factory=list)
    """Names of rooms that would be made halls."""
    limits: tuple[int, int] | None = None
    """Between which minutes its days would lie; None where they stay."""
    foreign: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not (self.made or self.changed or self.halls)


def plan_import(
    event: Event, programme: Programme | None, sessions: list[ProgrammeSession], reading: Reading, language: str
) -> Plan:
    """`sessions` are the programme's, deleted ones too: what the file brings again is restored."""
    plan = Plan(foreign=reading.programme["foreign"], notes=list(reading.notes))
    there = describe(programme, sessions, language).sessions if programme else {}
    deleted = {session.guid for session in sessions if session.deleted_at is not None}
    if not there:
        plan.limits = (reading.programme["day_start"], reading.programme["day_end"])
    called = halls_called(programme, reading, language)
    plan.halls = [name for name in reading.halls if name not in called]
    day_end = plan.limits[1] if plan.limits else programme.day_end if programme else 0
    for said in reading.sessions:
        said.values["hall"] = called.get(said.values["hall"], said.values["hall"])
        existing = there.get(said.guid)
        values = {**NEW, **said.values} if existing is None else merged(existing, said)
        try:
            check(event, values, day_end)
        except RuleBroken as error:
            plan.notes.append(Note(said.line, said.title, error))
            continue
        _sort_in(plan, said, existing, values, restored=said.guid in deleted)
    plan.left = len(set(there) - deleted - {said.guid for said in reading.sessions})
    plan.notes.sort(key=lambda note: note.line)
    rules.check_session_count(len(there) - len(deleted) + len(plan.made))
    rules.check_hall_count(len(programme.halls if programme else []) + len(plan.halls))
    return plan


def _sort_in(
    plan: Plan, said: Said, existing: dict[str, Any] | None, values: dict[str, Any], *, restored: bool
) -> None:
    if existing is None:
        plan.made.append(Change(said.guid, said.title, said.line, values))
    elif fields := (*differing(existing, values), *(["deleted"] if restored else [])):
        plan.changed.append(Change(said.guid, said.title, said.line, values, fields))
    else:
        plan.same += 1


def halls_called(programme: Programme | None, reading: Reading, language: str) -> dict[str, str]:
    """By the names of rooms of the file, those of the halls that they are: by their guid, else by a name of theirs."""
    halls = programme.halls if programme else []
    names = hall_names(halls, language)
    guids = {hall.foreign["guid"]: names[hall.id] for hall in halls if isinstance(hall.foreign.get("guid"), str)}
    known = {name: names[hall.id] for hall in reversed(halls) for name in (*hall.names.values(), names[hall.id])}
    found = {}
    for room, values in reading.halls.items():
        guid = values["foreign"].get("guid")
        called = guids.get(guid) if isinstance(guid, str) else None
        if called or room in known:
            found[room] = called or known[room]
    return found


def check(event: Event, values: dict[str, Any], day_end: int) -> None:
    """Raises RuleBroken for what is no session of this event."""
    start = datetime.fromisoformat(values["local_start"])
    rules.check_session(values["titles"], start, values["minutes"])
    rules.check_links(values["links"])
    rules.check_speakers([speaker["name"] for speaker in values["speakers"]])
    first, last = days_of(event)
    if not first <= rules.day_of(start, day_end) <= last:
        message = N_("It is on %(day)s, and the event from %(first)s to %(last)s.")
        days = {"day": start.date().isoformat(), "first": first.isoformat(), "last": last.isoformat()}
        raise RuleBroken(message, **days)


def days_of(event: Event) -> tuple[date, date]:
    """The event's first and last day; what ends at midnight has no part in the day after."""
    return event.local_start.date(), (event.local_end - timedelta(seconds=1)).date()
