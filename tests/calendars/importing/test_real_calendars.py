"""241 calendars of other software: each ends in meetings or in reasons, for every one of its components."""

import re
from datetime import date
from pathlib import Path

import pytest

from forumhub.calendars.importing.meetings import Plan, Window
from forumhub.calendars.importing.planning import Reading, plan_import
from forumhub.errors import RuleBroken
from tests.calendars.importing.arranging import all_events, imported, reported

WHOLE = Window(date(2016, 1, 1), date(2029, 12, 31))


def begun(data: bytes) -> int:
    """How many components a file has: its BEGIN lines, counted without any reader of calendars."""
    text = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return len(re.findall(rb"(?im)^BEGIN[ \t]*:", text))


def files(shared_data: Path) -> list[Path]:
    return sorted((shared_data / "ics").iterdir())


def plan(data: bytes, floating: str = "Europe/Minsk") -> Plan:
    return plan_import(data, Reading(WHOLE, floating, "Europe/Minsk"))


@pytest.mark.parametrize("floating", ["", "Europe/Minsk"])
def test_every_component_of_every_file_is_taken_or_reported(shared_data, floating):
    counted, refused, paths = {}, [], files(shared_data)
    for path in paths:
        data = path.read_bytes()
        try:
            counted[path.name] = plan(data, floating).components - begun(data)
        except RuleBroken as reason:
            refused.append((path.name, str(reason)))

    assert len(paths) == 241
    assert {name: difference for name, difference in counted.items() if difference} == {}
    assert refused == [
        ("libical_libical__issue250.ics", "This is no calendar: it has no line such as BEGIN:VCALENDAR.")
    ]


def test_every_reason_names_the_line_where_its_component_begins(shared_data):
    wrong = []
    for path in files(shared_data):
        data = path.read_bytes()
        if not begun(data):
            continue
        lines = re.split(rb"\r\n|\n|\r", data.removeprefix(b"\xef\xbb\xbf"))
        said = plan(data)
        numbers = [*said.frames, *said.taken, *(remark.number for remark in said.refused)]
        wrong += [(path.name, number) for number in numbers if not lines[number - 1].upper().startswith(b"BEGIN")]
        wrong += [(path.name, number) for number in numbers if numbers.count(number) > 1]

    assert wrong == []


@pytest.mark.parametrize("share", [6, pytest.param(1, marks=pytest.mark.slow)])
def test_every_file_is_imported_and_the_second_time_changes_nothing(database, world, shared_data, share):
    by, window = world.reader("BY", "organizer"), {"since": date(2024, 1, 1), "until": date(2026, 12, 31)}
    entered, again = {}, {}
    for path in files(shared_data)[::share]:
        data = path.read_bytes()
        if not begun(data):
            continue
        done, refused = imported(data, by, zone="Europe/Minsk", **window)
        second = reported(data, by, zone="Europe/Minsk", **window)
        entered[path.name] = done["new"]
        again[path.name] = (refused, [str(meeting.uid) for meeting in second.to_do])

    assert {name: left for name, left in again.items() if left != ([], [])} == {}
    assert sum(entered.values()) > 500 // share // 2
    assert len(all_events()) == sum(entered.values())
