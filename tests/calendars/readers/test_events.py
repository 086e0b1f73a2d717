"""Events read by icalendar, ical.js and libical: each finds the instants that were meant, and the same texts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address

import pytest
from hypothesis import strategies as st

from forumhub.calendars.invitation import CANCEL, REQUEST, invitation
from forumhub.calendars.mapping import FULL, PUBLIC, CalendarEvent, render_event, wire_zones
from forumhub.calendars.rules import assemble_feed
from forumhub.calendars.text import plain
from forumhub.events.recurrence import instant
from tests.calendars.examples import (
    TELLING_ZONES,
    ZONES,
    an_event,
    clocks_near_changes,
    events,
    single_event_calendar,
    texts,
)
from tests.calendars.readers.conftest import ReadAll
from tests.calendars.readers.telling import facts, generated

MANY = pytest.mark.slow
CHANGED = datetime(2026, 11, 20, 8, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize("count", [100, pytest.param(5000, marks=MANY)])
def test_any_events_are_read_alike(count: int, read_alike: ReadAll):
    told = generated(events(), count)

    calendars = [single_event_calendar(event, FULL) for event in told]

    read_alike(calendars, [[facts(event)] for event in told])


@pytest.mark.parametrize("count", [10, pytest.param(300, marks=MANY)])
def test_any_feeds_are_read_alike(count: int, read_alike: ReadAll):
    told = [numbered(each) for each in generated(st.lists(events(), max_size=4), count)]

    calendars = [feed(each) for each in told]

    read_alike(calendars, [[facts(event) for event in each] for each in told])


@pytest.mark.parametrize("count", [30, pytest.param(1000, marks=MANY)])
def test_any_invitations_and_cancellations_are_read_alike(count: int, read_alike: ReadAll):
    told = generated(st.tuples(events(), texts.map(plain)), count)
    methods = [CANCEL if event.state == "cancelled" else REQUEST for event, _ in told]
    secretariat = Address("Секретариат 秘书处", addr_spec="rsvp+k3j9@forumhub.example")

    calendars = [
        invitation(event, FULL, secretariat, Address(name, addr_spec="wang@mps.example"), method)
        for (event, name), method in zip(told, methods, strict=True)
    ]

    expected = [{**facts(event), "attendee": ["mailto:wang@mps.example", name or None]} for event, name in told]
    read_alike(calendars, [[each] for each in expected])


@pytest.mark.parametrize(
    ("zones", "years"),
    [
        (TELLING_ZONES, (2026, 2027)),
        pytest.param(TELLING_ZONES, (2016, 2031), marks=MANY),
        pytest.param(ZONES, (2026, 2028), marks=MANY),
    ],
    ids=["a few zones now", "a few zones since 2016", "every zone now"],
)
def test_clocks_around_each_change_are_read_at_their_instants(zones: list[str], years: tuple[int, int], read_alike):
    told = [numbered(around_changes(tzid, *years)) for tzid in zones]
    told = [each for each in told if each]

    calendars = [feed(each) for each in told]

    read_alike(calendars, [[facts(event) for event in each] for each in told])
    assert {tzid for each in told for event in each for tzid in wire_zones(event)} >= {"Europe/Berlin"}


def test_readers_follow_the_blocks_that_are_sent_and_no_zones_of_their_own(ical_js, libical):
    wrong = (
        single_event_calendar(an_event(), FULL).replace(b"TO:+0300", b"TO:+0545").replace(b"FROM:+0300", b"FROM:+0545")
    )

    found = [read([wrong])[0][0] for read in (ical_js, libical)]

    assert [(each["dtstart"], each["dtend"]) for each in found] == [
        ("2027-09-14T03:45:00Z", "2027-09-14T11:15:00Z")
    ] * 2


def around_changes(tzid: str, first_year: int, end_year: int) -> Iterable[CalendarEvent]:
    """One that begins at each clock and one that ends there."""
    for clock in sorted(set(clocks_near_changes(tzid, first_year, end_year))):
        for start, end in ((clock, clock + timedelta(hours=9)), (clock - timedelta(hours=9), clock)):
            if instant(end, tzid) > instant(start, tzid):
                yield an_event(timezone=tzid, local_start=start, local_end=end, summary=f"{start} {tzid}", links=())


def numbered(told: Iterable[CalendarEvent]) -> list[CalendarEvent]:
    return [replace(event, uid=f"{number}@forumhub.example") for number, event in enumerate(told)]


def feed(told: list[CalendarEvent]) -> bytes:
    zones = [tzid for event in told for tzid in wire_zones(event)]
    bodies = [render_event(event, PUBLIC) for event in told]
    return assemble_feed("论坛", "feed@a.example", "https://a.example/feed.ics", "red", CHANGED, bodies, zones)
