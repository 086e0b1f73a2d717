"""Revisions: who sees which, what they changed, and how an old one comes back."""

import re

from forumhub.database import writing
from forumhub.minutes import actions, history
from tests.counting import counted
from tests.minutes.arranging import CHINESE, ENGLISH, NOW, RUSSIAN, STAMPED
from tests.minutes.reading_pages import document, hidden, made, textarea

LATER = "- **DECISION D-2**: 双方同意 Да.\n"


def test_find_steps_counts_words_by_language(meeting):
    ulid = meeting.create()
    meeting.save(ulid, en=ENGLISH)
    meeting.save(ulid, en=STAMPED.replace("delays", "long delays"), zh=CHINESE, ru=RUSSIAN)
    found = meeting.document(ulid)

    steps, more = history.find_steps(found.id, meeting.world.reader("BY", "secretary"))

    assert [step.revision.number for step in steps] == [3, 2, 1]
    assert steps[0].words["en"] == (1, 0)
    assert (steps[0].words["zh"][1], steps[0].words["ru"][1], more) == (0, 0, None)


def test_find_steps_of_a_side_before_sharing_is_its_own(meeting):
    ulid = meeting.create(shared=False)
    meeting.save(ulid, en="# Только для нас 内部\n")
    meeting.save(ulid, en="# Open\n")
    secretary = meeting.world.reader("CN", "secretary")
    with writing():
        actions.share_document(meeting.document(ulid), by=secretary, now=NOW)
    meeting.save(ulid, "BY", en="# Open to all\n")

    def numbers(reader):
        steps, _more = history.find_steps(meeting.document(ulid).id, reader)
        return [step.revision.number for step in steps]

    assert numbers(secretary) == [4, 3, 2, 1]
    assert numbers(meeting.world.reader("BY", "secretary")) == [4, 3]
    assert numbers(meeting.world.reader("BY", "delegate")) == []


def test_revisions_ask_the_database_as_often_for_two_as_for_many(held):
    ulid = made(held)
    secretary = held.world.signed_in("CN", "secretary")
    made(held, "save", ulid, en="# 一\n")
    secretary.text(f"/minutes/{ulid}/revisions")
    with counted() as few:
        secretary.text(f"/minutes/{ulid}/revisions")
    for number in range(4):
        made(held, "save", ulid, "BY", en=f"# Пересмотр {number}\n")

    with counted() as many:
        secretary.text(f"/minutes/{ulid}/revisions")

    assert len(many) == len(few)


def test_comparison_marks_words_and_keeps_text_escaped(held):
    ulid = made(held)
    made(held, "save", ulid, en="# Итог\n\n1.1 同意开通 <b>channel</b>.\n")
    made(held, "save", ulid, en="# Итог\n\n1.1 同意关闭 <b>channel</b>.\n")

    page = held.world.signed_in("BY", "head_of_delegation").text(f"/minutes/{ulid}/revisions/2/3")

    assert re.findall(r"<(?:del|ins)>.*?</", page) == ["<del>开通</", "<ins>关闭</"]
    assert "&lt;b&gt;channel&lt;/b&gt;" in page


def test_comparison_with_a_revision_that_is_not_there_is_not_found(held):
    ulid = made(held)

    answer = held.world.signed_in("CN", "secretary").get(f"/minutes/{ulid}/revisions/1/9")

    assert answer.status_code == 404


def test_revisions_by_a_number_that_none_could_have(held):
    ulid = made(held)
    secretary = held.world.signed_in("CN", "secretary")

    paths = [f"?before={10**30}", "?before=-1", f"/compare?one={10**30}&other=1", "/compare?one=1&other=-1"]
    answers = [secretary.get(f"/minutes/{ulid}/revisions{path}").status_code for path in paths]

    assert answers == [200, 200, 422, 422]


def test_restore_withdraws_what_was_entered_since_and_saves_as_a_new_revision(held):
    ulid = made(held)
    made(held, "save", ulid, en=ENGLISH)
    made(held, "save", ulid, en=STAMPED + "- **DECISION**: 双方同意 Да.\n")
    secretary = held.world.signed_in("CN", "secretary")

    page = secretary.text(f"/minutes/{ulid}/revisions/2/restore")

    text = textarea(page, "en")
    assert text == STAMPED + "\n- **STATUS D-2** (withdrawn): 双方同意 Да.\n"
    assert secretary.post(f"/minutes/{ulid}/edit", {"base": hidden(page, "base"), "text-en": text}).status_code == 302
    assert document(held)[1:] == (text, 4)


def test_revision_text_names_its_base(held):
    ulid = made(held)
    made(held, "save", ulid, en="# 纪要 Протокол\n")

    answer = held.world.signed_in("CN", "secretary").get(f"/minutes/{ulid}/revisions/2/en.md")

    assert answer.data.decode() == "# 纪要 Протокол\n"
    assert answer.headers["Content-Disposition"] == "attachment; filename=HLM-minutes-r2-en.md"
