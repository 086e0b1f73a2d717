"""Calendars to import, and how: by the room's own reading and actions."""

from collections import Counter
from datetime import date, datetime

from sqlalchemy import select

from forumhub.calendars.importing import actions
from forumhub.calendars.importing.choices import Choices, settle
from forumhub.calendars.importing.meetings import Plan, Window
from forumhub.calendars.importing.planning import Reading, plan_import
from forumhub.calendars.importing.reporting import Report, report_on
from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.parties.policy import Reader
from forumhub.parties.queries import find_account, find_party, reader_of
from tests.world import NOW, World

WIDE = Window(date(2016, 1, 1), date(2030, 12, 31))
READING = Reading(WIDE, "", "Europe/Minsk", own_host="forumhub.example")
TITLE = {"en": "Working group on customs", "zh": "海关工作组会议", "ru": "Рабочая группа по таможне"}


def calendar(*lines: str, head: tuple[str, ...] = ()) -> bytes:
    """A VCALENDAR with these lines in it."""
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", *head, *lines, "END:VCALENDAR", ""]
    ).encode()


def vevent(*more: str, **changes: str | None) -> list[str]:
    """The lines of an event on 11 March 2027 in Minsk; a property is changed by its name, or left out by None."""
    said: dict[str, str | None] = {
        "UID": "one@example.org",
        "DTSTAMP": "20261101T080000Z",
        "DTSTART;TZID=Europe/Minsk": "20270311T090000",
        "DTEND;TZID=Europe/Minsk": "20270311T173000",
        "SUMMARY": TITLE["en"],
    }
    for name, value in changes.items():
        said = {key: old for key, old in said.items() if key.partition(";")[0] != name.replace("_", "-")}
        said[name.replace("_", "-")] = value
    lines = [f"{name}:{value}" for name, value in said.items() if value is not None]
    return ["BEGIN:VEVENT", *lines, *more, "END:VEVENT"]


def planned(*lines: str, head: tuple[str, ...] = (), **reading: object) -> Plan:
    return plan_import(calendar(*lines, head=head), Reading(**{**READING.__dict__, **reading}))


def reasons(plan: Plan) -> list[tuple[int, str]]:
    """Line and English reason of each component that is not taken."""
    return [(remark.number, str(remark.reason)) for remark in plan.refused]


def notes(plan: Plan) -> list[tuple[int, str]]:
    return [(remark.number, str(remark.reason)) for remark in plan.notes]


def choices(**changes: object) -> Choices:
    usual = {"party": "BY", "parties": ("CN",), "kind": "working_group", "series": "", "prefix": "IMP", "zone": ""}
    return Choices(**{**usual, "since": WIDE.since, "until": WIDE.until, **changes})


def reported(data: bytes, by: Reader, now: datetime = NOW, **changes: object) -> Report:
    """What an import would do. Needs an app context."""
    settled = settle(choices(**changes), by)
    return report_on(plan_import(data, settled.reading(("en", "zh", "ru"))), settled, by, now)


def imported(data: bytes, by: Reader, now: datetime = NOW, **changes: object) -> tuple[Counter[str], actions.Refused]:
    """Imports it. Needs an app context."""
    done, refused, to_do = Counter(), [], reported(data, by, now, **changes).to_do
    for first in range(0, len(to_do), actions.BATCH):
        batch = to_do[first : first + actions.BATCH]
        html = actions.rendered(batch)
        with writing():
            settled = settle(choices(**changes), by)
            counts, broken = actions.take(batch, html, settled, reason="Called off there.", by=by, now=now)
        done, refused = done + counts, refused + broken
    return done, refused


def all_events() -> list[Event]:
    return list(db.session.scalars(select(Event).order_by(Event.starts_at, Event.id)).unique())


def keep_calendar(world: World, data: bytes = b"", **changes: object) -> str:
    """The ULID of a calendar that CN's organizer uploaded."""
    with world.app.app_context(), writing():
        by = world.reader("CN", "organizer")
        body = actions.packed(data or calendar(*vevent()))
        chosen = choices(**{"party": "CN", "parties": ("BY",), **changes})
        return actions.keep_upload("календарь.ics", body, chosen, world.party["CN"], by=by, now=NOW).ulid


def upload_an_example(email: str) -> str:
    """For a look at the page: the ULID of a calendar of all kinds that the account with this address uploaded."""
    account = find_account(email)
    assert account is not None
    by = reader_of(account, NOW, 72)
    far, weekly = {"DTSTART": "20150311T090000Z", "DTEND": "20150311T100000Z"}, "RRULE:FREQ=MONTHLY;COUNT=8"
    data = calendar(
        *vevent(weekly, "LOCATION:Hall 2\\, Academy of the Ministry\\, Minsk", "ATTENDEE:mailto:a@example.org"),
        *vevent("STATUS:CONFIRMED", UID="2", SUMMARY=TITLE["zh"]),
        *vevent("CLASS:CONFIDENTIAL", "BEGIN:VALARM", "END:VALARM", UID="3", SUMMARY=TITLE["ru"]),
        *vevent("DTSTART:20270401T090000", UID="4", DTSTART=None, DTEND=None),
        *vevent("RRULE:FREQ=SECONDLY", UID="5"),
        *vevent(UID="6", **far),
        "BEGIN:VTODO",
        "END:VTODO",
    )
    with writing():
        party = find_party("CN")
        assert party is not None
        chosen = choices(party="CN", parties=("BY",))
        packed = actions.packed(data)
        return actions.keep_upload("working-group-2027.ics", packed, chosen, party.id, by=by, now=NOW).ulid
