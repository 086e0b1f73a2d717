"""What a party puts on the agenda is in the minutes: as their first text, and as a remark where it is missing."""

import pytest

from forumhub.markdown import read
from forumhub.markdown.points import read_point
from forumhub.minutes import queries
from forumhub.minutes.circulation import all_remarks
from forumhub.minutes.preparing import read_revision, skeleton
from forumhub.minutes.texts import TextsRefused
from tests.minutes.arranging import Meeting

AGENDA = """# 议程

## 1. Opening

## 2. Fraud 电信诈骗 (40 min; BY-MIA; from C-1)

What we would explain.

- **CONCERN** (BY-MIA): Replies are slow,
  and 请求的答复缓慢.

### 2.1 Channel (10 min)

1. First
   - **RECOMMENDATION** (BY; from C-1): Open it.
"""
TAKEN_OVER = """## 1. Opening

## 2. Fraud 电信诈骗

- **CONCERN C-1** (BY-MIA): Replies are slow,
  and 请求的答复缓慢.

### 2.1 Channel

- **RECOMMENDATION R-1** (BY; from C-1): Open it.
"""
STRIPPED = "# Minutes\n\n## 1. Fraud\n\n- **DECISION** (from C-1): The channel opens with R-1.\n"


def said(meeting: Meeting, ulid: str) -> list[tuple[int, str, bool]]:
    document = meeting.document(ulid)
    reading = read_revision(queries.latest_revision(document.id))
    found = all_remarks(document, reading, meeting.world.reader("CN", "secretary"))
    return [(remark.line, str(remark), remark.blocks) for remark in found["en"]]


def test_items_of_the_agreed_agenda_are_in_the_minutes_or_missed(meeting):
    agenda, early = meeting.create(kind="agenda"), meeting.create()
    meeting.save(agenda, en=AGENDA.replace("BY-MIA; from C-1", "BY-KGB; from C-9"))
    of_headings = said(meeting, agenda)
    meeting.save(agenda, en=meeting.sources(agenda)["en"].replace("BY-KGB; from C-9", "BY-MIA; from C-1"))
    meeting.settle(agenda)

    begun = skeleton(meeting.row(), "minutes", "", "en", meeting.world.reader("CN", "secretary"))
    meeting.save(early, en=STRIPPED)
    of_the_stripped = said(meeting, early)
    with pytest.raises(TextsRefused) as refused:
        meeting.circulate(early)

    assert [(line, words.split(" ")[0]) for line, words, blocks in of_headings if blocks] == [(5, "BY-KGB"), (5, "C-9")]
    assert begun[begun.index("## 1.") :] == TAKEN_OVER
    assert [(words[:42], line, blocks) for line, words, blocks in of_the_stripped] == [
        ("The agreed agenda has C-1, which is missin", 5, False),
        ("The agreed agenda has R-1, which is missin", 5, False),
        ("C-1 was issued, but no minutes that every ", 5, True),
    ]
    assert [remark.line for remark in refused.value.remarks["en"]] == [5]


def test_headings_of_an_agenda_lead_to_what_they_answer(held):
    with held.world.app.app_context():
        held.agreed()
        agenda = held.create(kind="agenda")
        held.save(agenda, en="# Agenda\n\n## 1. 诈骗 Связь (BY; from A-1, C-2)\n\n- **CONCERN** (BY): Slow.\n")

    page = held.world.signed_in("BY", "secretary").get(f"/minutes/{agenda}").text

    assert '(BY; from <a href="/follow-up/HLM/A-1">A-1</a>, <a href="#C-2">C-2</a>)</h2>' in page


def test_objection_waits_on_the_desk_and_stands_above_the_text(held):
    with held.world.app.app_context():
        ulid = held.circulated()
        held.object(ulid, "BY", "2.1 Изменить: 应改为…")
    secretary = held.world.signed_in("CN", "secretary")
    pages = "/", f"/minutes/{ulid}", f"/minutes/{ulid}/edit"

    returned = [secretary.text(page) for page in pages]
    with held.world.app.app_context():
        held.circulate(ulid)
    after = [secretary.text(page) for page in pages[:2]]

    said = "Objected to", "objected to version 1, ", "objected to version 1, "
    assert [(words in page, "2.1 Изменить: 应改为…" in page) for words, page in zip(said, returned, strict=True)] == [
        (True, True)
    ] * 3
    assert [words in page for words, page in zip(said, after, strict=False)] == [False, False]


@pytest.mark.parametrize(
    ("parenthesis", "read_as"),
    [
        ("40 min; BY-MIA; from C-3", (40, ("BY-MIA",), ("C-3",), 0)),
        ("源自 FORUM/C‑3；10分钟；ВY、CN-MPS", (10, ("BY", "CN-MPS"), ("FORUM/C-3",), 0)),
        ("из C-3, C-4; 1 ч 30 мин", (90, (), ("C-3", "C-4"), 0)),
        ("from C3", (None, (), (), 1)),
        ("from Minsk to Beijing", (None, (), (), 0)),
        ("if time allows", (None, (), (), 0)),
    ],
)
def test_parenthesis_of_a_heading_is_read_in_each_language(parenthesis, read_as):
    (heading,) = read(f"## 2. 诈骗 Мошенничество ({parenthesis})\n").headings

    point = read_point(heading)

    assert (point.minutes, point.presented_by, point.from_, len(point.remarks)) == read_as
