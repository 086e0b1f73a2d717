"""Rows of forms, numbered by whoever sends them."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField

from forumhub.events.forms.fields import Rows


class Names(Form):
    name = Rows(StringField(), max_entries=3)


def names(*numbers: str) -> list[str]:
    return [entry.data for entry in Names(MultiDict({f"name-{number}": number for number in numbers})).name]


def test_rows_come_in_the_order_of_their_numbers():
    assert names("10", "2", "0") == ["0", "2", "10"]


@pytest.mark.parametrize("number", ["²", "٣", "-1", "", "1x", "9" * 5000])
def test_what_is_no_number_of_a_row_makes_none(number):
    assert names("0", number) == ["0"]
