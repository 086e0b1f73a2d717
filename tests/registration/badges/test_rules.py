import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.registration.badges import rules

texts = st.text(max_size=200)


@pytest.mark.parametrize(
    ("name", "spoken", "lang", "direction"),
    [
        ("Wang Yi", "zh", "und-Latn", "ltr"),
        ("王毅", "zh", "zh", "ltr"),
        ("王毅", "en", "zh", "ltr"),
        ("Анна Смирнова", "ru", "ru", "ltr"),
        ("Ірына Кавальчук", "en", "und-Cyrl", "ltr"),
        ("مسعود پزشکیان", "en", "und-Arab", "rtl"),
        ("יאיר לפיד", "en", "he", "rtl"),
        ("안철수", "en", "ko", "ltr"),
        ("高市 さなえ", "en", "ja", "ltr"),
        ("«123»", "en", "und-Latn", "ltr"),
        ("«123» מס", "en", "he", "rtl"),
        ("", "en", "und-Latn", "ltr"),
    ],
)
def test_a_name_is_marked_with_its_script_and_direction(name, spoken, lang, direction):
    assert rules.marked(name, spoken) == (lang, direction)


@given(texts, st.floats(1.2, 60))
def test_lines_lose_nothing_and_keep_their_width(text, across):
    found = rules.lines(text, across)

    assert "".join(found).replace(" ", "") == "".join(text.split())
    assert [line for line in found if rules.width(line) > across] == []


@given(texts, st.floats(10, 200), st.floats(3, 60))
def test_the_size_is_the_largest_in_which_the_text_fits(text, across, high):
    def fits(size: int) -> bool:
        ems = across / (size * rules.POINT)
        longest = max((rules.width(word) for word in text.split()), default=0)
        return longest <= ems and len(rules.lines(text, ems)) * size * rules.POINT * rules.LEADING <= high

    size = rules.fitting(text, across, high)

    assert size in rules.SIZES
    assert [larger for larger in rules.SIZES if larger > size and fits(larger)] == []


@given(st.text(max_size=300), st.integers(1, 3))
def test_a_text_is_shortened_only_where_it_has_to_be(text, most):
    short = rules.shortened(text, 20, most)

    assert len(rules.lines(short, 20)) <= most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))
