"""What the editor is offered, and ready texts, which the dialect reads without a remark of its own."""

import json

import pytest

from forumhub.markdown import read
from forumhub.minutes.completion.rules import GAP, gaps_left, languages, ready_texts
from tests.counting import counted
from tests.minutes.arranging import ENGLISH
from tests.minutes.reading_pages import made

SIDES = [("Беларусь *白俄罗斯*", "BY"), ("China", "CN")]


@pytest.mark.parametrize("code", ["en", "zh", "ru"])
def test_ready_texts_are_read_by_the_dialect(code):
    attendance, topic, decision, closing = ready_texts(code, SIDES)

    there = read(attendance.text)
    decided = read(decision.text)

    assert [side.party for side in there.attendance] == ["BY", "CN"]
    assert [item.kind for item in decided.items] == ["DECISION", "ACTION"]
    assert [text.text[text.caret] for text in (attendance, topic, decision, closing)] == [GAP] * 4
    assert [len(gaps_left(text.text)) for text in (attendance, topic, closing)] == [2, 2, 1]
    assert [remark.msgid for item in read(f"- **DECISION D-1**: {GAP}").items for remark in item.warnings] == [
        "The item says nothing; its text follows the colon."
    ]
    assert gaps_left(closing.text.replace(GAP, "Минск")) + gaps_left("He said: “We … agree.”\n1. And so on …") == []


def test_every_language_has_as_many_words_as_english():
    words = languages()

    shapes = {tuple(len(each[name]) for name in ("kinds", "fields", "states", "dues")) for each in words.values()}

    assert (set(words), len(shapes)) == ({"en", "zh", "ru"}, 1)


def test_words_are_those_that_the_reader_may_refer_to_and_are_kept_by_the_browser(held):
    ulid = made(held)
    made(held, "save", ulid, en=ENGLISH)
    hidden, secretary = f"/minutes/{ulid}/words", held.world.signed_in("BY", "secretary")
    before = json.loads(secretary.get(hidden).data)
    made(held, "circulate", ulid)
    made(held, "object", ulid, "BY")

    with counted() as asked:
        answer = secretary.get(hidden)
    again = secretary.get(hidden, headers={"If-None-Match": answer.headers["ETag"]})

    words = json.loads(answer.data)
    assert [each["text"] for each in words["codes"]][:2] == ["BY", "CN"]
    assert ("CN-BY-2016", "2") in {(each["code"], each["number"]) for each in words["clauses"]}
    assert (before["ids"], words["languages"]["ru"]["fields"][2]) == ([], "согласно")
    assert (again.status_code, answer.headers["Cache-Control"]) == (304, "private, no-cache")
    assert len(asked) <= 20
