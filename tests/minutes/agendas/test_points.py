"""What each side puts forward: who sees it when, and what becomes of it."""

import pytest

from forumhub.database import writing
from forumhub.errors import NotAllowed, NotFound, RuleBroken
from forumhub.events import queries as events
from forumhub.followup.queries import issued
from forumhub.minutes.agendas import actions, queries
from forumhub.minutes.agendas.building import prepare_agenda
from tests.counting import counted
from tests.minutes.agendas.arranging import VALUES
from tests.world import NOW

READERS = [(party, role) for party in ("CN", "BY") for role in ("secretary", "organizer", "head_of_delegation")]
OTHERS = [("CN", "delegate"), ("BY", "observer"), ("CN", "administrator"), ("KZ", "secretary")]


def test_point_of_one_side_is_seen_by_that_side_only(ahead):
    ahead.put("BY", submitted=False)

    seen = {reader: ahead.seen(*reader) for reader in READERS + OTHERS}

    assert {reader for reader, titles in seen.items() if titles} == {each for each in READERS if each[0] == "BY"}


def test_submitted_point_is_seen_by_those_who_prepare_the_meeting(ahead):
    ahead.put("BY")

    seen = {reader: ahead.seen(*reader) for reader in READERS + OTHERS}

    assert {reader for reader, titles in seen.items() if titles} == set(READERS)


def test_point_withdrawn_before_it_was_submitted_stays_its_own_sides(ahead):
    ulid, by = ahead.put("BY", submitted=False), ahead.world.reader("BY", "head_of_delegation")
    with writing():
        actions.withdraw_point(ahead.point(ulid, "BY"), by=by, now=NOW)

    with pytest.raises(NotFound):
        ahead.point(ulid, "CN")


@pytest.mark.parametrize("role", ["delegate", "observer"])
def test_putting_forward_is_for_those_who_prepare_the_meeting(ahead, role):
    with pytest.raises(NotAllowed):
        ahead.put("BY", role)


@pytest.mark.parametrize("organ", ["CN-MPS", "CN", "XX", ""])
def test_putting_forward_for_anothers_organ_is_refused(ahead, organ):
    with pytest.raises(RuleBroken) as caught:
        ahead.put("BY", organ=organ)

    assert caught.value.field == "organ"


def test_putting_forward_after_the_meeting_is_refused(meeting):
    by = meeting.world.reader("BY", "secretary")
    event = events.get_event(meeting.event, by)

    with pytest.raises(RuleBroken):
        actions.put_forward(event, submitted=True, by=by, now=NOW, **VALUES)


def test_submitted_point_keeps_its_words(ahead):
    ulid, by = ahead.put("BY"), ahead.world.reader("BY", "secretary")
    values = {**VALUES, "title": "Иное"}

    with pytest.raises(RuleBroken):
        actions.change_point(ahead.point(ulid, "BY"), submitted=True, by=by, now=NOW, **values)

    assert ahead.point(ulid).title == VALUES["title"]


def test_point_taken_stands_before_the_closing_topics_of_the_agenda(ahead):
    agenda, ulid = ahead.create(kind="agenda"), ahead.put("BY")

    ahead.take(ulid, agenda)

    assert ahead.sources(agenda)["en"].split("\n\n")[5:] == [
        "## 3. Телефонное мошенничество 电信诈骗 (40 min; BY-MIA)",
        "Ответы приходят медленно.",
        "请求的答复缓慢。",
        "## 4. Date and place of the next meeting",
        "## 5. Any other business\n",
    ]


def test_concern_taken_is_issued_its_id_in_every_language(ahead):
    agenda = ahead.create(kind="agenda")
    ahead.save(agenda, en="# Agenda\n\n## 1. Разное\n", zh="# 议程\n\n## 1. 其他事项\n")
    ulid = ahead.put("BY", kind="concern", minutes_long=None, text="答复 *缓慢*")

    ahead.take(ulid, agenda)

    assert [text.split("\n")[4] for _code, text in sorted(ahead.sources(agenda).items())] == [
        "- **CONCERN C-1** (BY-MIA): 答复 \\*缓慢\\*",
        "- **关切 C-1**（BY-MIA）：答复 \\*缓慢\\*",
    ]
    assert issued(ahead.row().register_id).last == {"CONCERN": 1}


def test_point_taken_into_one_sides_draft_is_still_only_submitted_for_the_other(ahead):
    agenda, ulid = ahead.create("CN", kind="agenda", shared=False), ahead.put("BY")

    ahead.take(ulid, agenda)

    taken = [
        list(queries.agendas_with(ahead.row().id, ahead.world.reader(party, "secretary"))) for party in ("CN", "BY")
    ]
    assert taken == [[ahead.point(ulid).id], []]


def test_point_is_taken_once(ahead):
    agenda, ulid = ahead.create(kind="agenda"), ahead.put("BY")
    ahead.take(ulid, agenda)

    with pytest.raises(RuleBroken):
        ahead.take(ulid, agenda)

    assert ahead.sources(agenda)["en"].count("BY-MIA") == 1


def test_point_left_out_says_why_and_can_still_be_taken(ahead):
    agenda, ulid = ahead.create(kind="agenda"), ahead.put("BY")
    with writing():
        by = ahead.world.reader("CN", "secretary")
        actions.leave_point(ahead.point(ulid), " 时间不够 ", by=by, now=NOW)
    left = ahead.point(ulid, "BY")
    said = (left.state, left.answer, left.answered_for.code)

    ahead.take(ulid, agenda)

    assert said == ("left", "时间不够", "CN")
    assert (ahead.point(ulid).state, ahead.point(ulid).answer) == ("submitted", "")


@pytest.mark.parametrize("act", ["leave", "withdraw"])
def test_an_agenda_does_not_begin_with_a_point_that_left_meanwhile(ahead, act):
    ulid, by, cn = ahead.put("BY"), ahead.world.reader("BY", "secretary"), ahead.world.reader("CN", "secretary")
    build = prepare_agenda(ahead.row(), title="", language="en", by=cn)
    with writing():
        if act == "leave":
            actions.leave_point(ahead.point(ulid, "BY"), "时间不够", by=by, now=NOW)
        else:
            actions.withdraw_point(ahead.point(ulid, "BY"), by=by, now=NOW)

    with pytest.raises(RuleBroken), writing():
        actions.begin_agenda(ahead.row(), build, shared=True, by=cn, now=NOW)

    again = prepare_agenda(ahead.row(), title="", language="en", by=cn)
    assert (build.points, again.points) == ((ahead.point(ulid, "BY").id,), ())


def test_point_taken_into_one_sides_draft_keeps_the_others_answer(ahead):
    agenda, ulid = ahead.create("CN", kind="agenda", shared=False), ahead.put("BY")
    with writing():
        by = ahead.world.reader("CN", "secretary")
        actions.leave_point(ahead.point(ulid), "时间不够 Нет времени", by=by, now=NOW)

    ahead.take(ulid, agenda)

    point = ahead.point(ulid, "BY")
    assert (point.state, point.answer, point.answered_for.code) == ("left", "时间不够 Нет времени", "CN")


def test_points_of_an_event_are_read_in_one_query(ahead):
    ahead.put("BY")
    with counted() as one:
        ahead.seen("CN", "secretary")
    for _more in range(3):
        ahead.put("CN", organ="CN-MPS")

    with counted() as four:
        ahead.seen("CN", "secretary")

    assert len(four) == len(one)
