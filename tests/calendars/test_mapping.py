"""Events as components: what each audience reads, at which instant, in which characters."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from forumhub.calendars.mapping import FULL, PUBLIC, RESTRICTED, CalendarEvent, render_event, wire_zones
from tests.calendars.examples import AUDIENCES, TITLES, an_event, events, single_event_calendar
from tests.calendars.wire import component, faults, properties


def test_render_event_for_the_public_carries_all_that_is_known():
    event = an_event()

    body = render_event(event, PUBLIC)

    assert component(body) == {
        "UID": "01JDM3Q8Z0A1B2C3D4E5F6G7H8@forumhub.example",
        "DTSTAMP": "20261120T081530Z",
        "LAST-MODIFIED": "20261120T081530Z",
        "SEQUENCE": "3",
        "DTSTART": "20270914T093000",
        "DTEND": "20270914T170000",
        "TRANSP": "OPAQUE",
        "SUMMARY": r"Forum on cross-border crime\; first day\, Minsk",
        "DESCRIPTION": r"Exchange of concerns\;\nclause 2\, item 1.\n\nhttps://video.example/room/7?pwd=a\,b\;c"
        r"\n\nhttps://forumhub.example/events/01JDM3Q8Z0A1B2C3D4E5F6G7H8",
        "LOCATION": r"Academy of the Ministry\, hall 2\, Minsk",
        "GEO": "53.9;27.57",
        "CATEGORIES": "forum,clause 2",
        "STATUS": "CONFIRMED",
        "CLASS": "PUBLIC",
        "URL": "https://forumhub.example/events/01JDM3Q8Z0A1B2C3D4E5F6G7H8",
        "CONFERENCE": "https://video.example/room/7?pwd=a,b;c",
        "RELATED-TO": "01JDM3Q8Z0SERIES@forumhub.example",
        "REFID": "CN-BY-2016 art. 2",
        "LINK": "https://forumhub.example/documents/%E8%AE%AE%E7%A8%8B.pdf",
    }


def test_render_event_for_the_restricted_carries_title_time_city_and_link_only():
    event = an_event(access="delegates")

    body = render_event(event, RESTRICTED)

    assert component(body) == {
        "UID": "01JDM3Q8Z0A1B2C3D4E5F6G7H8@forumhub.example",
        "DTSTAMP": "20261120T081530Z",
        "LAST-MODIFIED": "20261120T081530Z",
        "SEQUENCE": "3",
        "DTSTART": "20270914T093000",
        "DTEND": "20270914T170000",
        "TRANSP": "OPAQUE",
        "SUMMARY": r"Forum on cross-border crime\; first day\, Minsk",
        "DESCRIPTION": "https://forumhub.example/events/01JDM3Q8Z0A1B2C3D4E5F6G7H8",
        "LOCATION": "Minsk",
        "STATUS": "CONFIRMED",
        "CLASS": "CONFIDENTIAL",
        "URL": "https://forumhub.example/events/01JDM3Q8Z0A1B2C3D4E5F6G7H8",
    }


@pytest.mark.parametrize("language", TITLES)
def test_render_event_in_each_language_reads_back_as_written(language: str):
    event = an_event(summary=TITLES[language], location=TITLES[language])

    read = icalendar.Event.from_ical(render_event(event, FULL))

    assert (str(read["SUMMARY"]), str(read["LOCATION"])) == (TITLES[language], TITLES[language])


@pytest.mark.parametrize(
    ("state", "language", "status", "summary", "transparency"),
    [
        ("tentative", "en", "TENTATIVE", "Forum", "OPAQUE"),
        ("held", "zh", "CONFIRMED", "Forum", "OPAQUE"),
        ("postponed", "en", "TENTATIVE", "[Postponed] Forum", "TRANSPARENT"),
        ("postponed", "zh", "TENTATIVE", "[已延期] Forum", "TRANSPARENT"),
        ("cancelled", "ru", "CANCELLED", "[Отменено] Forum", "TRANSPARENT"),
        ("cancelled", "be", "CANCELLED", "[Cancelled] Forum", "TRANSPARENT"),
        ("postponed", "zh ru en", "TENTATIVE", "[已延期 / Перенесено / Postponed] Forum", "TRANSPARENT"),
    ],
)
def test_render_event_in_each_state_marks_it(state: str, language: str, status: str, summary: str, transparency: str):
    event = an_event(state=state, languages=tuple(language.split()), summary="Forum")

    read = component(render_event(event, PUBLIC))

    assert (read["STATUS"], read["SUMMARY"], read["TRANSP"]) == (status, summary, transparency)


@pytest.mark.parametrize("end", [datetime(2027, 9, 16, 18), datetime(2027, 9, 17)])
def test_all_day_event_ends_on_the_day_after_its_last(end: datetime):
    event = an_event(all_day=True, local_start=datetime(2027, 9, 14), local_end=end)

    read = icalendar.Event.from_ical(render_event(event, PUBLIC))

    assert (read.DTSTART, read.DTEND, read["TRANSP"]) == (date(2027, 9, 14), date(2027, 9, 17), "TRANSPARENT")
    assert wire_zones(event) == ()


def test_event_in_the_zone_of_its_host_names_the_zone():
    event = an_event(timezone="Asia/Shanghai")

    body = render_event(event, PUBLIC)

    assert b"\r\nDTSTART;TZID=Asia/Shanghai:20270914T093000\r\n" in body
    assert wire_zones(event) == ("Asia/Shanghai",)


@pytest.mark.parametrize(
    ("timezone", "start", "on_the_wire"),
    [
        ("America/Mexico_City", datetime(2018, 7, 2, 9), "20180702T140000Z"),  # had daylight time until 2022
        ("Asia/Almaty", datetime(2020, 7, 2, 9), "20200702T030000Z"),  # was at +06 until 2024
        ("Africa/Cairo", datetime(2027, 7, 2, 9), "20270702T060000Z"),  # changes on no nth weekday
        ("Europe/Berlin", datetime(2027, 3, 28, 2, 30), "20270328T013000Z"),  # skipped as clocks go forward
        ("Europe/Berlin", datetime(2027, 10, 31, 2, 30), "20271031T003000Z"),  # comes twice as clocks go back
        ("UTC", datetime(2027, 7, 2, 9), "20270702T090000Z"),
    ],
)
def test_event_that_no_block_gives_rightly_is_in_utc(timezone: str, start: datetime, on_the_wire: str):
    event = an_event(timezone=timezone, local_start=start, local_end=start + timedelta(hours=8))

    read = component(render_event(event, PUBLIC))

    assert read["DTSTART"] == on_the_wire
    assert wire_zones(event) == ()


def test_render_event_twice_gives_the_same_bytes():
    event = an_event()

    bodies = {render_event(event, FULL) for _ in range(3)}

    assert len(bodies) == 1


def test_backslash_and_capital_n_stay_what_they_are():
    event = an_event(summary="D:\\Notes\\new")

    read = component(render_event(event, PUBLIC))

    assert read["SUMMARY"] == "D:\\\\Notes\\\\new"


@pytest.mark.parametrize("audience", AUDIENCES)
@settings(max_examples=40)
@given(event=events())
def test_single_event_calendar_of_any_event_has_no_fault(audience: str, event: CalendarEvent):
    ics = single_event_calendar(event, audience)

    found = faults(ics)

    assert found == []


@settings(max_examples=40)
@given(event=events())
def test_single_event_calendar_of_any_event_reads_back_at_its_instants(event: CalendarEvent):
    expected = [
        local.replace(tzinfo=ZoneInfo(event.timezone)).astimezone(UTC) for local in (event.local_start, event.local_end)
    ]
    if event.all_day:
        expected = [event.local_start.date(), (event.local_end - timedelta(seconds=1)).date() + timedelta(days=1)]

    calendar = icalendar.Calendar.from_ical(single_event_calendar(event, PUBLIC))
    [occurrence] = recurring_ical_events.of(calendar).between(date(2015, 12, 1), date(2039, 1, 1))

    read = calendar.events[0]
    assert [in_utc(read.start), in_utc(read.end)] == expected
    assert [in_utc(occurrence.start), in_utc(occurrence.end)] == expected


@settings(max_examples=40)
@given(
    summary=st.text(
        st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\\\u2028\u2029\ufeff\ufffe\uffff")
    )
)
def test_summary_of_any_characters_reads_back_as_written(summary: str):
    event = an_event(summary=f"a{summary}b")

    read = icalendar.Event.from_ical(render_event(event, PUBLIC))

    assert str(read["SUMMARY"]) == f"a{summary}b"


def test_no_event_of_ours_carries_attendees_or_alarms():
    ics = single_event_calendar(an_event(description="BEGIN:VALARM\r\nATTENDEE:mailto:a@b.example"), FULL)

    names = {each.name for each in properties(ics)} | {each.inside for each in properties(ics)}

    assert names & {"ATTENDEE", "VALARM"} == set()


def in_utc(moment: date) -> date:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment
