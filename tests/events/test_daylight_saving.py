"""Where clocks change, and where a state changes its clock: the wall clock that was promised stays.

Warsaw and New York change at other weeks; Cairo at midnight, of which there is then none or two; Minsk never does.
"""

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import select

from forumhub import installation
from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.events.actions import plan_series
from forumhub.events.models import Event, HostTurn
from forumhub.events.rederiving import derive_instants_again
from tests.events.examples import make_event, make_series, parties
from tests.world import NOW, World

WARSAW, NEW_YORK, CAIRO, MINSK = "Europe/Warsaw", "America/New_York", "Africa/Cairo", "Europe/Minsk"


def utc(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        (WARSAW, datetime(2027, 3, 27, 9), utc(2027, 3, 27, 8)),  # the day before clocks go forward
        (WARSAW, datetime(2027, 3, 28, 1, 59), utc(2027, 3, 28, 0, 59)),
        (WARSAW, datetime(2027, 3, 28, 3, 0), utc(2027, 3, 28, 1, 0)),  # the next minute
        (WARSAW, datetime(2027, 3, 28, 9), utc(2027, 3, 28, 7)),
        (WARSAW, datetime(2027, 10, 31, 2, 30), utc(2027, 10, 31, 0, 30)),  # twice: the first
        (WARSAW, datetime(2027, 10, 31, 3, 0), utc(2027, 10, 31, 2, 0)),
        (NEW_YORK, datetime(2027, 3, 14, 1, 59), utc(2027, 3, 14, 6, 59)),
        (NEW_YORK, datetime(2027, 3, 14, 3, 0), utc(2027, 3, 14, 7, 0)),
        (NEW_YORK, datetime(2027, 3, 20, 9), utc(2027, 3, 20, 13)),  # New York has changed, Warsaw has not
        (NEW_YORK, datetime(2027, 11, 7, 1, 30), utc(2027, 11, 7, 5, 30)),  # twice: the first
        (NEW_YORK, datetime(2027, 11, 7, 9), utc(2027, 11, 7, 14)),
        (CAIRO, datetime(2027, 4, 29, 23, 59), utc(2027, 4, 29, 21, 59)),
        (CAIRO, datetime(2027, 4, 30, 1, 0), utc(2027, 4, 29, 22, 0)),  # the next minute: the day begins at one
        (CAIRO, datetime(2027, 10, 28, 23, 30), utc(2027, 10, 28, 20, 30)),  # twice: the first
        (CAIRO, datetime(2027, 10, 29, 0, 0), utc(2027, 10, 28, 22, 0)),
        (MINSK, datetime(2027, 3, 28, 2, 30), utc(2027, 3, 27, 23, 30)),
        (MINSK, datetime(2027, 10, 31, 2, 30), utc(2027, 10, 30, 23, 30)),
    ],
)
def test_an_event_begins_when_the_clock_at_its_place_says_so(world, database, zone, local, instant):
    event = make_event(world, timezone=zone, local_start=local, local_end=noon_after(local))

    assert (event.starts_at, event.local_start) == (instant, local)


def noon_after(local: datetime) -> datetime:
    day = local.date() if local.hour < 12 else local.date() + timedelta(days=1)
    return datetime.combine(day, time(12))


@pytest.mark.parametrize(
    ("zone", "local", "shown"),
    [
        (WARSAW, datetime(2027, 3, 28, 2, 30), "03:30"),
        (NEW_YORK, datetime(2027, 3, 14, 2, 0), "03:00"),
        (CAIRO, datetime(2027, 4, 30, 0, 0), "01:00"),
    ],
)
def test_a_time_that_no_clock_shows_is_refused_and_says_what_it_shows(world, database, zone, local, shown):
    with pytest.raises(RuleBroken) as refused:
        make_event(world, timezone=zone, local_start=local, local_end=noon_after(local))

    assert refused.value.values["shown"] == shown


@pytest.mark.parametrize(
    ("zone", "instants"),
    [
        (WARSAW, [utc(2027, 3, 26, 8), utc(2027, 4, 30, 7)]),
        (NEW_YORK, [utc(2027, 3, 26, 13), utc(2027, 4, 30, 13)]),
        (CAIRO, [utc(2027, 3, 26, 7), utc(2027, 4, 30, 6)]),
        (MINSK, [utc(2027, 3, 26, 6), utc(2027, 4, 30, 6)]),
    ],
)
def test_a_series_meets_at_nine_before_and_after_clocks_change(world, database, zone, instants):
    """On the last Fridays of March and April: Warsaw changes between them, Cairo in the night before the second."""
    (by,) = parties(world, "BY")
    series = make_series(
        world,
        rrule="FREQ=MONTHLY;BYDAY=-1FR;COUNT=2",
        first_local_start=datetime(2027, 3, 26, 9),
        rotation=[HostTurn(party=by, timezone=zone)],
    )

    with writing():
        events = plan_series(series, date(2027, 5, 31), by=world.reader("BY", "organizer"), now=NOW)
        found = [(event.local_start.hour, event.starts_at) for event in events]

    assert found == [(9, instant) for instant in instants]


@pytest.fixture
def tzdata_of_2022(tmp_path: Path) -> Iterator[Path]:
    """A time-zone database in which Cairo keeps one clock all year, as Tripoli does, and as Cairo did until 2023."""
    folder = tmp_path / "zoneinfo"
    (folder / "Africa").mkdir(parents=True)
    tripoli = files("tzdata.zoneinfo.Africa").joinpath("Tripoli").read_bytes()
    (folder / "Africa" / "Cairo").write_bytes(tripoli)
    yield folder
    use(())


def use(path: tuple[Path, ...]) -> None:
    zoneinfo.reset_tzpath([str(each) for each in path])
    zoneinfo.ZoneInfo.clear_cache()


def test_the_wall_clock_stays_when_a_zone_changes_its_rules(world: World, database, tzdata_of_2022):
    use((tzdata_of_2022,))
    winter, summer = datetime(2027, 2, 10, 9), datetime(2027, 6, 10, 9)
    for code, local in (("WIN", winter), ("SUM", summer)):
        make_event(world, code, timezone=CAIRO, local_start=local, local_end=local.replace(hour=17))
    with writing():
        installation.decide(installation.TZDATA, "2022.1")
    before = told()

    use(())
    with writing():
        moved = derive_instants_again()

    assert before == {winter: utc(2027, 2, 10, 7), summer: utc(2027, 6, 10, 7)}
    assert told() == {winter: utc(2027, 2, 10, 7), summer: utc(2027, 6, 10, 6)}
    assert moved == 1


def told() -> dict[datetime, datetime]:
    """By wall clock, the instant that stands in the database."""
    rows = db.session.execute(select(Event.local_start, Event.starts_at))
    return dict(rows.all())
