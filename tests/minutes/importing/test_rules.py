"""Old minutes read line by line: what is found, what is passed over and why."""

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumhub.markdown import TooMuch, read
from forumhub.minutes.importing.composing import Choice, compose, spelled
from forumhub.minutes.importing.dates import due_of, written_dates
from forumhub.minutes.importing.owners import owners_of
from forumhub.minutes.importing.rules import MOST_LINES, propose
from forumhub.minutes.importing.sections import kind_of
from forumhub.minutes.working import language_of_letters

NAMES = {"BY-MIA": "BY-MIA", "Belarus": "BY", "BY": "BY", "中国": "CN", "Китай": "CN", "МВД": "BY-MIA"}

ENGLISH = """# Third meeting

## Present

- [x] A. Smith - Ministry of the Interior
- [ ] B. Jones - Ministry of Justice
Regrets: C. Brown

Discussion was due to begin at nine. @dave agreed with that.

- ACTION: Belarus to name the officers by 4 March 2027
- [ ] read the report
- **Decision:** the channel opens
It was agreed to meet again.

## Action items from the last meeting

- done already

## Action items

| Item | Who |
| ---- | --- |
| Send the list | BY-MIA |
| item | who |
"""
CHINESE = (
    "参会人员：王明、李华（外交部）\n\n## 会议结论\n\n- 渠道开通\n\n"
    "## 待办事项\n\n- 2027年3月4日前指定人员 负责人：中国\n"
)
RUSSIAN = (
    "- **Участники**:\n  - Иванов Иван\n- **Протоколист**: Пётр\n\nРешили: открыть канал\n\n"
    "Поручение: МВД: назначить дежурных, срок 4 марта 2027 г.\n"
)


NUMBERED = """# Board

### Action 1.
BY-MIA to name the officers
on duty.

What was said of it.

### 行动2

- 指定人员
- 测试渠道

**Поручение № 3**

МВД: назначить дежурных

Action item 4:
Send the list.

### Decision 5

The channel opens.
- and this explains it

## Resolution 2024 of the board

No decision.
"""


def found(text: str) -> list[tuple[int, str]]:
    return [(each.line, each.proposed) for each in propose(text, NAMES).found]


def test_english_minutes_are_read_as_they_are_written():
    report = propose(ENGLISH, NAMES)

    assert [(each.line, each.proposed) for each in report.found] == [
        (5, "- A. Smith - Ministry of the Interior"),
        (11, "- **ACTION** (BY; due 2027-03-04): Belarus to name the officers by 4 March 2027"),
        (13, "- **DECISION**: the channel opens"),
        (14, "- **DECISION**: It was agreed to meet again."),
        (24, "- **ACTION**: Send the list"),
    ]
    assert [(each.line, each.kind, each.why) for each in report.passed] == [
        (6, "ATTENDANCE", "The box is empty, so they were not there."),
        (7, "ATTENDANCE", "They are named as absent."),
        (18, "ACTION", "The section is about what earlier meetings decided."),
    ]


def test_chinese_and_russian_minutes_are_read_as_they_are_written():
    assert found(CHINESE) == [
        (1, "- 王明"),
        (1, "- 李华（外交部）"),
        (5, "- **DECISION**: 渠道开通"),
        (9, "- **ACTION** (CN; due 2027-03-04): 2027年3月4日前指定人员 负责人：中国"),
    ]
    assert found(RUSSIAN) == [
        (2, "- Иванов Иван"),
        (5, "- **DECISION**: открыть канал"),
        (7, "- **ACTION** (BY-MIA; due 2027-03-04): МВД: назначить дежурных, срок 4 марта 2027 г."),
    ]


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2019-03-04", ["2019-03-04"]),
        ("2019年3月4日", ["2019-03-04"]),
        ("4 марта 2019 г.", ["2019-03-04"]),
        ("4 мая 2019", ["2019-05-04"]),
        ("March 4th, 2019", ["2019-03-04"]),
        ("4 May 2019", ["2019-05-04"]),
        ("04.03.2019", ["2019-03-04"]),
        ("03/04/2019", ["2019-03-04", "2019-04-03"]),
        ("25/04/2019", ["2019-04-25"]),
        ("2019-02-30", []),
        ("due to the rain", []),
        ("4 March", []),
    ],
)
def test_date_is_read_where_it_has_one_meaning(written: str, days: list[str]):
    assert [day.isoformat() for each in written_dates(written) for day in each.days] == days


def test_due_date_stands_behind_a_word_for_it_and_two_meanings_are_asked_about():
    (asked,) = propose("ACTION: send it by 03/04/2019", {}).found

    assert (asked.due, asked.asked) == (None, ("2019-03-04", "2019-04-03"))
    assert due_of("as decided on 2019-03-04, send it") is None


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("Belarus to send it", ("BY",)),
        ("BY-MIA: send it", ("BY-MIA",)),
        ("send it (BY-MIA and 中国)", ("BY-MIA", "CN")),
        ("send it, ответственный: МВД", ("BY-MIA",)),
        ("Belarus and Dave to send it", ()),
        ("send it to Belarus", ()),
        ("@BY send it", ()),
    ],
)
def test_owner_is_a_party_or_organ_that_the_text_names_exactly(text: str, owners: tuple[str, ...]):
    assert owners_of(text, {name.casefold(): code for name, code in NAMES.items()}) == owners


def test_draft_holds_what_was_taken_and_the_rest_as_it_stands():
    report = propose(ENGLISH, NAMES)
    taken = [Choice(each, each.line not in (13, 14), each.proposed) for each in report.found]

    text = compose(ENGLISH, taken, "Minutes", "en")
    document = read(text)

    assert document.title == "Third meeting"
    assert [(item.kind, item.owners, item.due, item.text) for item in document.items] == [
        ("ACTION", ("BY",), "2027-03-04", "Belarus to name the officers by 4 March 2027"),
        ("ACTION", (), None, "Send the list"),
    ]
    assert [person.name for group in document.attendance for person in group.persons] == [
        "A. Smith - Ministry of the Interior"
    ]
    assert [line for line in ENGLISH.split("\n") if line.strip() and line not in text.split("\n")] == [
        "## Present",
        "- [x] A. Smith - Ministry of the Interior",
        "- ACTION: Belarus to name the officers by 4 March 2027",
    ]


def test_nothing_taken_leaves_the_text_as_it_was():
    choices = [Choice(each, False, each.proposed) for each in propose(CHINESE, NAMES).found]

    assert compose(CHINESE, choices, "纪要", "zh") == f"# 纪要\n\n{CHINESE}"


def test_text_with_more_than_a_person_can_go_through_is_refused():
    with pytest.raises(TooMuch) as lines:
        propose("x\n" * MOST_LINES, {})
    with pytest.raises(TooMuch) as things:
        propose("".join(f"ACTION: send list {number}\n\n" for number in range(401)), {})

    assert "meeting by meeting" in str(lines.value)
    assert "More than 400 things" in str(things.value)


def test_what_nobody_sees_is_spelled_out_in_the_annex():
    assert spelled("a\u200bb\r\nё\u202e\n") == "a[U+200B]b\r\nё[U+202E]\n"


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [*ENGLISH.split("\n"), *CHINESE.split("\n"), *RUSSIAN.split("\n"), "```", "---", "|", "# "]
            ),
            st.text(max_size=30),
        ),
        max_size=25,
    ).map("\n".join)
)
@settings(max_examples=80, deadline=None)
def test_any_text_is_read_alike_each_time_and_its_draft_can_be_read(text: str):
    report = propose(text, NAMES)

    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert propose(text, NAMES) == report
    assert all(1 <= each.line <= each.last <= lines and "\n" not in each.proposed for each in report.found)
    assert [each.line for each in report.found] == sorted(each.line for each in report.found)
    read(compose(text, [Choice(each, True, each.proposed) for each in report.found], "Minutes", "en"))


def test_hostile_texts_are_read_in_time(shared_data: Path):
    texts = [path.read_bytes().decode("utf-8", "replace") for path in sorted((shared_data / "hostile").iterdir())]
    texts += [
        sign * (200_000 // len(sign)) for sign in ("[", "<", "**", "(", "> ", "- ", "Present: A b, ", "it was ", "1.")
    ]
    slow = []

    for text in texts:
        started = time.perf_counter()
        with suppress(TooMuch):
            propose(text, NAMES)
        if time.perf_counter() - started > 3:
            slow.append(text[:20])

    assert slow == []


def test_long_heading_is_looked_at_in_its_first_words_only():
    assert (kind_of("decisions"), kind_of("x" * 300 + " прошлой")) == ("DECISION", None)


def test_the_head_of_a_page_is_left_out_of_the_draft():
    head = "---\ntitle: 会议纪要\ntags:\n  - протокол\n---\n"

    drafts = [compose(text, [], "Minutes", "en") for text in (head + "Text.\n", "---\nText.\n---\nMore.\n")]

    assert drafts == ["# Minutes\n\nText.\n", "# Minutes\n\n---\nText.\n---\nMore.\n"]


def test_what_stands_below_a_drawn_line_is_read():
    texts = [
        "---\n\nDecision: 设立联络点。\n",
        "---\nText.\nDecision: 设立联络点。\n---\n",
        "---\ntitle: Decision: no\n---\n",
    ]

    assert [[found.text for found in propose(text, {}).found] for text in texts] == [
        ["设立联络点。"],
        ["设立联络点。"],
        [],
    ]


def test_the_language_is_that_of_most_letters():
    texts = ["会议于 Minsk 举行。", "Стороны приняли План A.", "The sides met in Пекин.", "12.03.2019"]
    texts.append(
        "会议纪要 <https://example.org/the-minutes-of-the-meeting?page=12> `the_name_of_a_file.md` secretariat@mia.by"
    )
    texts.append(
        "会议 [附件](annexes/the-list-of-the-persons-in-charge.pdf)\n\n```\nprint(everything that was said)\n```\n"
    )

    said = [language_of_letters(text, ["zh", "en", "ru"]) for text in texts]

    assert said == ["zh", "ru", "en", "zh", "zh", "zh"]
    assert language_of_letters("a" * 200_000 + "`[" * 20_000, ["zh", "en"]) == "en"


def test_a_numbered_heading_calls_what_stands_below_it_an_action_and_goes_with_it():
    read_of = propose(NUMBERED, NAMES).found

    assert [(each.head, each.line, each.last, each.proposed) for each in read_of] == [
        (3, 4, 5, "- **ACTION** (BY-MIA): BY-MIA to name the officers on duty."),
        (9, 11, 11, "- **ACTION**: 指定人员"),
        (0, 12, 12, "- **ACTION**: 测试渠道"),
        (14, 16, 16, "- **ACTION** (BY-MIA): МВД: назначить дежурных"),
        (18, 19, 19, "- **ACTION**: Send the list."),
        (21, 23, 23, "- **DECISION**: The channel opens."),
    ]
    draft = compose(NUMBERED, [Choice(each, each.line == 4, each.proposed) for each in read_of], "Board", "en")
    assert ("Action 1" in draft, "### 行动2" in draft, "What was said of it." in draft) == (False, True, True)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("### Attendees - 参会人\n- Libu\n", ["- Libu"]),
        ("## Участники / Participants\n- Иванов Иван\n", ["- Иванов Иван"]),
        ("## Conclusion/Resolution\n- Accept it\n", ["- **DECISION**: Accept it"]),
        ("MEMBERS PRESENT:\nCouncillors Browne, Butler, Mayor, Byrne\n", ["- Browne", "- Butler", "- Byrne"]),
        ("PRESENT:\n\nLynch, O’Brien,\n\nRyan.\n\nThe Mayor spoke.\n", ["- Lynch", "- O’Brien", "- Ryan"]),
        ("PRESENT IN THE CHAIR: K. Sheahan, Mayor.\n", ["- K. Sheahan, Mayor"]),
        ("It was agreed that both\n\nopen it.\n\nthen we left\n", ["- **DECISION**: It was agreed that both open it."]),
        ("ACTION 68.1: Send it\n\nThen we spoke.\n\nACTION 68.1: Send it\n", ["- **ACTION**: Send it"]),
        (f"- x\n  В следующей итерации планируется{' очень' * 6}:\n  - Роль\n- Фото\n", ["- **ACTION**: Роль"]),
    ],
)
def test_what_real_minutes_look_like_is_read_as_a_secretary_reads_it(text: str, lines: list[str]):
    assert [proposed for _line, proposed in found(text)] == lines


def test_persons_of_a_text_of_several_meetings_stand_in_the_draft_once():
    text = "Present: A. Smith\n\n## Second meeting\n\nPresent: A. Smith, B. Jones\n"

    draft = compose(text, [Choice(each, True, each.proposed) for each in propose(text, {}).found], "Two", "en")

    assert (draft.count("- A. Smith"), draft.count("- B. Jones")) == (1, 1)
