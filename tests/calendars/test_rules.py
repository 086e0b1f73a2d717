"""Feeds joined from rendered components, and the tags that name them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumhub.calendars.mapping import PUBLIC, CalendarEvent, render_event, wire_zones
from forumhub.calendars.rules import Term, assemble_feed, body_etag, feed_etag, feed_frame, render_version, turns_of
from forumhub.calendars.zones import vtimezone
from tests.calendars.examples import an_event, events, texts
from tests.calendars.wire import Property, faults, properties

CHANGED = datetime(2026, 11, 20, 8, 15, 30, tzinfo=UTC)
SOURCE = "https://forumhub.example/feeds/series/HLM.ics"


def a_feed(events: list[CalendarEvent], name: str = "中白高级别会议; HLM") -> bytes:
    bodies = [render_event(event, PUBLIC) for event in events]
    tzids = [tzid for event in events for tzid in wire_zones(event)]
    return assemble_feed(name, "series-hlm@forumhub.example", SOURCE, "seagreen", CHANGED, bodies, tzids)


def test_assemble_feed_opens_with_what_clients_ask_for():
    ics = a_feed([])

    lines = properties(ics)

    assert sorted((each.name, each.parameters, each.value) for each in lines if each.inside == "VCALENDAR") == [
        ("BEGIN", {}, "VCALENDAR"),
        ("COLOR", {}, "seagreen"),
        ("END", {}, "VCALENDAR"),
        ("LAST-MODIFIED", {}, "20261120T081530Z"),
        ("METHOD", {}, "PUBLISH"),
        ("NAME", {}, r"中白高级别会议\; HLM"),
        ("PRODID", {}, "-//forumhub//forumhub//EN"),
        ("REFRESH-INTERVAL", {"VALUE": "DURATION"}, "PT1H"),
        ("SOURCE", {"VALUE": "URI"}, SOURCE),
        ("UID", {}, "series-hlm@forumhub.example"),
        ("VERSION", {}, "2.0"),
        ("X-PUBLISHED-TTL", {}, "PT1H"),
        ("X-WR-CALNAME", {}, r"中白高级别会议\; HLM"),
    ]


@given(texts, st.sampled_from(["https://a.example/f.ics", "https://[::1]:8000/a,b;c", "https://a.example/лента"]))
@settings(max_examples=30)
def test_assemble_feed_opens_as_icalendar_writes_it(name: str, source: str):
    uid = f"programme, {'x' * 80}@forumhub.example"

    ics = assemble_feed(name, uid, source, "seagreen", CHANGED, [b"BODY"], [])

    expected = feed_frame(name, uid, source, "seagreen", CHANGED).to_ical()
    assert ics == expected.replace(b"END:VCALENDAR", b"BODYEND:VCALENDAR")


def test_assemble_feed_keeps_the_bytes_of_each_component_and_one_block_a_zone():
    events = [an_event(timezone=zone) for zone in ("Europe/Minsk", "Asia/Shanghai", "Europe/Minsk")]

    ics = a_feed(events)

    bodies = [render_event(event, PUBLIC) for event in events]
    blocks = [vtimezone("Asia/Shanghai"), vtimezone("Europe/Minsk")]
    assert ics[ics.index(b"BEGIN:VTIMEZONE") :] == b"".join([*blocks, *bodies, b"END:VCALENDAR\r\n"])


def test_assemble_feed_of_nothing_has_a_component_as_every_calendar_must():
    ics = a_feed([])

    found = faults(ics)

    assert found == []
    assert ics.count(b"BEGIN:") - ics.count(b"BEGIN:VTIMEZONE") == 2


def test_assemble_feed_of_cancelled_events_keeps_them():
    ics = a_feed([an_event(state="cancelled"), an_event(timezone="Asia/Shanghai")])

    read = icalendar.Calendar.from_ical(ics)

    assert [str(event["STATUS"]) for event in read.events] == ["CANCELLED", "CONFIRMED"]


@settings(max_examples=25)
@given(st.lists(events(), max_size=3), texts)
def test_assemble_feed_of_any_events_has_no_fault(events: list[CalendarEvent], name: str):
    ics = a_feed([replace(event, uid=f"{number}@forumhub.example") for number, event in enumerate(events)], name or "x")

    found = faults(ics)

    assert found == []


def test_feed_etag_differs_by_key_collection_counter_and_coding():
    tags = {
        feed_etag(key, collection, seq, coding)
        for key in (b"k" * 32, b"l" * 32)
        for collection in ("series/HLM", "series/HL")
        for seq in (1, 11)
        for coding in ("identity", "gzip")
    }

    assert len(tags) == 16


def test_body_etag_is_that_of_its_bytes():
    body = render_event(an_event(), PUBLIC)

    tags = [body_etag(body), body_etag(body), body_etag(body + b" ")]

    assert tags[0] == tags[1] != tags[2]


def test_render_version_fits_its_column():
    version = render_version()

    assert version.count("/") == 2
    assert len(version) < 64


def test_properties_unfolds_and_parses_parameters():
    ics = b'BEGIN:VEVENT\r\nATTENDEE;CN="A; B":mailto:a@\r\n b.example\r\nEND:VEVENT\r\n'

    lines = properties(ics)

    assert lines[1] == Property("VEVENT", "ATTENDEE", {"CN": "A; B"}, "mailto:a@b.example")


def a_term(**changes: object) -> Term:
    term = {"granted_at": datetime(2016, 11, 25, 1, tzinfo=UTC), "from_date": date(2016, 11, 25), "until_date": None}
    return Term(**{**term, "ended_at": None, "timezone": "Asia/Shanghai", **changes})


@pytest.mark.parametrize(
    ("changes", "turns"),
    [
        ({}, [datetime(2016, 11, 25, 1, tzinfo=UTC)]),
        ({"from_date": date(2026, 11, 1)}, [datetime(2026, 10, 31, 16, tzinfo=UTC)]),
        ({"from_date": date(2026, 12, 1)}, []),
        (
            {"until_date": date(2026, 10, 31)},
            [datetime(2016, 11, 25, 1, tzinfo=UTC), datetime(2026, 10, 31, 16, tzinfo=UTC)],
        ),
        ({"until_date": date(2026, 12, 31)}, [datetime(2016, 11, 25, 1, tzinfo=UTC)]),
        (
            {"until_date": date(2026, 12, 31), "ended_at": datetime(2026, 11, 1, 8, tzinfo=UTC)},
            [datetime(2016, 11, 25, 1, tzinfo=UTC), datetime(2026, 11, 1, 8, tzinfo=UTC)],
        ),
    ],
)
def test_a_role_turns_when_it_begins_and_ends_by_its_partys_calendar(changes, turns):
    found = turns_of(a_term(**changes), datetime(2026, 11, 22, 9, tzinfo=UTC))

    assert found == turns
