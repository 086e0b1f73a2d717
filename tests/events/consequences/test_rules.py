"""Who is told of what: each once, and only of what is new to them. Pure."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.events.consequences import rules
from forumhub.events.consequences.rules import Addressee

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FACTS = {
    "titles": {"en": "Forum", "ru": "Форум"},
    "state": "tentative",
    "local_start": datetime(2027, 3, 11, 9),
    "local_end": datetime(2027, 3, 11, 17),
    "timezone": "Europe/Minsk",
    "starts_at": datetime(2027, 3, 11, 6, tzinfo=UTC),
    "ends_at": datetime(2027, 3, 11, 14, tzinfo=UTC),
    "city": {"en": "Minsk", "zh": "明斯克", "ru": "Минск"},
    "venue": "Зал 2",
    "all_day": False,
    "conference": "",
    "host": {"en": "Belarus"},
    "parties": {"BY": {"en": "Belarus"}, "CN": {"en": "China"}},
    "access": "parties",
    "capacity": 10,
    "places_taken": 10,
}

languages = st.sampled_from(["en", "zh", "ru"])
addressees = st.builds(
    Addressee,
    email=st.sampled_from([None, "a@example.org", "A@example.org", "б@example.org"]),
    name=st.text(max_size=5),
    language=languages,
    timezone=st.just("UTC"),
    standing=st.sampled_from(["confirmed", "invited", "head", "secretariat"]),
    person_id=st.integers(1, 5),
)


def after(**changes: object) -> dict:
    return {**FACTS, **changes}


def to_all(fields: list[str]) -> dict[str, list[str]]:
    return dict.fromkeys(("en", "zh", "ru"), fields)


@given(st.lists(addressees))
def test_everybody_is_told_once_as_who_they_come_first(people):
    kept = rules.each_once(people)

    addresses = [each.email.lower() for each in kept if each.email]
    without = [each.person_id for each in kept if not each.email]
    assert len(addresses) == len(set(addresses))
    assert len(without) == len(set(without))
    assert kept[:1] == people[:1]
    assert {each.email.lower() for each in people if each.email} == set(addresses)


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ({"local_start": datetime(2027, 3, 11, 10), "local_end": datetime(2027, 3, 12)}, []),
        ({"local_end": datetime(2027, 3, 12, 0, 1)}, ["time"]),
        ({"all_day": False}, ["time"]),
        ({"conference": "https://video.example.org/1"}, ["conference"]),
    ],
)
def test_of_whole_days_another_hour_is_no_news(changes, seen):
    before = after(all_day=True)

    foreseen = rules.foresee(before, {**before, **changes}, [], NOW)

    assert foreseen.changed("ru") == seen
    assert foreseen.is_outward == bool(seen)


@given(st.lists(addressees), languages)
def test_who_has_no_address_is_named_and_never_counted(people, language):
    foreseen = rules.foresee(FACTS, after(venue="大会堂"), people, NOW)

    assert foreseen.number == sum(each.email is not None for each in people)
    assert len(foreseen.unreached) == sum(each.email is None for each in people)


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ({"titles": {"en": "Forum", "ru": "Форум 2"}}, {"en": [], "zh": [], "ru": ["titles"]}),
        ({"titles": {"en": "Forum", "ru": "Форум", "zh": "论坛"}}, {"en": [], "zh": ["titles"], "ru": []}),
        ({"titles": {"en": "Forum 2"}}, {"en": ["titles"], "zh": ["titles"], "ru": ["titles"]}),
        ({"local_start": datetime(2027, 3, 11, 10)}, to_all(["time"])),
        ({"timezone": "Asia/Shanghai"}, to_all(["time", "timezone"])),
        ({"parties": {"CN": {"en": "China"}}}, to_all(["parties"])),
        ({"host": None}, to_all(["host"])),
        ({"capacity": 20, "places_taken": 11}, {"en": [], "zh": [], "ru": []}),
    ],
)
def test_what_is_new_depends_on_the_language_in_which_it_is_read(changes, seen):
    assert {language: rules.differences(FACTS, after(**changes), language) for language in seen} == seen


def test_who_reads_the_same_as_before_is_not_told():
    readers = [Addressee(f"{code}@example.org", code, code, "UTC", "confirmed") for code in ("en", "zh", "ru")]

    foreseen = rules.foresee(FACTS, after(titles={**FACTS["titles"], "ru": "Другой форум"}), readers, NOW)

    assert [each.name for each in foreseen.told] == ["ru"]


def test_opening_an_event_to_others_is_shown_and_not_mailed():
    reader = Addressee("delegate@example.org", "王芳", "zh", "Asia/Shanghai", "confirmed")

    foreseen = rules.foresee(FACTS, after(access="public"), [reader], NOW)

    assert (foreseen.is_outward, foreseen.number, foreseen.changed("zh")) == (True, 0, ["access"])


@given(
    st.integers(-48, 48), st.integers(-48, 48), st.sampled_from(["tentative", "confirmed", "postponed", "cancelled"])
)
def test_what_is_over_before_and_after_concerns_nobody(ended, ends, state):
    before = after(ends_at=NOW + timedelta(hours=ended))
    becomes = after(ends_at=NOW + timedelta(hours=ends), state=state)

    assert rules.is_awaited(before, becomes, NOW) == (ended > 0 or ends > 0 or state == "postponed")


def test_an_event_that_was_held_concerns_nobody():
    assert not rules.is_awaited(FACTS, after(state="held"), NOW)


@pytest.mark.parametrize(
    ("capacity", "waiting", "promoted"), [(10, 5, 0), (12, 5, 2), (30, 5, 5), (None, 5, 5), (12, 0, 0), (9, 5, 0)]
)
def test_new_places_go_to_as_many_as_wait(capacity, waiting, promoted):
    assert rules.promoted(FACTS, after(capacity=capacity), waiting) == promoted
