"""What a copy takes along, and when it is. Pure."""

from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from forumhub.events.copying import rules

clocks = st.datetimes(datetime(1950, 1, 1), datetime(2150, 12, 31))


@given(clocks, st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_usual_start_is_ahead_on_the_same_weekday_and_hour(start, today):
    usual = rules.usual_start(start, today)

    assert usual.date() > max(today, start.date())
    assert (usual.weekday(), usual.time()) == (start.weekday(), start.time())
    anniversary = start + relativedelta(years=usual.year - start.year)
    distances = [abs(usual - (anniversary + relativedelta(years=years))).days for years in (-1, 0, 1)]
    assert min(distances) <= 3
    assert (usual.date() - max(today, start.date())).days <= 372


@given(clocks, clocks, st.timedeltas(timedelta(), timedelta(days=9)))
def test_what_hangs_on_an_event_keeps_its_hour_and_its_distance_in_days(old, new, later):
    moved = old + later + rules.shift(old, new)

    assert moved.time() == (old + later).time()
    assert moved.date() - new.date() == (old + later).date() - old.date()


@given(st.sets(st.sampled_from([*rules.PARTS, "papers", "делегаты"])))
def test_speakers_come_with_a_programme_and_nothing_else_comes_at_all(parts):
    taken = rules.taken(parts)

    assert taken <= set(rules.PARTS)
    assert rules.SPEAKERS not in taken or rules.PROGRAMME in taken
    assert taken | {rules.SPEAKERS} == (parts & set(rules.PARTS)) | {rules.SPEAKERS}
