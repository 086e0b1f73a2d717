"""What an item says: kinds, ids, fields and states in every language (minutes-dialect.md, 'Items' and 'As data')."""

import json

import pytest

from forumhub.markdown import Item, items_as_json, read
from forumhub.markdown.words import KINDS, LANGUAGES, LETTERS, STATES
from tests.markdown import texts

EMPTY: dict[str, object] = {
    "kind": "ACTION",
    "id": "A-14",
    "owners": ["BY-MIA"],
    "state": None,
    "with": [],
    "under": [],
    "from": [],
    "split_into": [],
    "superseded_by": [],
    "due": None,
    "priority": None,
    "evidence": None,
    "text": "Name.",
    "section": None,
    "line": 1,
    "warnings": [],
}


def only(source: str) -> Item:
    (item,) = read(source).items
    return item


def test_item_as_data_has_the_keys_of_the_page_in_its_order():
    source = "- **ACTION A-14** (BY-MIA): Name."

    data = json.loads(items_as_json(source))

    assert [list(entry.items()) for entry in data] == [list(EMPTY.items())]


@pytest.mark.parametrize("source", texts.LANGUAGES, ids=["en", "zh", "ru"])
def test_example_of_the_page_gives_the_same_data_in_every_language(source: str):
    english = [item.as_dict() for item in read(texts.ENGLISH).items]

    data = [item.as_dict() for item in read(source).items]

    told = {"text", "evidence"}
    assert [{k: v for k, v in entry.items() if k not in told} for entry in data] == [
        {k: v for k, v in entry.items() if k not in told} for entry in english
    ]
    assert (len(data), [entry["warnings"] for entry in data]) == (7, [[]] * 7)


def test_example_of_the_page_gives_every_field():
    action, status, split = (read(texts.ENGLISH).items[place].as_dict() for place in (3, 5, 6))

    assert action == EMPTY | {
        "with": ["CN-MPS"],
        "under": ["CN-BY-2016 art. 2"],
        "from": ["D-7"],
        "due": "2027-03-01",
        "text": "Name the officers on duty.",
        "section": "2",
        "line": 21,
    }
    assert (status["owners"], status["state"], status["evidence"]) == ([], "done", "CN note 114/2026")
    assert (split["state"], split["split_into"]) == (None, ["A-14", "A-15"])


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
@pytest.mark.parametrize("kind", KINDS)
def test_keyword_of_each_language_names_its_kind(language, kind: str):
    word = language.kinds[KINDS.index(kind)]

    item = only(f"- **{word} {LETTERS.get(kind, 'A')}-3** (BY): текст 文本")

    assert (item.kind, item.id, item.text) == (kind, f"{LETTERS.get(kind, 'A')}-3", "текст 文本")


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
@pytest.mark.parametrize("state", STATES)
def test_state_of_each_language_is_told_in_english(language, state: str):
    word = language.states[STATES.index(state)]

    item = only(f"- **STATUS A-3** ({word}): x")

    assert (item.state, item.warnings) == (state, ())
