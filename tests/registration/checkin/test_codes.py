"""Codes: what is drawn is read again however it is typed, and what was mistyped is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.registration.checkin.codes import ALPHABET, LENGTH, new_code, read, shown

POSITIONS = st.integers(0, LENGTH - 1)
CHARACTERS = st.sampled_from(ALPHABET)
CODES = st.builds(new_code)


@given(CODES)
def test_a_code_is_read_as_it_is_shown(code: str):
    assert read(shown(code)) == code


@given(CODES)
def test_small_letters_blanks_and_hyphens_do_not_matter(code: str):
    typed = f"  {code[:3]} {code[3:7]}\u2011{code[7:]}\n".lower()

    assert read(typed) == code


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("o", "0"), ("O", "0"), ("О", "0"), ("l", "1"), ("I", "1"), ("К", "K"), ("в", "B"), ("７", "7")],
)
def test_a_look_alike_is_read_as_what_it_looks_like(typed: str, meant: str):
    code = next(code for code in iter(new_code, "") if code[0] == meant)

    assert read(typed + code[1:]) == code


@given(CODES, POSITIONS, CHARACTERS)
def test_every_single_wrong_character_is_noticed(code: str, position: int, character: str):
    typed = code[:position] + character + code[position + 1 :]

    assert read(typed) == (code if typed == code else None)


@given(CODES, POSITIONS, POSITIONS)
def test_every_two_characters_that_changed_places_are_noticed(code: str, one: int, other: int):
    characters = list(code)
    characters[one], characters[other] = characters[other], characters[one]
    typed = "".join(characters)

    assert read(typed) == (code if typed == code else None)


@given(st.text(max_size=100))
def test_whatever_is_typed_is_answered(typed: str):
    found = read(typed)

    assert found is None or (len(found) == LENGTH and set(found) <= set(ALPHABET))


@pytest.mark.parametrize("typed", ["", "-", "https://example.org/", "7KQ49", "U" * 10, "0" * 9, " " * 100 + "0" * 10])
def test_what_is_no_code_is_none(typed: str):
    assert read(typed) is None


def test_a_thousand_codes_are_all_different():
    assert len({new_code() for _ in range(1000)}) == 1000
