"""Language versions agree in headings' numbers and items' fields (rule 7)."""

import pytest

from forumhub.markdown import concordance, read
from tests.markdown import texts


def differences(working: str, other: str) -> list[tuple[int, str]]:
    return [(remark.line, str(remark)) for remark in concordance(read(working), read(other))]


@pytest.mark.parametrize("other", texts.LANGUAGES, ids=["en", "zh", "ru"])
@pytest.mark.parametrize("working", texts.LANGUAGES, ids=["en", "zh", "ru"])
def test_versions_that_say_the_same_agree(working: str, other: str):
    assert differences(working, other) == []


@pytest.mark.parametrize(
    ("written", "instead", "sentence"),
    [
        (
            "BY-MIA；会同",
            "BY-KGB；会同",
            "ACTION A-14: owners is BY-KGB here and BY-MIA in line 21 of the working text.",
        ),
        ("已完成", "受阻", "STATUS A-9: state is blocked here and done in line 23 of the working text."),
        ("会同：CN-MPS；", "", "ACTION A-14: with is — here and CN-MPS in line 21 of the working text."),
        (
            "期限 2027-04-15",
            "期限 2027-04-16",
            "ACTION A-15: due is 2027-04-16 here and 2027-04-15 in line 22 of the working text.",
        ),
        (
            "依据 CN-BY-2016 第2条",
            "依据 CN-BY-2016 第3条",
            "DECISION D-7: under is CN-BY-2016 art. 3 here and CN-BY-2016 art. 2 in line 20 of the working text.",
        ),
        ("源自 R-5", "源自 R-6", "DECISION D-7: from is R-6 here and R-5 in line 20 of the working text."),
        (
            "A-14、A-15）",
            "A-14）",
            "STATUS A-11: split into is A-14 here and A-14, A-15 in line 24 of the working text.",
        ),
        (
            "行动 A-14",
            "建议 A-14",
            "RECOMMENDATION A-14: kind is RECOMMENDATION here and ACTION in line 21 of the working text.",
        ),
    ],
)
def test_each_field_that_differs_is_named(written: str, instead: str, sentence: str):
    other = texts.CHINESE.replace(written, instead)

    assert [told for _, told in differences(texts.ENGLISH, other)] == [sentence]


def test_order_of_owners_may_differ_since_each_side_names_itself_first():
    other = texts.CHINESE.replace("BY、CN；", "CN、BY；")

    assert differences(texts.ENGLISH, other) == []


def test_items_and_headings_that_are_missing_or_added_are_named():
    working = "## 1. A\n\n- **ACTION A-1** (BY): x\n- **ACTION A-2** (BY): x\n\n## 2. B\n"
    other = "## 一、甲\n\n- **行动 A-1**（BY）：x\n- **行动 A-3**（BY）：x\n\n## 三、丙\n"

    told = differences(working, other)

    assert told == [
        (1, "Heading 2 is missing; it is in line 6 of the working text."),
        (3, "ACTION A-2 is missing; it is in line 4 of the working text."),
        (4, "ACTION A-3 is not in the working text."),
        (6, "Heading 3 is not in the working text."),
    ]


def test_clause_spelled_in_either_way_is_the_same():
    assert (
        differences("- **DECISION D-1** (under X-1 art. 5.2): a", "- **РЕШЕНИЕ D-1** (согласно X-1 ст. 5(2)): б") == []
    )


def test_headings_in_another_order_are_told():
    assert differences("## 1. A\n\n## 2. B\n", "## 2. Б\n\n## 1. А\n") == [
        (1, "The headings stand in another order than in the working text.")
    ]
