"""A near miss is a remark that blocks, with the corrected line offered (rule 8)."""

import pytest

from forumhub.markdown import Remark, read


def remarks(source: str) -> list[Remark]:
    return list(read(source).remarks)


@pytest.mark.parametrize(
    ("source", "suggestion"),
    [
        ("ACTION: call", "- **ACTION**: call"),
        ("action: call", "- **ACTION**: call"),
        ("Action item: call", "- **ACTION**: call"),
        ("**ACTION A-14** (BY): call", "- **ACTION A-14** (BY): call"),
        ("- ACTION A-14 (BY): call", "- **ACTION A-14** (BY): call"),
        ("- **action A-14** (BY): call", "- **ACTION A-14** (BY): call"),
        ("- **ACTION:** call", "- **ACTION**: call"),
        ("- **ACTION A-14:** (BY) call", "- **ACTION A-14** (BY): call"),
        ("- **ACTION** A-14 (BY): call", "- **ACTION A-14** (BY): call"),
        ("- **ACTION A-14 (BY)**: call", "- **ACTION A-14** (BY): call"),
        ("- **ACTION A-14** (BY) call", "- **ACTION A-14** (BY): call"),
        ("- **ACTION a14** (BY): call", "- **ACTION A-14** (BY): call"),
        ("- *ACTION A-14* (BY): call", "- **ACTION A-14** (BY): call"),
        ("- [ ] **ACTION A-14** (BY): call", "- **ACTION A-14** (BY): call"),
        ("1) **ACTION A-14** (BY): call", "- **ACTION A-14** (BY): call"),
        ("•\u00a0**ACTION A-14** (BY): call", "- **ACTION A-14** (BY): call"),
        ("3. ACTION A-14 (BY): call", "3. **ACTION A-14** (BY): call"),
        ("- **ACTION** — call", "- **ACTION**: call"),
        ("- **DECISION 68.1:** move *on*", "- **DECISION**: 68.1: move *on*"),
        ("行动：致电", "- **行动**: 致电"),
        ("- **行动：**指", "- **行动**: 指"),
        ("- 行动 A-3（BY）：致电", "- **行动 A-3** （BY）: 致电"),
        ("-\u3000**行动 A-3**（BY）：致电", "- **行动 A-3** （BY）: 致电"),
        ("Поручение: позвонить", "- **ПОРУЧЕНИЕ**: позвонить"),
        ("- **PЕШЕНИЕ D-1**: позвонить", "- **РЕШЕНИЕ D-1**: позвонить"),
        ("- **АCTION A-1** (BY): call", "- **ACTION A-1** (BY): call"),
    ],
)
def test_near_miss_offers_a_line_that_is_an_item(source: str, suggestion: str):
    before = read(source)

    (remark,) = before.remarks

    assert (len(before.items), remark.line, remark.blocks, remark.suggestion) == (0, 1, True, suggestion)
    assert len(read(suggestion).items) == 1


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("Text:\n- **ACTION A-1** (BY): x\n- b\n", 2),
        ("Text\nACTION: x\n", 2),
        ("- a\nACTION: x\n", 2),
        ("- **DECISION D-1**: a\n**ACTION A-1** (BY): x\n", 2),
        ("正文\n\n- a\n\n    行动：致电\n", 5),
        ("- **DECISION D-1**: a\n    * Поручение: b\n", 2),
        ("1. **ACTION A-1** (BY): x\n-----\n", 1),
    ],
)
def test_near_miss_becomes_an_item_when_the_suggestion_replaces_its_line(source: str, line: int):
    (remark,) = read(source).remarks
    lines = source.split("\n")

    lines[remark.line - 1] = remark.suggestion or ""

    assert remark.line == line
    assert "ACTION" in [item.kind for item in read("\n".join(lines)).items]


@pytest.mark.parametrize(
    "source",
    [
        "Action items for next week",
        "Decision making is hard.",
        "The ACTION: call",
        "concern with the expanding crisis",
        "## Decision",
        "## Решение",
        "**Decision**",
        "**Recommendation of Draft Standing Orders**",
        "**Решение должно:** быть",
        "行动计划已通过。",
        "建议各方继续努力。",
        "Status quo: kept",
        "Actions: none",
        "Поручения даны.",
        "> ACTION: call",
        "    ACTION: call",
        "```\nACTION: call\n```",
        "| ACTION: call |\n|---|\n| ACTION: call |",
        "`ACTION: call`",
        "- **ACTION A-1** (BY): call",
    ],
)
def test_word_in_prose_quotation_or_code_is_no_near_miss(source: str):
    assert remarks(source) == []


def test_near_miss_sentence_shows_what_would_be_right():
    (remark,) = remarks("Итоги\n\nПоручение: позвонить")

    assert (remark.line, str(remark)) == (
        3,
        "This line looks like an item and is none; right would be: - **ПОРУЧЕНИЕ**: позвонить",
    )
