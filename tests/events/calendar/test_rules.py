"""What the calendar shows, and where a dropped event comes to be, whatever the clocks do."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.events.calendar.rules import (
    DAY,
    FACETS,
    LIST,
    MONTH,
    VIEWS,
    WEEK,
    Traits,
    check_movable,
    count,
    day_asked,
    days_of,
    dropped,
    is_movable,
    period_of,
    proposed,
    shown_clock,
    start_asked,
)
from forumhub.events.recurrence import exists, instants
from forumhub.events.rules import PLANNED, STATES
from tests.world import NOW

TODAY = date(2026, 11, 25)
ZONES = ("Asia/Shanghai", "Europe/Minsk", "Europe/Warsaw", "America/New_York", "Africa/Cairo", "Pacific/Kiritimati")
DAYS = st.dates(date(1945, 1, 1), date(2199, 12, 31))
HALF_HOURS = st.integers(0, 365 * 48).map(lambda number: datetime(2027, 1, 1) + timedelta(minutes=30 * number))


@dataclass
class Meeting:
    local_start: datetime
    local_end: datetime
    timezone: str
    all_day: bool = False

    def __post_init__(self):
        self.starts_at, self.ends_at = instants(self.local_start, self.local_end, self.timezone)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-03-11", date(2027, 3, 11)),
        ("2027-03", date(2027, 3, 1)),
        ("1945-01-01", date(1945, 1, 1)),
        *(
            (text, TODAY)
            for text in ("", "2027-02-30", "2027-13", "0001-01", "2200-01", "9999-12", "二〇二七", "2027-3")
        ),
        *((text, TODAY) for text in ("٢٠٢٧-٠٣", "20270311", "2027-W10", "2027-03-11T09:00", "2027-03\n")),
    ],
)
def test_a_day_is_read_from_the_address(text, day):
    assert day_asked(text, TODAY) == day


@pytest.mark.parametrize(
    ("view", "first", "last", "before", "after"),
    [
        (MONTH, "2026-10-26", "2026-12-06", "2026-10-01", "2026-12-01"),
        (WEEK, "2026-11-23", "2026-11-29", "2026-11-18", "2026-12-02"),
        (DAY, "2026-11-25", "2026-11-25", "2026-11-24", "2026-11-26"),
        (LIST, "2026-11-01", "2026-11-30", "2026-10-01", "2026-12-01"),
    ],
)
def test_a_period_has_its_days_and_its_neighbours(view, first, last, before, after):
    period = period_of(view, TODAY)

    assert [str(day) for day in (period.first, period.last, period.before, period.after)] == [
        first,
        last,
        before,
        after,
    ]


@given(on=DAYS, view=st.sampled_from(VIEWS))
def test_every_period_holds_its_day_and_goes_back_and_forth(on, view):
    period = period_of(view, on)
    later, earlier = period_of(view, period.after), period_of(view, period.before)

    assert period.first <= on <= period.last
    assert len(period.days) == (period.last - period.first).days + 1
    assert (period.first.weekday(), len(period.days) % 7) == (0, 0) or view in (DAY, LIST)
    assert earlier.first < period.first < later.first
    assert period_of(view, later.before).first == period_of(view, earlier.after).first == period.first


@given(on=DAYS, zone=st.sampled_from(ZONES))
def test_a_period_begins_and_ends_at_midnight_of_its_zone(on, zone):
    start, end = period_of(WEEK, on).instants(ZoneInfo(zone))

    assert timedelta(days=6, hours=20) < end - start < timedelta(days=7, hours=4)
    assert start.tzinfo is UTC


@given(start=HALF_HOURS, minutes=st.integers(1, 62 * 24 * 60))
def test_what_ends_at_midnight_has_no_part_in_the_day_after(start, minutes):
    end = start + timedelta(minutes=minutes)

    first, last = days_of(start, end)

    assert first == start.date()
    assert last == (end - timedelta(seconds=1)).date()


def meeting(start: datetime, zone: str, hours: int = 8) -> Meeting | None:
    """None where a clock jumps over its start or its end."""
    end = start + timedelta(hours=hours)
    return Meeting(start, end, zone) if exists(start, zone) and exists(end, zone) else None


@given(start=HALF_HOURS, days=st.integers(-200, 200), at=st.sampled_from(ZONES), shown=st.sampled_from([None, *ZONES]))
def test_what_is_dropped_on_another_day_keeps_its_hour_at_its_place(start, days, at, shown):
    event, zone = meeting(start, at), ZoneInfo(shown) if shown else None
    if event is None:
        return
    target = shown_clock(event, zone)[0] + timedelta(days=days)

    assert dropped(event, target, zone) == start + timedelta(days=days)


@given(start=HALF_HOURS, minutes=st.integers(1, 47).map(lambda half: half * 30), at=st.sampled_from(ZONES))
def test_what_is_dropped_at_another_hour_is_seen_there(start, minutes, at):
    event, zone = meeting(start, at), ZoneInfo("Asia/Shanghai")  # which has no change of clocks to fall into
    if event is None:
        return
    target = shown_clock(event, zone)[0] + timedelta(minutes=minutes)
    if target.time() == shown_clock(event, zone)[0].time():
        return

    new = dropped(event, target, zone)

    seen = new.replace(tzinfo=ZoneInfo(at)).astimezone(zone).replace(tzinfo=None)
    assert seen == target or clocks_change(new, at)


def clocks_change(local: datetime, zone: str) -> bool:
    """The wall clock shows this twice, or never."""
    offsets = {local.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1)}
    return len(offsets) == 2


ONE = Traits(frozenset({"CN", "BY"}), "SERIES", "forum", "tentative")
TWO = Traits(frozenset({"CN", "KZ"}), "", "forum", "held")
THREE = Traits(frozenset({"BY"}), "", "seminar", "tentative")
NO_FILTER = dict.fromkeys(FACETS, "")


def test_each_value_of_a_filter_says_how_many_it_would_show():
    total, counts = count([ONE, TWO, THREE], NO_FILTER)
    some, narrowed = count([ONE, TWO, THREE], NO_FILTER | {"party": "BY", "kind": "forum"})

    assert (total, some) == (3, 1)
    assert counts["party"] == {"CN": 2, "BY": 2, "KZ": 1}
    assert narrowed["party"] == {"CN": 2, "BY": 1, "KZ": 1}
    assert narrowed["kind"] == {"forum": 1, "seminar": 1}
    assert narrowed["state"] == {"tentative": 1}


TRAITS = st.builds(
    Traits,
    party=st.frozensets(st.sampled_from(["CN", "BY", "KZ"]), min_size=1),
    series=st.sampled_from(["", "HLM"]),
    kind=st.sampled_from(["forum", "seminar"]),
    state=st.sampled_from(STATES),
)
FILTERS = st.fixed_dictionaries(
    {
        "party": st.sampled_from(["", "CN", "BY"]),
        "series": st.sampled_from(["", "HLM"]),
        "kind": st.sampled_from(["", "forum"]),
        "state": st.sampled_from(["", *STATES]),
    }
)


@given(
    events=st.lists(TRAITS, max_size=12), filters=FILTERS, name=st.sampled_from(FACETS), state=st.sampled_from(STATES)
)
def test_a_count_is_what_choosing_its_value_shows(events, filters, name, state):
    _total, counts = count(events, filters)
    value = {"party": "KZ", "series": "HLM", "kind": "seminar", "state": state}[name]

    chosen, _counts = count(events, {**filters, name: value})

    assert counts[name][value] == chosen


@pytest.mark.parametrize("state", STATES)
def test_only_what_is_planned_and_has_not_begun_is_moved(state):
    ahead, begun = NOW + timedelta(minutes=1), NOW

    assert [is_movable(state, at, NOW) for at in (ahead, begun)] == [state in PLANNED, False]
    with pytest.raises(RuleBroken):
        check_movable(state, begun, NOW)
    if state in PLANNED:
        check_movable(state, ahead, NOW)
    else:
        with pytest.raises(RuleBroken):
            check_movable(state, ahead, NOW)


def test_a_move_goes_ahead_and_somewhere_else():
    event = Meeting(datetime(2027, 3, 11, 9), datetime(2027, 3, 11, 17), "Europe/Minsk")
    earlier, later = datetime(2026, 11, 22, 12), datetime(2026, 11, 22, 12, 1)  # NOW, in Minsk, and a minute after it

    with pytest.raises(RuleBroken, match="has passed"):
        proposed(event, earlier, earlier + timedelta(hours=1), NOW)
    with pytest.raises(RuleBroken, match="planned already"):
        proposed(event, event.local_start, event.local_end, NOW)

    hour = timedelta(hours=1)
    assert proposed(event, later, later + hour, NOW) == (NOW + hour / 60, NOW + hour / 60 + hour)
    assert proposed(event, event.local_start, event.local_end + hour, NOW)[0] == event.starts_at


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("2027-03-11T09:30", datetime(2027, 3, 11, 9, 30)),
        *((text, None) for text in ("", "2027-03-11", "2027-02-30T09:00", "9999-12-31T09:00", "1944-01-01T00:00", "x")),
    ],
)
def test_where_an_event_is_dropped_is_read_from_the_address(text, start):
    assert start_asked(text) == start
