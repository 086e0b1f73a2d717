"""How dates rank: properties that hold of every wish, and the cases that organizers know."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.events.slots import costs
from forumhub.events.slots.clocks import slot_at, starts
from forumhub.events.slots.rules import check_window, level, rank
from forumhub.events.slots.values import Calendar
from forumhub.events.slots.weighing import block_of, engagements_against, hours_against, rest_against
from tests.events.slots.wishes import FIRST, LAST, NOW, PERSON, engagement, many, plain_side, side, wish, wishes

fewer = settings(max_examples=60)


def cost_of(day) -> float:
    """What a day's best slot costs; more than any where there is none."""
    return day.best.cost if day.best else float("inf")


@given(wishes, many)
def test_no_candidate_overlaps_what_makes_it_impossible(asked, events):
    ranking = rank(asked, events, NOW)

    taken = [event for event in events if event.takes_venue]
    slots = [candidate.slot for candidate in ranking.candidates]
    assert [slot for slot in slots if slot.starts_at <= NOW] == []
    assert [(s, e) for s in slots for e in taken if e.starts_at < s.ends_at and e.ends_at > s.starts_at] == []


@given(wishes, many)
def test_every_day_of_the_window_has_a_candidate_or_says_why_not(asked, events):
    ranking = rank(asked, events, NOW)

    days = [asked.first + timedelta(days=n) for n in range((asked.last - asked.first).days + 2 - asked.days)]
    assert [day.date for day in ranking.days] == days
    assert [day for day in ranking.days if (day.best is None) != bool(day.blocks)] == []
    assert sorted(day.date for day in ranking.days if day.best) == sorted(
        candidate.slot.local_start.date() for candidate in ranking.candidates
    )


@given(wishes, many, st.randoms())
def test_the_order_is_total_and_stable(asked, events, random):
    ranking = rank(asked, events, NOW)

    shuffled = list(events)
    random.shuffle(shuffled)
    keys = [(candidate.cost, candidate.slot.starts_at) for candidate in ranking.candidates]
    assert keys == sorted(set(keys))
    assert rank(asked, shuffled, NOW) == ranking


@given(wishes, many)
def test_reasons_account_for_the_cost_exactly_and_there_always_are_some(asked, events):
    for candidate in rank(asked, events, NOW).candidates:
        assert candidate.cost == sum(reason.points for reason in candidate.reasons)
        assert candidate.reasons != ()
        assert [reason for reason in candidate.reasons if reason.points < 0 or reason.kind not in costs.MSGIDS] == []


@fewer
@given(wishes, many)
def test_a_days_candidate_is_the_cheapest_of_all_its_starts(asked, events):
    for day in rank(asked, events, NOW).days:
        slots = [slot for start in starts(asked) if (slot := slot_at(asked, day.date, start))]
        every = [
            (sum(reason.points for reason in against(asked, slot, events)), slot.starts_at)
            for slot in slots
            if not block_of(slot, events, NOW)
        ]

        found = (day.best.cost, day.best.slot.starts_at) if day.best else None

        assert found == min(every, default=None)


def against(asked, slot, events):
    ordered = sorted(events, key=lambda event: (event.starts_at, event.ulid))
    return [*hours_against(asked, slot), *rest_against(asked, slot), *engagements_against(asked, slot, ordered)]


@given(wishes, many, st.sampled_from([0, 1]), st.integers(-3, 12))
def test_adding_a_holiday_never_improves_a_day(asked, events, which, offset):
    sides = list(asked.sides)
    calendar = sides[which].calendar
    named = {asked.first + timedelta(days=offset): "День независимости"} | dict(calendar.holidays)
    sides[which] = replace(sides[which], calendar=replace(calendar, holidays=named))

    before, after = rank(asked, events, NOW), rank(replace(asked, sides=tuple(sides)), events, NOW)

    assert [new.date for old, new in zip(before.days, after.days, strict=True) if cost_of(new) < cost_of(old)] == []


@given(wishes, many.filter(bool))
def test_adding_an_event_never_improves_a_day(asked, events):
    before, after = rank(asked, events[1:], NOW), rank(asked, events, NOW)

    assert [new.date for old, new in zip(before.days, after.days, strict=True) if cost_of(new) < cost_of(old)] == []


@given(wishes, many)
def test_a_slot_lasts_as_long_as_asked_on_each_day(asked, events):
    for candidate in rank(asked, events, NOW).candidates:
        slot = candidate.slot
        lengths = {(ends - begins) for begins, ends in slot.sessions}

        assert lengths == {timedelta(minutes=asked.minutes)}
        assert len(slot.sessions) == asked.days
        assert slot.local_end - slot.local_start == timedelta(days=asked.days - 1, minutes=asked.minutes)


@given(wishes, many)
def test_an_online_candidate_is_within_hours_on_every_clock_or_says_on_which_it_is_not(asked, events):
    asked = replace(asked, host="")
    late = {costs.HOURS, costs.NIGHT, costs.PEOPLE_HOURS, costs.PEOPLE_NIGHT}
    for candidate in rank(asked, events, NOW).candidates:
        outside = {clock.who for clock in asked.clocks if not within(asked, candidate.slot, clock.timezone)}

        assert {reason.who for reason in candidate.reasons if reason.kind in late} == outside
        assert (costs.WITHIN_HOURS in {reason.kind for reason in candidate.reasons}) == (not outside)


def within(asked, slot, timezone) -> bool:

    for begins, _ends in slot.sessions:
        local = begins.astimezone(ZoneInfo(timezone))
        minute = local.hour * 60 + local.minute
        if not asked.opens <= minute <= minute + asked.minutes <= asked.closes:
            return False
    return True


def day_of(ranking, day: date):
    return next(each for each in ranking.days if each.date == day)


def kinds(candidate) -> list[tuple[str, int, str]]:
    return [(reason.kind, reason.points, reason.who) for reason in candidate.reasons]


def test_a_make_up_saturday_is_a_working_day_for_the_host():
    ranking = rank(wish("CN", timezone="Asia/Shanghai", host="CN"), [], NOW)

    saturday, next_saturday = day_of(ranking, date(2026, 2, 28)).best, day_of(ranking, date(2026, 3, 7)).best
    assert kinds(saturday) == [("made_up", 0, "CN"), ("working", 0, ""), ("free", 0, "")]
    assert kinds(next_saturday) == [("weekend", 30, "CN"), ("free", 0, "")]


def test_the_spring_festival_ranks_below_a_working_week():
    ranking = rank(wish(), [], NOW)

    festival = day_of(ranking, date(2026, 2, 18)).best
    assert kinds(festival)[:2] == [("holiday", 40, "CN"), ("travel_holiday", 20, "CN")]
    assert festival.reasons[0].name == "Chinese New Year (Spring Festival)"
    assert ranking.candidates[0].slot.local_start == datetime(2026, 2, 10, 9)
    assert ranking.candidates[0].cost == 0


def test_a_monday_costs_guests_their_sunday():
    ranking = rank(wish(first=date(2026, 3, 2), last=date(2026, 3, 2)), [], NOW)

    assert kinds(ranking.candidates[0]) == [
        ("travel_weekend", 4, "CN"),
        ("working", 0, ""),
        ("free", 0, ""),
    ]


def test_an_event_on_the_day_before_is_in_the_way_of_guests_alone():
    day_before = engagement(datetime(2026, 3, 3, 8), 4, "CN", "BY")
    asked = wish(first=date(2026, 3, 4), last=date(2026, 3, 4))

    candidate = rank(asked, [day_before], NOW).candidates[0]

    assert kinds(candidate) == [("travel_busy", 12, "CN"), ("working", 0, ""), ("free", 0, "")]
    assert candidate.reasons[0].events == (day_before,)


def test_a_short_meeting_goes_round_another_event_of_the_same_morning():
    morning = engagement(datetime(2026, 3, 4, 6), 2, "BY", people=frozenset({"P1"}))
    asked = wish(first=date(2026, 3, 4), last=date(2026, 3, 4), minutes=120, people=(replace(PERSON, party="BY"),))

    candidate = rank(asked, [morning], NOW).candidates[0]

    assert candidate.slot.local_start == datetime(2026, 3, 4, 11)
    assert candidate.cost == 0


def test_a_person_who_is_elsewhere_counts_beside_the_party():
    there = engagement(datetime(2026, 3, 4, 5), 12, "CN", people=frozenset({"P1"}))
    asked = wish(first=date(2026, 3, 4), last=date(2026, 3, 4), people=(PERSON,))

    candidate = rank(asked, [there], NOW).candidates[0]

    assert kinds(candidate)[:2] == [("busy", 35, "CN"), ("person_busy", 25, "P1")]


def test_a_taken_venue_makes_a_day_impossible_and_names_the_event():
    taken = engagement(datetime(2026, 3, 4, 5), 12, takes_venue=True)
    asked = wish(first=date(2026, 3, 4), last=date(2026, 3, 4))

    day = rank(asked, [taken], NOW).days[0]

    assert (day.best, [(block.kind, block.events) for block in day.blocks]) == (None, [("venue_taken", (taken,))])


def test_what_has_passed_is_impossible():
    day = rank(wish(), [], NOW.replace(year=2027)).days[0]

    assert (day.best, [block.kind for block in day.blocks]) == (None, ["past"])


def test_online_meetings_of_two_capitals_are_in_the_hours_that_they_share():
    asked = wish(host="", minutes=120, first=date(2026, 3, 4), last=date(2026, 3, 4))

    candidate = rank(asked, [], NOW).candidates[0]

    assert candidate.slot.local_start == datetime(2026, 3, 4, 9)  # 14:00 in Beijing
    assert kinds(candidate) == [("working", 0, ""), ("within_hours", 0, ""), ("free", 0, "")]


def test_online_meetings_across_the_ocean_say_for_whom_they_are_late():
    asked = wish("CN", "US", host="", minutes=60, first=date(2026, 3, 4), last=date(2026, 3, 4))

    candidate = rank(asked, [], NOW).candidates[0]

    assert candidate.slot.local_start == datetime(2026, 3, 4, 4)  # 09:00 in Beijing, 20:00 of 3 March in New York
    assert kinds(candidate) == [("hours", 10, "US"), ("working", 0, ""), ("free", 0, "")]


def test_people_who_live_elsewhere_have_a_clock_of_their_own():
    asked = wish(host="", minutes=120, opens=540, closes=720, people=(PERSON, replace(PERSON, ulid="P2")))

    clocks = [(clock.timezone, clock.who, clock.people) for clock in asked.clocks]

    assert clocks == [("Asia/Shanghai", "CN", 0), ("Europe/Minsk", "BY", 0), ("Asia/Almaty", "Asia/Almaty", 2)]


def test_weekends_inside_a_long_training_do_not_count():
    asked = wish(days=10, first=date(2026, 3, 2), last=date(2026, 3, 11), host="BY")

    candidate = rank(asked, [], NOW).candidates[0]

    assert [kind for kind, _points, _who in kinds(candidate)] == ["travel_weekend", "holiday", "free"]


def test_levels_compare_with_the_best_day():
    asked = wish()
    ranking = rank(asked, [], NOW)
    best = ranking.candidates[0]

    levels = [level(day.best, best, 2) for day in ranking.days[:8]]

    assert levels == [1, 0, 0, 0, 0, 2, 3, 3]  # from Monday 9 February; China works on Saturday 14


@pytest.mark.parametrize(
    ("first", "last", "days", "message"),
    [
        (LAST, FIRST, 1, "before the first"),
        (date(2025, 1, 1), date(2025, 12, 31), 1, "has passed"),
        (date(2026, 1, 1), date(2027, 6, 1), 1, "no more than 400 days"),
        (date(2026, 3, 1), date(2026, 3, 2), 3, "3 days does not fit"),
        (date(2032, 3, 1), date(2032, 3, 2), 1, "no further than 5 years"),
    ],
)
def test_a_window_that_cannot_be_says_what_would_be_right(first, last, days, message):
    with pytest.raises(RuleBroken, match=message) as broken:
        check_window(first, last, days, NOW.date())

    assert broken.value.field == "last"


def test_a_party_without_rest_is_free_every_day():
    asked = wish(sides=(plain_side("CN"), plain_side("BY", weekends=frozenset({date(2026, 3, 7)}))))

    costing = [day.date for day in rank(asked, [], NOW).days if day.best.cost]

    assert costing == [date(2026, 3, 7)]
    assert Calendar() == plain_side("CN").calendar
    assert side("CN").calendar.makes_up(date(2026, 2, 28))
