"""What a save stamps and refuses, and what is kept while somebody types."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from forumhub.database import db, writing
from forumhub.errors import Conflict, RuleBroken
from forumhub.minutes import actions, queries
from forumhub.minutes.models import WorkingCopy
from forumhub.minutes.texts import TextsRefused
from tests.minutes.arranging import CHINESE, ENGLISH, RUSSIAN, STAMPED
from tests.world import NOW


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
        register_id = meetings[0].row().register_id
        for meeting in meetings[1:]:
            meeting.row().register_id = register_id
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
