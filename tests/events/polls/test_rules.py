"""When answers are taken and seen, what may be proposed, and when a date may be chosen."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import Conflict, RuleBroken
from forumhub.events.polls import proposing, rules
from forumhub.events.recurrence import exists

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
DEADLINE = datetime(2026, 12, 2, 14, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
locals_ = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(
    lambda each: each.replace(second=0, microsecond=0)
)
starts = st.lists(locals_, min_size=2, max_size=12, unique=True)


def period(start: str, hours: int = 8) -> tuple[datetime, datetime]:
    local = datetime.fromisoformat(start)
    return local, local + timedelta(hours=hours)


@given(st.sampled_from(rules.STATES), moments, moments, moments)
def test_a_poll_that_is_no_longer_open_never_opens_by_time(state, deadline, first, second):
    earlier, later = sorted([first, second])

    before, after = (rules.standing(state, deadline, now) for now in (earlier, later))

    assert (before, after) != (rules.CLOSED, rules.OPEN)
    assert state == rules.OPEN or (before, after) == (state, state)


@given(moments, moments)
def test_answers_are_taken_until_the_deadline_exactly(deadline, now):
    try:
        rules.check_answering(rules.OPEN, deadline, "Europe/Minsk", now)
        taken = True
    except RuleBroken:
        taken = False

    assert taken == (now < deadline)


def test_an_answer_after_the_deadline_is_refused_with_the_hosts_clock():
    with pytest.raises(RuleBroken) as refused:
        rules.check_answering(rules.OPEN, DEADLINE, "Europe/Minsk", DEADLINE)

    assert str(refused.value) == (
        "The deadline, 2026-12-02 17:00 Europe/Minsk, has passed, so this answer was not taken. "
        "The organizer who proposed the poll may extend it."
    )


@given(moments, moments)
def test_sealed_answers_are_seen_from_the_deadline_on(deadline, at):
    assert rules.answers_seen(rules.AT_CLOSE, deadline, at) == (at >= deadline)
    assert rules.answers_seen(rules.AS_THEY_COME, deadline, at)


@pytest.mark.parametrize(
    ("shown", "everyone", "after", "may"),
    [
        (rules.AT_CLOSE, False, True, True),
        (rules.AT_CLOSE, True, False, False),
        (rules.AS_THEY_COME, True, False, True),
        (rules.AS_THEY_COME, False, False, False),
    ],
)
def test_a_date_is_chosen_when_nobody_loses_the_time_to_answer(shown, everyone, after, may):
    now = DEADLINE if after else DEADLINE - MINUTE

    assert rules.may_choose(rules.OPEN, DEADLINE, shown, now, everyone=everyone) == may


@given(st.sampled_from([rules.CHOSEN, rules.WITHDRAWN]), st.sampled_from(rules.SHOWN), moments, moments, st.booleans())
def test_what_is_decided_stays_decided(state, shown, deadline, now, everyone):
    with pytest.raises((RuleBroken, Conflict)):
        rules.check_choosing(state, deadline, shown, now, everyone=everyone)
    with pytest.raises(RuleBroken):
        rules.check_closing(state, deadline, shown, now, everyone=everyone)
    with pytest.raises(RuleBroken):
        rules.check_answering(state, deadline, "UTC", now)


def test_who_chooses_second_learns_that_somebody_was_quicker():
    with pytest.raises(Conflict, match="Somebody else chose"):
        rules.check_choosing(rules.CHOSEN, DEADLINE, rules.AT_CLOSE, NOW, everyone=True)


@pytest.mark.parametrize(
    ("everyone", "now", "words"),
    [(False, NOW, "has not answered yet"), (True, DEADLINE, "closed already")],
)
def test_a_poll_closes_early_only_once_everyone_has_answered(everyone, now, words):
    with pytest.raises(RuleBroken, match=words):
        rules.check_closing(rules.OPEN, DEADLINE, rules.AT_CLOSE, now, everyone=everyone)


def test_a_poll_whose_answers_all_see_is_not_closed_early():
    with pytest.raises(RuleBroken, match="nothing to close"):
        rules.check_closing(rules.OPEN, DEADLINE, rules.AS_THEY_COME, NOW, everyone=True)


@pytest.mark.parametrize("words", [[], [("yes", "")], [("yes", ""), ("perhaps", "")], [("yes", ""), ("", "")]])
def test_each_slot_is_answered(words):
    with pytest.raises(RuleBroken, match="Answer each slot"):
        rules.check_words(words, 2)


def test_a_comment_is_bounded():
    rules.check_words([("no", "节" * 500)], 1)

    with pytest.raises(RuleBroken, match="at most 500"):
        rules.check_words([("no", "节" * 501)], 1)


@given(starts, st.sampled_from(["Europe/Warsaw", "America/New_York", "Africa/Cairo", "Europe/Minsk"]))
def test_what_is_proposed_is_shown_by_a_clock_there(starts, zone):
    slots = [(start, start + timedelta(hours=8)) for start in starts]
    shown = all(
        proposing.in_zone(proposing.in_zone(slot, zone, "UTC"), "UTC", zone) == slot
        for slot in slots
        if _exists(slot, zone)
    )

    try:
        proposing.check_slots(slots, zone)
        taken = True
    except RuleBroken:
        taken = False

    assert taken == all(_exists(slot, zone) for slot in slots)
    assert shown or any(_ambiguous(slot, zone) for slot in slots)


def _exists(slot, zone: str) -> bool:
    return all(exists(local, zone) for local in slot)


def _ambiguous(slot, zone: str) -> bool:
    return any(
        local.replace(tzinfo=ZoneInfo(zone)).utcoffset() != local.replace(tzinfo=ZoneInfo(zone), fold=1).utcoffset()
        for local in slot
    )


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        ([period("2027-03-11T09:00")], "at least 2 slots"),
        ([period(f"2027-03-{day}T09:00") for day in range(10, 23)], "at most 12"),
        ([period("2027-03-11T09:00")] * 2, "2027-03-11 09:00 is proposed twice"),
        ([period("2027-03-11T09:00"), period("2027-03-12T09:00", -1)], "not after the start"),
        ([period("2027-03-28T02:30"), period("2027-03-12T09:00")], "go forward past 2027-03-28 02:30"),
        ([period("2027-03-11T09:00"), period("2027-03-12T09:00", 24 * 90)], "at most 62 days"),
    ],
)
def test_slots_that_cannot_be_are_refused_in_words(slots, words):
    with pytest.raises(RuleBroken, match=words):
        proposing.check_slots(slots, "Europe/Warsaw")


@pytest.mark.parametrize(
    ("deadline", "words"), [(NOW, "has passed already"), (NOW + timedelta(days=9), "not before the slots")]
)
def test_a_deadline_leaves_time_to_answer_and_to_meet(deadline, words):
    with pytest.raises(RuleBroken, match=words) as refused:
        proposing.check_deadline(deadline, NOW, NOW + timedelta(days=9))

    assert refused.value.field == "deadline"


@pytest.mark.parametrize("by", [timedelta(days=-2), timedelta(0), MINUTE, timedelta(hours=22, minutes=59)])
def test_a_deadline_is_extended_by_a_day_or_not_at_all(by):
    with pytest.raises(RuleBroken, match="at least a day"):
        proposing.check_extension(DEADLINE + by, DEADLINE)


def test_a_deadline_is_extended_to_the_same_hour_of_the_next_day_when_clocks_go_forward():
    saturday, sunday = (proposing.instant_of(datetime(2027, 3, day, 17), "Europe/Warsaw", "") for day in (27, 28))

    assert proposing.check_extension(sunday, saturday) is None


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        ([], datetime(2026, 12, 6, 17, 0)),
        ([period("2026-12-03T09:00"), period("2026-12-01T09:00")], datetime(2026, 11, 30, 17, 0)),
        ([period("2026-11-27T09:00")], datetime(2026, 11, 26, 17, 0)),
        ([period("2026-11-26T20:00")], None),
    ],
)
def test_the_usual_deadline_is_in_ten_days_or_the_day_before(slots, expected):
    assert proposing.usual_deadline(slots, "Europe/Minsk", NOW) == expected


def test_a_slot_reads_as_the_finder_writes_it():
    slot = proposing.read_slot("2027-03-11T09:00/2027-03-11T17:30")

    assert slot == (datetime(2027, 3, 11, 9, 0), datetime(2027, 3, 11, 17, 30))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2027-03-11T09:00",
        "завтра/послезавтра",
        "2027-03-11T09:00Z/2027-03-11T10:00Z",
        "2027-02-30T09:00/2027-03-01T09:00",
    ],
)
def test_what_is_no_slot_is_refused_with_an_example(text):
    with pytest.raises(RuleBroken, match="one is written as 2027-03-11T09:00/2027-03-11T17:30"):
        proposing.read_slot(text)


@given(st.text())
def test_any_other_text_is_refused_and_breaks_nothing(text):
    with pytest.raises(RuleBroken, match="is no slot"):
        proposing.read_slot(text)


@given(moments, moments)
def test_a_reminder_is_due_once_in_the_last_two_days(deadline, now):
    opened = deadline - timedelta(days=5)

    due = rules.reminder_due(deadline, opened, None, now)

    assert due == (deadline - timedelta(hours=48) <= now < deadline)
    assert not rules.reminder_due(deadline, opened, now, now + MINUTE) or not due


def test_a_short_poll_is_not_reminded_of_by_itself():
    assert not rules.reminder_due(DEADLINE, DEADLINE - timedelta(hours=40), None, DEADLINE - timedelta(hours=2))


def test_nobody_is_reminded_twice_a_day():
    rules.check_reminding(NOW - timedelta(hours=21), NOW)

    with pytest.raises(RuleBroken, match="less than a day ago"):
        rules.check_reminding(NOW - timedelta(hours=2), NOW)
