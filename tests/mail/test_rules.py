from datetime import UTC, datetime, timedelta
from email.headerregistry import Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.mail import rules

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_pauses_grow_to_six_hours_and_end_after_three_days():
    pauses = [rules.next_attempt(attempts, NOW) for attempts in range(1, rules.MOST_ATTEMPTS + 1)]

    waits = [(at - NOW) // timedelta(minutes=1) for at in pauses if at]
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, *[360] * 10]
    assert pauses[-1] is None
    assert timedelta(days=2) < sum(waits) * timedelta(minutes=1) < timedelta(days=4)


def test_only_five_hundreds_are_permanent():
    assert [rules.is_permanent(code) for code in (250, 421, 451, 499, 500, 550, 599, 600)] == [
        *[False] * 4,
        *[True] * 3,
        False,
    ]


@given(st.text())
def test_one_line_holds_no_line_end_and_no_control(text):
    line = rules.one_line(text)

    assert line.splitlines() in ([], [line])
    assert [c for c in line if ord(c) < 32 or ord(c) == 127] == []
    assert rules.one_line(line) == line


@given(st.text())
def test_a_subject_has_at_most_two_hundred_characters(text):
    assert len(rules.subject_line(text)) <= rules.LONGEST_SUBJECT


@pytest.mark.parametrize(
    ("email", "on_the_wire"),
    [
        ("li.wei@example.org", "li.wei@example.org"),
        ("o'hara+forum@example.org", "o'hara+forum@example.org"),
        ("wang@公安部.cn", "wang@xn--55q79ve18b.cn"),
        ("ivanov@мвд.рф", "ivanov@xn--b1aew.xn--p1ai"),
    ],
)
def test_a_domain_of_any_script_goes_out_in_its_ascii_form(email, on_the_wire):
    assert rules.wire_address(email) == on_the_wire


@given(st.one_of(st.text(), st.builds("{}@{}".format, st.text(), st.text())))
def test_any_text_is_written_into_a_header_as_one_address_or_refused(text):
    try:
        address = rules.wire_address(text)
    except ValueError:
        return

    assert address.isascii()
    assert Address(addr_spec=address).addr_spec == address
