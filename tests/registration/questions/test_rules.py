"""Properties of answers and of forms: what is asked, what is kept, what is refused, whatever is sent."""

import string
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.registration.questions import codes, rules, shaping

NAMES = list(string.ascii_uppercase[:8])
KINDS = [rules.SECTION, rules.TEXT, rules.CHOICE, rules.SEVERAL, rules.CONSENT, rules.DATE, rules.NUMBER]


@dataclass(frozen=True)
class Asked:
    key: str
    kind: str = rules.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    shown_if_key: str = ""
    shown_if_value: str = ""
    sensitive: bool = False
    labels: dict = field(default_factory=lambda: {"en": "Q", "zh": "问", "ru": "В"})


def choices_of(kind):
    return {rules.CHOICE: ("yes", "no"), rules.SEVERAL: ("yes", "no"), rules.COUNTRY: ("BY", "CN")}.get(kind, ())


@st.composite
def forms(draw):
    """Questions of which each may depend on an earlier one that decides."""
    found = []
    for key in draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=8)):
        kind = draw(st.sampled_from(KINDS))
        deciding = [each.key for each in found if each.kind in rules.DECIDING]
        on = draw(st.sampled_from(["", *deciding]))
        value = draw(st.sampled_from(["yes", "no"])) if on else ""
        found.append(Asked(key, kind, draw(st.booleans()), choices_of(kind), on, value))
    return found


RAW = st.one_of(
    st.none(),
    st.sampled_from(["yes", "no", "", "2026-11-25", "12,5", "²", "=1+1", "\x00"]),
    st.lists(st.sampled_from(["yes", "no", "x"]), max_size=3),
    st.text(max_size=20),
    st.integers(),
    st.just(rules.STORED),
)
SENT = st.dictionaries(st.sampled_from([*NAMES, "unknown"]), RAW)


def shown_by_definition(questions, kept):
    """Which questions are asked, from the definition: its section's condition and its own both hold."""
    by_key = {each.key: each for each in questions}

    def holds(question):
        if not question.shown_if_key:
            return True
        return shown(by_key[question.shown_if_key]) and question.shown_if_value in rules.said(
            kept.get(question.shown_if_key)
        )

    def section_of(question):
        above = questions[: questions.index(question)]
        return next((each for each in reversed(above) if each.kind == rules.SECTION), None)

    def shown(question):
        section = None if question.kind == rules.SECTION else section_of(question)
        return holds(question) and (section is None or holds(section))

    return {each.key for each in questions if shown(each)}


@given(forms(), SENT)
def test_what_is_kept_is_of_questions_that_are_asked(questions, sent):
    kept, wrong, asked = rules.accept(questions, sent)

    assert set(asked) == shown_by_definition(questions, kept)
    assert set(kept) | set(wrong) <= set(asked)
    assert not set(kept) & set(wrong)


@given(forms(), SENT)
def test_every_required_question_that_is_asked_is_answered_or_said_to_be_missing(questions, sent):
    kept, wrong, asked = rules.accept(questions, sent)

    required = {each.key for each in questions if each.required and each.kind != rules.SECTION}
    assert required & set(asked) <= set(kept) | set(wrong)


@given(forms(), SENT)
def test_what_was_kept_is_taken_again_as_it_is(questions, sent):
    kept, wrong, _asked = rules.accept(questions, sent)

    again, still_wrong, _asked = rules.accept(questions, kept)

    assert again == kept
    assert set(still_wrong) <= set(wrong)


@given(forms(), SENT, st.data())
def test_answers_to_what_is_not_asked_change_nothing(questions, sent, data):
    kept, wrong, asked = rules.accept(questions, sent)
    hidden = {each.key: data.draw(RAW) for each in questions if each.key not in asked}

    assert rules.accept(questions, {**sent, **hidden})[0] == kept
    assert set(rules.accept(questions, {**sent, **hidden})[1]) == set(wrong)


@pytest.mark.parametrize("kind", [kind for kind in rules.KINDS if kind != rules.FILE])
@given(raw=RAW)
def test_whatever_is_sent_is_read_or_refused_in_words(kind, raw):
    question = Asked("A", kind, choices=choices_of(kind))

    kept, wrong, _asked = rules.accept([question], {"A": raw})

    assert all(isinstance(value, str | list | rules.Stored) for value in kept.values())
    assert all(error.field == "A" and str(error) for error in wrong.values())


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12))
def test_numbers_are_kept_exactly(number):
    assert rules.read(Asked("A", rules.NUMBER), f"{number:f}") == f"{number:f}"


@given(st.dates(min_value=rules.as_day("1900-01-01"), max_value=rules.as_day("2199-12-31")))
def test_dates_are_kept_as_they_are(day):
    assert rules.as_day(rules.read(Asked("A", rules.DATE), day.isoformat())) == day


@given(st.times())
def test_times_are_kept_to_the_minute(time):
    kept = rules.as_time(rules.read(Asked("A", rules.TIME), f"{time:%H:%M:%S}"))

    assert (kept.hour, kept.minute) == (time.hour, time.minute)


@pytest.mark.parametrize("text", ["1,234", "1e5", "NaN", "Infinity", "--1", "1_000", "٣", "1.", "0x1F", "9" * 16])
def test_what_two_readers_could_read_differently_is_no_number(text):
    with pytest.raises(RuleBroken, match="in digits alone"):
        rules.read(Asked("A", rules.NUMBER), text)


@pytest.mark.parametrize("text", ["25.11.2026", "2026-02-30", "26-11-25", "1850-01-01", "2026-11-25T09:00", "tomorrow"])
def test_what_is_no_day_is_refused_with_an_example(text):
    with pytest.raises(RuleBroken, match="such as 2026-11-25"):
        rules.read(Asked("A", rules.DATE), text)


@given(st.text(min_size=1, max_size=40))
def test_a_mask_shows_at_most_two_characters(text):
    shown = rules.mask(text).strip("•")

    assert len(shown) <= 2
    assert not shown or len(text) >= 6


@given(forms(), st.data(), st.booleans())
def test_moving_keeps_all_questions_and_sections_whole(questions, data, up):
    if not questions:
        return
    key = data.draw(st.sampled_from([each.key for each in questions]))

    keys = shaping.moved(questions, key, up=up)

    assert sorted(keys) == sorted(each.key for each in questions)
    if next(each for each in questions if each.key == key).kind == rules.SECTION:
        block = shaping.with_section(questions, key)
        assert keys[keys.index(key) :][: len(block)] == block


@given(forms())
def test_forms_whose_conditions_look_back_are_accepted(questions):
    usual = [each for each in questions if each.shown_if_value != "no" or _kind(questions, each) != rules.CONSENT]
    known = {each.key for each in usual}
    whole = [each for each in usual if not each.shown_if_key or each.shown_if_key in known]
    while {each.shown_if_key for each in whole} - {each.key for each in whole} - {""}:
        whole = [each for each in whole if not each.shown_if_key or each.shown_if_key in {one.key for one in whole}]

    shaping.check_questions(whole, "en")


def _kind(questions, question):
    return next(each.kind for each in questions if each.key == question.shown_if_key) if question.shown_if_key else ""


@pytest.mark.parametrize(
    ("questions", "message"),
    [
        (
            [Asked("A", shown_if_key="B", shown_if_value="yes"), Asked("B", rules.CHOICE, choices=("yes", "no"))],
            "below",
        ),
        ([Asked("A", shown_if_key="A", shown_if_value="yes")], "below"),
        ([Asked("A", shown_if_key="Z", shown_if_value="yes")], "would be gone"),
        ([Asked("A"), Asked("B", shown_if_key="A", shown_if_value="yes")], "does not offer"),
        ([Asked("A", rules.CHOICE, choices=("x", "y")), Asked("B", shown_if_key="A", shown_if_value="z")], "not offer"),
        ([Asked("A", rules.CHOICE, choices=("only",))], "needs two answers"),
        ([Asked("A", rules.CHOICE, choices=("a", "b"), sensitive=True)], "cannot be sensitive"),
        ([Asked(str(number)) for number in range(shaping.MOST_QUESTIONS + 1)], "at most"),
    ],
)
def test_forms_that_could_not_be_answered_are_refused(questions, message):
    with pytest.raises(RuleBroken, match=message):
        shaping.check_questions(questions, "en")


@pytest.mark.parametrize(
    ("language", "belarus", "chinese"),
    [("en", "Belarus", "Chinese"), ("zh", "白俄罗斯", "中文"), ("ru", "Беларусь", "китайский")],
)
def test_countries_and_languages_have_the_names_of_the_cldr(language, belarus, chinese):
    assert codes.country_name("BY", language) == belarus
    assert codes.language_name("zh", language) == chinese
    assert {"BY", "CN", "KZ"} <= set(codes.countries())
    assert not {"EU", "UN", "ZZ"} & set(codes.countries())
