"""Wishes and engagements to weigh: China and Belarus, in days around the Spring Festival of 2026."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from forumhub.events.slots.calendars import calendar_of
from forumhub.events.slots.values import Attendee, Calendar, Engagement, Side, Wish

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIRST, LAST = date(2026, 2, 9), date(2026, 3, 8)
ZONES = {"CN": "Asia/Shanghai", "BY": "Europe/Minsk", "PL": "Europe/Warsaw", "US": "America/New_York"}


def side(code: str, first: date = FIRST, last: date = LAST) -> Side:
    """With its real calendar."""
    margin = timedelta(days=70)
    return Side(code, ZONES[code], calendar_of(code, first - margin, last + margin, "en"))


def plain_side(code: str, **days: object) -> Side:
    """Without holidays or weekends but those given."""
    return Side(code, ZONES[code], Calendar(**days))


def wish(*codes: str, **changes: object) -> Wish:
    """In Minsk, where Belarus hosts China, one day of eight hours."""
    values = {"first": FIRST, "last": LAST, "timezone": "Europe/Minsk", "host": "BY"}
    sides = tuple(side(code) for code in codes or ("CN", "BY"))
    return Wish(**{**values, "sides": sides, **changes})


def engagement(start: datetime, hours: float = 8, *parties: str, **changes: object) -> Engagement:
    """`start` is in UTC."""
    starts_at = start.replace(tzinfo=UTC)
    values = {"ulid": f"{start:%m%dT%H%M}", "titles": {"en": "Seminar", "ru": "Семинар", "zh": "研讨会"}}
    values |= {"parties": frozenset(parties), "ends_at": starts_at + timedelta(hours=hours)}
    return Engagement(**{**values, "starts_at": starts_at, **changes})


PERSON = Attendee("P1", "Head of delegation", "Asia/Almaty", "CN")

engagements = st.builds(
    lambda number, start, hours, parties, people, taken: Engagement(
        f"E{number}",
        {"en": "Seminar"},
        datetime(2026, 2, 1, tzinfo=UTC) + timedelta(minutes=start),
        datetime(2026, 2, 1, tzinfo=UTC) + timedelta(minutes=start + hours),
        frozenset(parties),
        frozenset(people),
        taken,
    ),
    st.integers(0, 10**9),
    st.integers(0, 50 * 24 * 60),
    st.integers(1, 6000),
    st.sets(st.sampled_from(["CN", "BY"])),
    st.sets(st.just("P1")),
    st.booleans(),
)
many = st.lists(engagements, max_size=8, unique_by=lambda event: event.ulid)

wishes = st.builds(
    lambda first, length, days, minutes, host, zone, opens, people: Wish(
        first=first,
        last=first + timedelta(days=length + days - 1),
        timezone=zone,
        sides=(side("CN"), side("BY")),
        people=people,
        host=host,
        days=days,
        minutes=minutes,
        opens=opens,
        closes=opens + 540,
    ),
    st.dates(FIRST, date(2026, 4, 1)),
    st.integers(0, 6),
    st.integers(1, 7),
    st.integers(15, 16 * 60),
    st.sampled_from(["", "BY", "CN"]),
    st.sampled_from([*ZONES.values(), "Africa/Cairo", "Australia/Lord_Howe"]),
    st.integers(0, 14 * 60),
    st.sampled_from([(), (PERSON,)]),
)
"""Online, or hosted by either party, on any clock, over changes of clocks in March too."""
