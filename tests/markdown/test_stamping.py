"""Ids are stamped once, change nothing else, and never vanish silently (rules 2 and 3)."""

from collections.abc import Callable
from itertools import count

import pytest

from forumhub.markdown import check_ids, may_miss, missing_ids, read, read_bounded, stamp
from forumhub.markdown.words import LETTERS
from tests.markdown import texts


def issuing(first: int) -> Callable[[str], str]:
    numbers = count(first)
    return lambda kind: f"{LETTERS[kind]}-{next(numbers)}"


@pytest.mark.parametrize(
    ("source", "stamped"),
    [
        ("- **ACTION** (BY): x", "- **ACTION A-20** (BY): x"),
        ("1. __РЕШЕНИЕ__: да\r\n2. __РЕШЕНИЕ__: нет\r\n", "1. __РЕШЕНИЕ D-20__: да\r\n2. __РЕШЕНИЕ D-21__: нет\r\n"),
        ("-\t**行动**（BY）：做\r> - **行动**（BY）：引", "-\t**行动 A-20**（BY）：做\r> - **行动**（BY）：引"),
        (
            "\ufeff- **ACTION** (BY;\n\n- **ACTION**\n  (BY): x",
            "\ufeff- **ACTION** (BY;\n\n- **ACTION A-20**\n  (BY): x",
        ),
        ("- **STATUS** (done): x", "- **STATUS** (done): x"),
        ("- **ACTION A-014** (BY): x", "- **ACTION A-014** (BY): x"),
        ("- a\n    - **ACTION** (BY): **ACTION**", "- a\n    - **ACTION A-20** (BY): **ACTION**"),
    ],
)
def test_stamp_gives_ids_in_place_and_changes_nothing_else(source: str, stamped: str):
    assert stamp(source, issuing(20)) == stamped


@pytest.mark.parametrize("source", texts.LANGUAGES, ids=["en", "zh", "ru"])
def test_stamp_of_a_text_that_has_its_ids_is_the_text(source: str):
    assert stamp(source, issuing(20)) == source


def test_stamp_takes_the_document_that_was_read_already():
    source = "- **行动**（BY）：做\n"

    stamped = stamp(source, issuing(7), read_bounded(source))

    assert stamped == "- **行动 A-7**（BY）：做\n"


def test_missing_id_is_told_with_its_line_in_the_text_before():
    before = "# П\n\n- **РЕШЕНИЕ D-1**: да\n- **ACTION A-2** (BY): x\n- **STATUS A-9** (done): x\n"
    after = "- **ACTION A-2** (BY): y\n"

    (remark,) = missing_ids(before, read(after))

    assert (remark.line, remark.values, remark.blocks) == (3, {"id": "D-1", "line": "3"}, True)
    assert str(remark) == "D-1 stood in line 3 of the revision before; it leaves by **STATUS D-1** (withdrawn)."


@pytest.mark.parametrize(("state", "missing"), [("withdrawn", 0), ("撤回", 0), ("снято", 0), ("closed", 1)])
def test_missing_id_leaves_only_by_withdrawal(state: str, missing: int):
    remarks = missing_ids("- **DECISION D-1**: x", f"- **STATUS D-1** ({state}): x")

    assert len(remarks) == missing


def test_check_ids_refuses_what_stands_twice_or_was_never_issued():
    document = read(
        "- **ACTION A-1** (BY): x\n- **STATUS A-1** (done): x\n- **行动 A-1**（BY）：x\n- **ACTION A-2** (BY): x\n"
        "- **STATUS A-3** (done): x\n- **STATUS FORUM/A-3** (done): x\n- **ACTION** (BY): x\n"
        "- **ACTION A-01** (BY): x\n"
    )

    remarks = check_ids(document, {"A-1"})

    assert [(remark.line, str(remark)) for remark in remarks] == [
        (3, "A-1 stands already in line 1; leave the id out and saving will issue one."),
        (4, "A-2 was never issued; leave the id out and saving will issue one."),
        (5, "A-3 was never issued; leave the id out and saving will issue one."),
        (8, "A-01 was never issued; leave the id out and saving will issue one."),
    ]


@pytest.mark.parametrize(
    ("after", "may"),
    [(texts.RUSSIAN, False), (texts.ENGLISH.replace("**DECISION D-7**", "**DECISION**"), True), ("", True)],
)
def test_text_before_need_not_be_read_where_all_its_ids_are_kept(after: str, may: bool):
    assert may_miss(texts.ENGLISH, read(after)) == may
