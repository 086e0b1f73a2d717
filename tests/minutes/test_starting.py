"""The lines with which items begin are the dialect's, in each of its languages."""

import pytest

from forumhub.markdown import read
from forumhub.markdown.words import KINDS
from forumhub.minutes.starting import openings


@pytest.mark.parametrize("code", ["en", "zh", "ru"])
def test_openings_are_items_of_their_kind_once_they_are_filled(code):
    filled = ["A-1" if kind == "STATUS" else "" if kind == "DECISION" else "BY" for kind in KINDS]

    lines = [
        each.line[: each.caret] + fill + each.line[each.caret :] + "双方同意 Да.\n"
        for each, fill in zip(openings(code), filled, strict=True)
    ]

    items = read("".join(lines)).items
    assert [item.kind for item in items] == list(KINDS)
    assert [item.owners for item in items if item.kind == "ACTION"] == [("BY",)]
