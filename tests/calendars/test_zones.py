"""VTIMEZONE blocks against zoneinfo."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import pytest

from forumhub.calendars.zones import clock_agrees, has_block, offset_agrees, vtimezone
from tests.calendars.examples import TELLING_ZONES, clocks_near_changes
from tests.calendars.reckoning import Onsets, hours, near_changes, offset_in, onsets_of, parts_of
from tests.calendars.wire import faults

ZONES = sorted(available_timezones())
WITH_BLOCK = sorted(filter(has_block, ZONES))
PAST = datetime(2016, 1, 1, tzinfo=UTC)
NEXT_YEARS = (datetime(2027, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC))

# Changes on no nth weekday of a month: no block, always UTC.
WITHOUT_RULE = {
    "Africa/Cairo",
    "America/Godthab",
    "America/Nuuk",
    "America/Santiago",
    "America/Scoresbysund",
    "Asia/Gaza",
    "Asia/Hebron",
    "Asia/Jerusalem",
    "Asia/Tel_Aviv",
    "Chile/Continental",
    "Egypt",
    "Israel",
}
IS_UTC = {"UTC", "UCT", "Universal", "Zulu", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu"}
# Have a block, from which some instants of the coming years differ: changed by decree (Cuba), by the moon (Morocco).
MAY_DIFFER = {"America/Havana", "Cuba", "Africa/Casablanca", "Africa/El_Aaiun"}


def test_has_block_is_false_for_utc_and_for_the_few_that_no_rule_describes():
    without = set(ZONES) - set(WITH_BLOCK)

    assert without == WITHOUT_RULE | IS_UTC


def test_vtimezone_of_minsk_is_one_offset():
    block = vtimezone("Europe/Minsk")

    assert block.decode().split("\r\n") == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Minsk",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZNAME:+03",
        "TZOFFSETFROM:+0300",
        "TZOFFSETTO:+0300",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]


def test_vtimezone_of_dublin_calls_the_later_clock_daylight_time():
    block = vtimezone("Europe/Dublin")

    assert block.decode().split("\r\n") == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Dublin",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700329T010000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:IST",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19701025T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:GMT",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0000",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]


@pytest.mark.parametrize("tzid", ["Europe/Nowhere", "Африка/Каир", "北京"])
def test_vtimezone_of_an_unknown_zone_raises(tzid: str):
    with pytest.raises(ZoneInfoNotFoundError):
        vtimezone(tzid)


@pytest.mark.parametrize("tzid", ["../../etc/passwd", "/etc/passwd", "Africa/Cairo", "UTC"])
def test_vtimezone_of_what_has_no_block_raises(tzid: str):
    with pytest.raises(ValueError, match=r".+"):
        vtimezone(tzid)


def test_vtimezone_of_each_zone_is_what_outlook_reads():
    opening = b"BEGIN:VCALENDAR\r\nPRODID:-//forumhub//EN\r\nVERSION:2.0\r\n"

    found = faults(b"".join([opening, *map(vtimezone, WITH_BLOCK), b"END:VCALENDAR\r\n"]))
    kinds = {tuple(sorted(part.name for part in parts_of(tzid))) for tzid in WITH_BLOCK}

    assert kinds == {("STANDARD",), ("DAYLIGHT", "STANDARD")}
    assert found == []


def test_offset_agrees_tells_of_each_change_since_2016_whether_block_and_zoneinfo_agree():
    wrong = []

    for tzid in WITH_BLOCK:
        zone, onsets = ZoneInfo(tzid), onsets_of(tzid, 2015, 2031)
        for moment in near_changes(zone, onsets, PAST, NEXT_YEARS[1]):
            agrees = offset_in(onsets, moment) == moment.astimezone(zone).utcoffset()
            if offset_agrees(tzid, moment) != agrees:
                wrong.append((tzid, moment))

    assert wrong == []


def test_offset_agrees_in_the_coming_years_but_for_few_zones():
    differing = set()

    for tzid in WITH_BLOCK:
        moments = near_changes(ZoneInfo(tzid), onsets_of(tzid, 2026, 2031), *NEXT_YEARS)
        if not all(offset_agrees(tzid, moment) for moment in moments):
            differing.add(tzid)

    assert differing <= MAY_DIFFER, f"written in UTC at times: {sorted(differing)}"


@pytest.mark.slow
def test_block_of_each_zone_agrees_with_zoneinfo_hour_by_hour_over_four_years():
    differing = set()

    for tzid in WITH_BLOCK:
        zone, onsets = ZoneInfo(tzid), onsets_of(tzid, 2026, 2031)
        for moment in hours(*NEXT_YEARS):
            agrees = offset_in(onsets, moment) == moment.astimezone(zone).utcoffset()
            assert agrees == offset_agrees(tzid, moment), (tzid, moment)
            if not agrees:
                differing.add(tzid)

    assert differing <= MAY_DIFFER, f"written in UTC at times: {sorted(differing)}"


@pytest.mark.parametrize(
    "tzids",
    [sorted({*TELLING_ZONES} & {*WITH_BLOCK}), pytest.param(WITH_BLOCK, marks=pytest.mark.slow)],
    ids=["a few zones", "every zone"],
)
def test_clock_agrees_where_one_instant_shows_it_by_the_block_and_by_zoneinfo(tzids: list[str]):
    wrong = []

    for tzid in tzids:
        zone, onsets = ZoneInfo(tzid), onsets_of(tzid, 2015, 2032)
        for local in clocks_near_changes(tzid):
            found = instants_by_block(local, onsets), instants_by_zone(local, zone)
            if clock_agrees(tzid, local) != (found[0] == found[1] and len(found[0]) == 1):
                wrong.append((tzid, local, found))

    assert wrong == []


def instants_by_block(local: datetime, onsets: Onsets) -> set[datetime]:
    """Those that readers of the block show as this wall clock."""
    moments = {(local - offset).replace(tzinfo=UTC): offset for _, offset in onsets}
    return {moment for moment, offset in moments.items() if offset_in(onsets, moment) == offset}


def instants_by_zone(local: datetime, zone: ZoneInfo) -> set[datetime]:
    moments = {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return {moment for moment in moments if moment.astimezone(zone).replace(tzinfo=None) == local}


def test_offset_agrees_before_the_first_onset_is_false():
    assert not offset_agrees("Europe/Berlin", datetime(1970, 2, 1, tzinfo=UTC))
