"""Drafts: with what they begin, and who sees them."""

import pytest

from forumhub.database import db, writing
from forumhub.errors import NotAllowed, NotFound, RuleBroken
from forumhub.followup.models import Item
from forumhub.markdown import NO_STATE
from forumhub.minutes import actions, queries
from forumhub.minutes.circulation import all_remarks
from forumhub.minutes.models import Document
from forumhub.minutes.texts import read_texts
from forumhub.parties.queries import all_parties
from tests.world import NOW


def test_create_agenda_begins_with_what_is_open(meeting):
    meeting.agreed()

    ulid = meeting.create("BY", "agenda", language="ru")

    assert meeting.sources(ulid)["ru"] == (
        "# Повестка дня: Третья встреча\n\nПекин, 12 ноября 2026 г.\n\n"
        "## 1. Открытие и утверждение повестки дня\n\n## 2. Ход выполнения прежних решений\n\n"
        "- **СТАТУС A-1**: Назначить дежурных.\n\n"
        "## 3. Дата и место следующей встречи\n\n## 4. Разное\n"
    )
    assert meeting.circulate(ulid).document.state == "circulated"


def test_a_status_that_freezing_refuses_is_remarked_in_the_draft(meeting):
    ulid = meeting.agreed()
    with writing():
        db.session.query(Item).filter_by(code="C-1").one().state = "closed"
    lines = ["A-1**", "A-1** (blocked)", "D-1** (done)", "D-1** (closed)", "C-1** (closed)", "FORUM/A-9** (closed)"]
    reading = read_texts({"en": "# M\n\n" + "".join(f"- **STATUS {line}: x.\n" for line in lines)}, "en")

    remarks = all_remarks(meeting.document(ulid), reading, meeting.world.reader("BY", "secretary"))

    assert [(r.line, r.blocks, str(r)) for r in remarks["en"]] == [
        (3, True, NO_STATE % {"states": "in progress, done, blocked, closed, returned, withdrawn"}),
        (5, True, "Actions are in progress, done, blocked or returned; other items are closed, withdrawn or replaced."),
        (7, True, "It is closed; minutes that every party agrees can return it."),
        (8, True, "FORUM/A-9 is in no register on which this meeting's parties alone decide."),
    ]


def test_create_minutes_begin_with_the_agenda(meeting):
    agenda = meeting.create("CN", "agenda", language="zh")
    meeting.save(agenda, zh="# 议程\n\n## 1. 开幕 (10 min; CN-MPS)\n\n## 2. 网络诈骗 (40 min)\n")

    ulid = meeting.create("BY", language="zh")

    assert meeting.sources(ulid)["zh"] == (
        "# 纪要：第三次高级别会晤\n\n北京，2026年11月12日\n\n## 出席人员\n\n"
        "### 白俄罗斯（BY）\n\n- head_of_delegation by — 代表团团长\n\n"
        "### 中国（CN）\n\n- head_of_delegation cn — 代表团团长\n\n"
        "## 1. 开幕\n\n## 2. 网络诈骗\n"
    )


def test_minutes_that_every_party_sees_at_once_take_nothing_of_one_sides_own_agenda(meeting):
    agenda = meeting.create("CN", "agenda", shared=False, language="zh")
    meeting.save(agenda, zh="# 议程\n\n## 1. 我方底线\n")

    own, of_the_other = (meeting.create(code, shared=False, language="zh") for code in ("CN", "BY"))
    of_all = meeting.create("CN", language="zh")

    texts = [meeting.sources(ulid)["zh"] for ulid in (own, of_the_other, of_all)]
    assert ["我方底线" in text for text in texts] == [True, False, False]


def test_create_minutes_without_an_agenda(meeting):
    ulid = meeting.create("CN")

    headings = [line for line in meeting.sources(ulid)["en"].split("\n") if line.startswith("## ")]
    assert headings == [
        "## Attendance",
        "## 1. Opening and adoption of the agenda",
        "## 2. Matters arising",
        "## 3. Date and place of the next meeting",
    ]


def test_create_second_shared_document_of_a_kind(meeting):
    meeting.create("CN")

    with pytest.raises(RuleBroken, match="one already"):
        meeting.create("BY")


def test_create_own_drafts_of_both_sides(meeting):
    drafts = [meeting.create("CN", shared=False), meeting.create("BY", shared=False)]

    states = [meeting.document(ulid).state for ulid in drafts]
    assert states == ["party_draft", "party_draft"]


def test_create_by_a_secretary_of_no_party_of_the_event(meeting):
    with pytest.raises(NotAllowed):
        meeting.create("KZ")


@pytest.mark.parametrize(
    ("state", "seen"),
    [
        ("party_draft", {"CN organizer", "CN secretary", "CN head_of_delegation"}),
        (
            "shared_draft",
            {f"{party} {role}" for party in ("CN", "BY") for role in ("organizer", "secretary", "head_of_delegation")},
        ),
        (
            "circulated",
            {
                f"{party} {role}"
                for party in ("CN", "BY")
                for role in ("administrator", "organizer", "secretary", "head_of_delegation", "delegate", "observer")
            },
        ),
    ],
)
def test_documents_of_event_by_reader(meeting, state, seen):
    ulid = {
        "party_draft": lambda: meeting.create("CN", shared=False),
        "shared_draft": meeting.create,
        "circulated": meeting.circulated,
    }[state]()

    found = {
        f"{party} {role}"
        for party, role in meeting.world.person
        if queries.documents_of(meeting.row().id, meeting.world.reader(party, role))
    }
    assert found == seen
    with pytest.raises(NotFound):
        queries.get_document(ulid, meeting.world.reader("KZ", "secretary"))


def test_share_shows_the_draft_to_the_other_side(meeting):
    ulid = meeting.create("CN", shared=False)
    reader = meeting.world.reader("CN", "secretary")

    with writing():
        actions.share_document(meeting.document(ulid), by=reader, now=NOW)

    other = queries.get_document(ulid, meeting.world.reader("BY", "secretary"))
    assert other.state == "shared_draft"


def test_share_where_another_is_shared_already(meeting):
    own = meeting.create("CN", shared=False)
    meeting.create("BY")

    with pytest.raises(RuleBroken), writing():
        actions.share_document(meeting.document(own), by=meeting.world.reader("CN", "secretary"), now=NOW)
    assert meeting.document(own).state == "party_draft"


def test_share_by_a_side_that_is_no_party_of_the_event_any_more(meeting):
    own = meeting.create("CN", shared=False)
    with writing():
        meeting.row().parties = [party for party in all_parties() if party.code == "BY"]

    with pytest.raises(NotAllowed), writing():
        actions.share_document(meeting.document(own), by=meeting.world.reader("CN", "secretary"), now=NOW)
    assert meeting.document(own).state == "party_draft"


def test_documents_of_asks_as_often_for_many_as_for_one(meeting):
    from tests.counting import counted

    reader = meeting.world.reader("CN", "secretary")
    event_id = meeting.row().id
    meeting.create("CN", "agenda")
    db.session.expire_all()
    with counted() as one:
        queries.documents_of(event_id, reader)
    meeting.create("CN")
    db.session.expire_all()
    with counted() as two:
        found = queries.documents_of(event_id, reader)

    assert [type(document) for document in found] == [Document, Document]
    assert len(two) == len(one)


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", "12 November 2026"), ("zh", "2026年11月12日"), ("ru", "12 ноября 2026 г.")],
)
def test_a_new_text_is_dated_as_documents_are(meeting, language, line):
    ulid = meeting.create(language=language)

    head = meeting.sources(ulid)[language].split("\n")[2]

    assert head == {"en": f"Beijing, {line}", "zh": f"北京，{line}", "ru": f"Пекин, {line}"}[language]
