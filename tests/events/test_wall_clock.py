"""Which instant a wall clock is, and what happens where clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.events.recurrence import exists, instant, instants, utc

FOUNDING = datetime(2016, 11, 25, 9, 30)


@pytest.mark.parametrize(
    ("local", "zone", "expected"),
    [
        (datetime(2016, 11, 25, 9, 30), "Asia/Shanghai", datetime(2016, 11, 25, 1, 30, tzinfo=UTC)),
        (datetime(2027, 9, 14, 9, 30), "Europe/Minsk", datetime(2027, 9, 14, 6, 30, tzinfo=UTC)),
        (datetime(2027, 10, 31, 2, 30), "Europe/Berlin", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),  # twice: the first
    ],
)
def test_utc_of_a_wall_clock(local: datetime, zone: str, expected: datetime):
    planned = utc(local, zone)

    assert planned == expected
    assert planned.tzinfo is UTC


def test_utc_of_a_skipped_wall_clock_is_refused_and_says_what_clocks_show():
    with pytest.raises(RuleBroken) as refused:
        utc(datetime(2027, 3, 28, 2, 30), "Europe/Berlin")

    assert str(refused.value) == (
        "Clocks in Europe/Berlin go forward past 2027-03-28 02:30: choose 03:30, or a time before the change."
    )


@pytest.mark.parametrize("zone", ["", "北京", "Europe/Nowhere", "../etc/passwd", "/etc/passwd", "Europe", "a\x00b"])
def test_utc_in_an_unknown_zone_is_refused(zone: str):
    with pytest.raises(RuleBroken) as refused:
        utc(FOUNDING, zone)

    assert refused.value.field == "timezone"


def test_instant_of_a_skipped_wall_clock_reckons_by_the_offset_before():
    reckoned = instant(datetime(2027, 3, 28, 2, 30), "Europe/Berlin")

    assert reckoned == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_instants_of_an_end_before_its_start_are_refused():
    with pytest.raises(RuleBroken) as refused:
        instants(FOUNDING, FOUNDING, "Asia/Shanghai")

    assert (str(refused.value), refused.value.field) == (
        "The end is not after the start: set a later end.",
        "local_end",
    )


@given(
    st.datetimes(datetime(2016, 1, 1), datetime(2035, 1, 1)),
    st.sampled_from(["Asia/Shanghai", "Europe/Minsk", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
)
def test_utc_of_any_wall_clock_that_exists_shows_that_clock(local: datetime, zone: str):
    planned = instant(local, zone)

    shown = planned.astimezone(ZoneInfo(zone)).replace(tzinfo=None)

    assert exists(local, zone) == (shown == local)
    assert abs(shown - local) <= timedelta(hours=1)
