"""An agenda's text for another meeting. Pure."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forumhub.markdown import read, words
from forumhub.minutes.carrying import carried
from forumhub.minutes.skeletons import WORDS, Meeting, agenda, default_title

TITLES = {"en": "Forum on fraud", "zh": "打击诈骗论坛", "ru": "Форум по мошенничеству"}
OLD = Meeting(TITLES, {"en": "Minsk", "zh": "明斯克", "ru": "Минск"}, date(2027, 3, 11), ())
NEW = Meeting(
    {"en": "Second forum", "zh": "第二届论坛", "ru": "Второй форум"},
    {"en": "Beijing", "zh": "北京", "ru": "Пекин"},
    date(2028, 3, 9),
    (),
)
languages = pytest.mark.parametrize("language", ["en", "zh", "ru"])


def usual(meeting: Meeting, language: str, arising: str = "") -> str:
    return agenda(default_title("agenda", meeting.titles, language), meeting, arising, language)


@languages
@pytest.mark.parametrize("stub", ["", "- **STATUS A-14** (in progress): Name the officers\n  on duty."])
def test_the_usual_agenda_becomes_the_usual_one_of_the_new_meeting(language, stub):
    keyword = next(row for row in words.LANGUAGES if row.code == language).kinds[words.KINDS.index("STATUS")]
    source = usual(OLD, language, stub.replace("STATUS", keyword))

    text = carried(read(source), OLD, NEW, "", language)

    assert text.strip() == usual(NEW, language).strip()


@languages
def test_what_is_open_now_stands_where_what_was_open_then_stood(language):
    arising = "- **STATUS A-3** (done): 名单"

    text = carried(read(usual(OLD, language)), OLD, NEW, arising, language)

    assert text.strip() == usual(NEW, language, arising).strip()


OWN = """# Повестка дня расширенного заседания

Минск, 11 марта 2027 г.

## 1. Открытие

Вступительное слово: 10 минут.

- **ACTION A-1** (BY-MIA; due 2027-05-01): Назначить
дежурных.

  Второй абзац пункта.
- обычный пункт

- **DECISION**: Канал открыт.

Обычный текст после.

## 2. 诈骗

| Время | Тема |
| --- | --- |
| 09:00 | Кража |
"""


def test_words_of_ones_own_stay_and_items_go_whole():
    text = carried(read(OWN), OLD, NEW, "", "ru")

    assert text.splitlines() == [
        "# Повестка дня расширенного заседания",
        "",
        "Пекин, 9 марта 2028 г.",
        "",
        "## 1. Открытие",
        "",
        "Вступительное слово: 10 минут.",
        "",
        "- обычный пункт",
        "",
        "Обычный текст после.",
        "",
        "## 2. 诈骗",
        "",
        "| Время | Тема |",
        "| --- | --- |",
        "| 09:00 | Кража |",
    ]


LINES = ("", "# Title", "## 2. Matters arising", "- **ACTION A-1** (BY): x", "  - **DECISION**: y", "  words", "слова")
lines = st.sampled_from([*LINES, "- 一"])


@given(st.lists(lines, max_size=25))
@example(["- **ACTION A-1** (BY): x", "", "  words", "- **ACTION A-1** (BY): x"])  # the last is part of a paragraph
def test_no_item_is_left_and_carrying_again_changes_nothing(text):
    once = carried(read("\n".join(text)), OLD, NEW, "", "en")

    assert read(once).items == ()
    assert carried(read(once), NEW, NEW, "", "en") == once
    assert WORDS["en"].nothing_arising in once or "## 2. Matters arising" not in text
