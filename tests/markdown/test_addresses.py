"""Numbered headings and paragraphs are addresses; references resolve to them; attendance is a section."""

import pytest

from forumhub.markdown import Person, Reference, addresses, find_address, parse_reference, read
from tests.markdown import texts

AGREEMENT = """\
# Consensus

## 1. Meetings

(1) Every year.

(2) In turn.

## 2. Exchange of concerns

2.1 Forums.

2.2 Seminars, 2.5 times a year.

3.1 million people.

### 2.3 Cases

（一）联合工作。

## 第五条 培训

（2）人员交流。
"""


def test_addresses_are_told_as_the_text_spells_them():
    document = read(AGREEMENT)

    found = addresses(document)

    assert found == ["1", "1(1)", "1(2)", "2", "2.1", "2.2", "2.3", "2.3(1)", "5", "5(2)"]


@pytest.mark.parametrize(
    ("clause", "address"), [("2", "2"), ("2(1)", "2.1"), ("1.2", "1(2)"), ("5(2)", "5(2)"), ("9", None), ("2.9", None)]
)
def test_clause_is_found_in_either_spelling(clause: str, address: str | None):
    assert find_address(read(AGREEMENT), clause) == address


@pytest.mark.parametrize(
    ("written", "reference"),
    [
        ("CN-BY-2016 art. 2", Reference("CN-BY-2016", "2")),
        ("CN-BY-2016 art. 5(2)", Reference("CN-BY-2016", "5(2)")),
        ("CN-BY-2016 Article 5.2", Reference("CN-BY-2016", "5.2")),
        ("CN‑BY‑2016　第2条", Reference("CN-BY-2016", "2")),
        ("CN-BY-2016第十五条第二款", Reference("CN-BY-2016", "15(2)")),
        ("CN-BY-2016 art. ５（２）", Reference("CN-BY-2016", "5(2)")),
        ("СN-ВУ-2016 ст. 2", Reference("CN-BY-2016", "2")),
        ("CN-BY-2016 статья 5(2)", Reference("CN-BY-2016", "5(2)")),
        ("CN-BY-2016", None),
        ("the agreement", None),
        ("art. 2", None),
        ("第二条", None),
        ("", None),
    ],
)
def test_reference_is_read_in_every_language(written: str, reference: Reference | None):
    assert parse_reference(written) == reference


def test_headings_have_numbers_titles_parentheses_and_extent():
    source = (
        "# Agenda\n\n## 2. Cyber-enabled *fraud* (40 min; BY-MIA; from C-3)\n\ntext\n\n### 2.1 A\n\n## 其他（10分钟）\n"
    )

    headings = read(source).headings

    assert [(h.number, h.level, h.title, h.parenthesis, h.line, h.last_line, h.anchor) for h in headings] == [
        (None, 1, "Agenda", None, 1, 10, "h-agenda"),
        ("2", 2, "Cyber-enabled fraud", "40 min; BY-MIA; from C-3", 3, 8, "art-2"),
        ("2.1", 3, "A", None, 7, 8, "art-2.1"),
        (None, 2, "其他", "10分钟", 9, 10, "h-其他"),
    ]
    assert headings[1].full_title == "Cyber-enabled fraud (40 min; BY-MIA; from C-3)"


def test_number_that_stands_twice_is_a_remark_that_does_not_block():
    (remark,) = read("## 2. A\n\n## 2. B\n").remarks

    assert (remark.line, remark.blocks, str(remark)) == (
        3,
        False,
        "The number 2 stands already in line 1; a reference to it would be in doubt.",
    )


@pytest.mark.parametrize("source", texts.LANGUAGES, ids=["en", "zh", "ru"])
def test_attendance_names_parties_persons_and_heads(source: str):
    delegations = read(source).attendance

    assert [delegation.party for delegation in delegations] == ["BY", "CN"]
    assert [[person.head for person in delegation.persons] for delegation in delegations] == [[True, False], [True]]


def test_attendance_takes_name_and_title_apart():
    document = read(texts.RUSSIAN)

    persons = document.attendance[0].persons

    assert persons == [
        Person("Иванов И. И.", "заместитель министра", True),
        Person("Петрова А. А.", "эксперт", False),
    ]


def test_attendance_ends_with_its_section():
    document = read("## Attendance\n\n### Belarus (BY)\n\n- A\n\n## 2. Talks\n\n- not a person\n")

    assert [len(delegation.persons) for delegation in document.attendance] == [1]


@pytest.mark.parametrize(("source", "title"), [("# 纪要（草案）\n", "纪要 (草案)"), ("## 2. Кто\n", None)])
def test_title_is_the_first_heading_of_level_one(source: str, title: str | None):
    assert read(source).title == title
