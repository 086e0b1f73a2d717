"""The page and the document that teach the dialect say what the parser knows."""

import re
from pathlib import Path

import pytest

from forumhub.markdown import read_bounded
from forumhub.markdown.words import DUES, FIELDS, KINDS, PRIORITIES, STATES
from forumhub.minutes.teaching import EXAMPLES, example_in, tables

DOCUMENT = Path(__file__).parents[2] / "docs" / "minutes-dialect.md"


def test_document_has_a_row_for_every_word_of_the_dialect():
    cells = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)

    rows = [row for row in cells if row[0] in {*KINDS, *FIELDS, *STATES, *DUES, *PRIORITIES}]
    assert rows == [said for table in tables() for said, _id, _meaning in table.rows]


@pytest.mark.parametrize("language", EXAMPLES)
def test_example_is_read_whole_and_without_a_remark(language):
    items = read_bounded(example_in(language)[0]).items

    assert [(item.kind, item.owners, item.state) for item in items] == [
        ("CONCERN", ("BY",), None),
        ("DECISION", (), None),
        ("ACTION", ("BY-MIA",), None),
        ("STATUS", (), "done"),
    ]
    assert (items[2].due, items[2].under) == ("2027-03-01", ("CN-BY-2016 art. 2",))
    assert [item.warnings for item in items] == [()] * 4


def test_page_shows_the_example_of_the_readers_language(world):
    client = world.signed_in("CN", "observer")

    client.get("/language?to=zh")
    chinese = client.text("/minutes/dialect")
    client.get("/language?to=ru")
    russian = client.text("/minutes/dialect")

    assert (EXAMPLES["zh"].splitlines()[0] in chinese, "议程和纪要的写法" in chinese) == (True, True)
    assert (EXAMPLES["ru"].splitlines()[0] in russian, "Как пишутся повестки дня" in russian) == (True, True)
