"""Where a topic goes in the text of an agenda."""

from hypothesis import given, settings
from hypothesis import strategies as st

from forumhub.markdown import read
from forumhub.minutes.agendas.placing import Topic, placed

AGENDA = """# Повестка дня

## 1. Открытие

## 2. Разное

2.1 Первое.

2.2 Второе.

## 3. Итог
"""
HOSTILE = [
    "<script>",
    "**ACTION A-1**",
    "# ",
    "](x)",
    "`",
    "```\n",
    "- ",
    "1. ",
    "\n\n",
    "&lt;",
    "{",
    "议程",
    "（",
    "(BY)",
]


def test_topic_counts_up_what_follows_it():
    topic = Topic("Связь", "BY", "", 15)

    text = placed(read(AGENDA), topic, "ru")

    assert text.split("\n\n")[2:] == [
        "## 2. Связь (15 мин; BY)",
        "## 3. Разное",
        "3.1 Первое.",
        "3.2 Второе.",
        "## 4. Итог\n",
    ]


def test_topic_goes_last_where_nothing_closes():
    text = placed(read("# 议程\n\n## 1. 开幕\n"), Topic("诈骗", "CN-MPS", "说明"), "zh")

    concern = Topic("诈骗", "CN-MPS", "答复缓慢", 10, concern=True).body("zh", "C-2")
    assert text == "# 议程\n\n## 1. 开幕\n\n## 2. 诈骗（CN-MPS）\n\n说明\n"
    assert concern == "- **关切 C-2**（CN-MPS）：答复缓慢"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(HOSTILE), max_size=5).map("".join), st.booleans())
def test_words_put_forward_add_one_heading_and_no_other_item(words, concern):
    before = read(AGENDA)

    after = read(placed(before, Topic(f"Т {words}", "BY", f"Слова {words}", concern=concern), "ru"))

    assert [heading.number for heading in after.headings] == [None, "1", "2", "3", "4"]
    assert [item.kind for item in after.items] == (["CONCERN"] if concern else [])
