"""Drafts: who sees them, what a save stamps and refuses, what is kept while somebody types."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.database import db, writing
from forumhub.errors import Conflict, NotAllowed, NotFound, RuleBroken
from forumhub.minutes import actions, queries
from forumhub.minutes.comparing import compare
from forumhub.minutes.models import Document, WorkingCopy
from forumhub.minutes.texts import TextsRefused
from tests.minutes.arranging import CHINESE, ENGLISH, RUSSIAN, STAMPED
from tests.world import NOW


def test_create_agenda_begins_with_what_is_open(meeting):
    meeting.agreed()

    ulid = meeting.create("BY", "agenda", language="ru")

    assert meeting.sources(ulid)["ru"] == (
        "# Повестка дня: Третья встреча\n\nПекин, 12 ноября 2026 г.\n\n"
        "## 1. Открытие и утверждение повестки дня\n\n## 2. Ход выполнения прежних решений\n\n"
        "- **СТАТУС A-1** (в работе): Назначить дежурных.\n\n"
        "## 3. Дата и место следующей встречи\n\n## 4. Разное\n"
    )


def test_create_minutes_begin_with_the_agenda(meeting):
    agenda = meeting.create("CN", "agenda", language="zh")
    meeting.save(agenda, zh="# 议程\n\n## 1. 开幕 (10 min; CN-MPS)\n\n## 2. 网络诈骗 (40 min)\n")

    ulid = meeting.create("BY", language="zh")

    assert meeting.sources(ulid)["zh"] == (
        "# 纪要：第三次高级别会晤\n\n北京, 2026年11月12日\n\n## 出席人员\n\n"
        "### 白俄罗斯 (BY)\n\n- head_of_delegation by — 代表团团长\n\n"
        "### 中国 (CN)\n\n- head_of_delegation cn — 代表团团长\n\n"
        "## 1. 开幕\n\n## 2. 网络诈骗\n"
    )


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
        if queries.documents_of(meeting._event().id, meeting.world.reader(party, role))
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


def test_save_stamps_ids_and_nothing_else(meeting):
    ulid = meeting.create()

    number = meeting.save(ulid, en=ENGLISH)

    assert (number, meeting.sources(ulid)) == (2, {"en": STAMPED})


def test_save_again_changes_nothing(meeting):
    ulid = meeting.create()
    meeting.save(ulid, en=ENGLISH)

    number = meeting.save(ulid, en=STAMPED)

    assert number is None
    assert queries.latest_revision(meeting.document(ulid).id).number == 2


def test_save_stamps_the_working_language_only(meeting):
    ulid = meeting.create(language="ru")

    meeting.save(ulid, ru=RUSSIAN.replace(" C-1", "").replace(" D-1", "").replace(" A-1", ""), zh=CHINESE)

    assert meeting.sources(ulid) == {"ru": RUSSIAN, "zh": CHINESE}


def test_save_stale_base(meeting):
    ulid = meeting.create()
    meeting.save(ulid, "BY", en="# Белорусская сторона\n")

    with pytest.raises(Conflict):
        meeting.save(ulid, "CN", base=1, en="# 中方\n")
    assert meeting.sources(ulid) == {"en": "# Белорусская сторона\n"}


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        (
            STAMPED + "- **CONCERN C-1** (CN): Again.\n",
            10,
            "C-1 stands already in line 7; leave the id out and saving will issue one.",
        ),
        (
            STAMPED.replace("C-1", "C-9"),
            7,
            "C-9 was never issued; leave the id out and saving will issue one.",
        ),
        (
            STAMPED.replace("- **CONCERN C-1** (BY): Replies are slow.\n", ""),
            7,
            "C-1 stood in line 7 of the revision before; it leaves by **STATUS C-1** (withdrawn).",
        ),
    ],
)
def test_save_refuses_ids(meeting, text, line, sentence):
    ulid = meeting.create()
    meeting.save(ulid, en=ENGLISH)

    with pytest.raises(TextsRefused) as refused:
        meeting.save(ulid, en=text)

    assert [(r.line, str(r)) for r in refused.value.remarks["en"]][:1] == [(line, sentence)]
    assert meeting.sources(ulid) == {"en": STAMPED}


def test_save_lets_an_item_leave_by_withdrawal(meeting):
    ulid = meeting.create()
    meeting.save(ulid, en=ENGLISH)
    withdrawn = STAMPED.replace("- **CONCERN C-1** (BY): Replies", "- **STATUS C-1** (withdrawn): Replies")

    number = meeting.save(ulid, en=withdrawn)

    assert number == 3


@pytest.mark.parametrize("text", ["", " \n\t\n", "[" * 20_000, "# x\n" * 12_000])
def test_save_refuses_empty_and_boundless_texts(meeting, text):
    ulid = meeting.create()

    with pytest.raises(RuleBroken) as refused:
        meeting.save(ulid, en=text)

    assert refused.value.field == "text-en"


def test_saves_in_one_register_at_once_issue_no_id_twice(app, world):
    from tests.minutes.arranging import Meeting, make_event

    with app.app_context():
        meetings = [Meeting(world, make_event(world, f"M{letter}")) for letter in "ABCD"]
        register_id = meetings[0]._event().register_id
        for meeting in meetings[1:]:
            meeting._event().register_id = register_id
        db.session.commit()
        ulids = [meeting.create() for meeting in meetings]

    def save(place: int) -> list[str]:
        with app.app_context():
            for _attempt in range(10):
                try:
                    meetings[place].save(ulids[place], en="# x\n\n- **决定**：一\n- **决定**：二\n")
                    break
                except actions.IdsTaken:
                    continue
            source = meetings[place].sources(ulids[place])["en"]
            return [line.split("*")[2].removeprefix("决定 ") for line in source.split("\n") if "决定" in line]

    with ThreadPoolExecutor(4) as pool:
        issued = [code for codes in pool.map(save, range(4)) for code in codes]

    assert sorted(issued) == [f"D-{number}" for number in range(1, 9)]


def test_working_copy_is_private_and_leaves_with_a_save(meeting):
    ulid, now = meeting.create(), NOW
    by, other = meeting.world.reader("CN", "secretary"), meeting.world.reader("BY", "secretary")
    with writing():
        actions.keep_working_copy(meeting.document(ulid), {"en": "未保存", "ru": "набрано"}, 1, by=by, now=now)

    document_id = meeting.document(ulid).id
    kept = {code: copy.source for code, copy in queries.working_copies(document_id, by.person_id).items()}
    assert (kept, queries.working_copies(document_id, other.person_id)) == ({"en": "未保存", "ru": "набрано"}, {})
    assert queries.latest_revision(document_id).number == 1
    meeting.save(ulid, "BY", en="# other\n")
    assert db.session.query(WorkingCopy).count() == 2
    meeting.save(ulid, "CN", en="# mine\n")
    assert db.session.query(WorkingCopy).count() == 0


def test_documents_of_asks_as_often_for_many_as_for_one(meeting):
    from tests.counting import counted

    reader = meeting.world.reader("CN", "secretary")
    event_id = meeting._event().id
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


TEXTS = st.lists(st.sampled_from(["1.1 Да.\n", "通过议程。\n", "agreed\n", "\n", "last"]), max_size=8).map("".join)


@given(TEXTS, TEXTS)
def test_compare_holds_both_texts_whole(one, other):
    pieces = compare(one, other)

    assert "".join(piece.text for piece in pieces if piece.mark != "ins") == one
    assert "".join(piece.text for piece in pieces if piece.mark != "del") == other


def test_compare_marks_words():
    pieces = compare("同意开通渠道 in March\n", "同意关闭渠道 in May\n")

    marked = [(piece.mark, piece.text) for piece in pieces if piece.mark]
    assert marked == [("del", "开通"), ("ins", "关闭"), ("del", "March"), ("ins", "May")]
