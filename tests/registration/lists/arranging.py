"""Lists to import, and how: by the sub-room's own reading and actions."""

import io
from collections import Counter
from dataclasses import replace
from pathlib import Path

import openpyxl
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.parties.policy import Reader
from forumhub.registration.lists.actions import keep_list, start_import
from forumhub.registration.lists.choices import Choices
from forumhub.registration.lists.guessing import guessed
from forumhub.registration.lists.judging import Report, party_names, plan_of, report_on
from forumhub.registration.lists.models import DelegateList, DelegateListLine
from forumhub.registration.lists.parties import PartyNames
from forumhub.registration.lists.reading.files import read_list
from forumhub.registration.lists.storing import packed, packed_table
from forumhub.registration.lists.working import go_on
from forumhub.registration.models import Registration
from tests.events.examples import make_event
from tests.world import NOW, PARTIES, World

NAMES = PartyNames((code, names) for code, (names, _zone, _city) in PARTIES.items() if code != "KZ")
HEAD = "Name,Party,E-mail,Job title"
PEOPLE = (
    "王芳,中国,wang@example.org,处长",
    "Ірына Кавальчук,Беларусь,iryna@example.org,Консультант",
    "Анна Смирнова,BLR,,Советник",
    "Maria Weiss,China,,First Secretary",
)


def a_list(*lines: str, head: str = HEAD) -> bytes:
    return "\r\n".join([head, *(lines or PEOPLE), ""]).encode()


def workbook(*rows: tuple, sheet: str = "Delegates") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def event_of(world: World, code: str = "LST", **changes: object) -> Event:
    return make_event(world, code, **{"capacity": None, "access": "delegates", **changes})


def looked_at(data: bytes, event: Event, by: Reader, **changes: object) -> tuple[Report, Choices]:
    """What an import would do. Needs an app context."""
    table = read_list(data)
    choices = replace(guessed(table, party_names(event)), **changes)
    return report_on(plan_of(table, choices, event), choices, event, by), choices


def kept(data: bytes, event: Event, by: Reader, **changes: object) -> DelegateList:
    """Started, and nobody is entered yet. Needs an app context."""
    report, choices = looked_at(data, event, by, **changes)
    with writing():
        cells = packed_table(read_list(data))
        found = keep_list(event, "список.csv", packed(data), cells, choices, by=by, now=NOW)
        start_import(found, report, choices, by=by, now=NOW)
    return found


def imported(data: bytes, event: Event, by: Reader, **changes: object) -> dict[str, int]:
    """How many lines have each outcome. Needs an app context."""
    found = kept(data, event, by, **changes)
    while go_on(found.id, by=by, now=NOW, seconds=60):
        pass
    return outcomes(found)


def outcomes(found: DelegateList) -> dict[str, int]:
    lines = select(DelegateListLine.outcome).where(DelegateListLine.list_id == found.id)
    return dict(Counter(db.session.scalars(lines)))


def registrations(event: Event) -> list[Registration]:
    statement = select(Registration).where(Registration.event_id == event.id).order_by(Registration.id)
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def names(event: Event) -> list[str]:
    return [each.person.name for each in registrations(event)]


def reasons(report: Report) -> list[tuple[int, str]]:
    """Line and English reason of each that is no delegate of its own."""
    return [(each.number, str(each.reason)) for each in report.plan.remarks]


def real(folder: Path, part: str) -> bytes:
    """The only file of the real lists with this in its name."""
    (path,) = (folder / "registration").glob(f"*{part}*.csv")
    return path.read_bytes()
