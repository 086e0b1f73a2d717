import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.registration.letters import rules


@given(st.text(max_size=300), st.integers(1, 500))
def test_a_files_name_is_safe_whatever_the_persons(name, number):
    found = rules.file_name("visa", number, name)

    assert found.startswith(f"visa-{number:03d}")
    assert found.endswith(".docx")
    assert re.fullmatch(r"[\w -]+\.docx", found)
    assert len(found) <= rules.LONGEST_NAME + 20


def test_as_many_letters_are_made_as_fit():
    rules.check_number(500, 1024)
    rules.check_number(1, 10**9)

    for number, size in ((0, 1024), (501, 1024), (101, 4 * 1024 * 1024)):
        with pytest.raises(RuleBroken):
            rules.check_number(number, size)
