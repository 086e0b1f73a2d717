import json
from datetime import date, datetime

import pytest
from sqlalchemy import select

from forumhub import ledger
from forumhub.database import db
from forumhub.errors import RuleBroken
from forumhub.events.models import Event, Series
from forumhub.events.steps import cancel_event, postpone_event
from forumhub.followup import actions, queries
from forumhub.followup.models import Item, Report
from forumhub.followup.signals import item_changed
from forumhub.followup.story import story_of
from tests.agreements import examples as agreements
from tests.followup import examples
from tests.followup.examples import item
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("database")

STATUS = "## 1. Matters arising\n\n"


def next_minutes(world, status: str, *, code: str = "FTP"):
    """Agreed minutes of a later meeting that say this of an item of HLM, from the register FTP."""
    of = examples.event(world, register=code)
    return examples.agreed(world, of, en=STATUS + status)


def states(*codes: str) -> list[str]:
    return [item(code).state for code in codes]


def test_circulation_enters_provisional_items_with_their_fields(world):
    examples.circulated(world)

    action = item("A-1")
    assert (action.state, action.kind, action.number, action.section) == ("provisional", "ACTION", 1, "2")
    assert (action.due, action.due_on, action.original_due_on) == ("2027-03-01", date(2027, 3, 1), date(2027, 3, 1))
    assert [(owner.code, owner.helps) for owner in action.owners] == [("BY-MIA", False), ("CN-MPS", True)]
    assert [(clause.reference, clause.number) for clause in action.clauses] == [("CN-BY-2016 art. 2", "2")]
    assert [(link.relation, link.target.code) for link in action.links] == [("from", "D-1")]


def test_circulation_keeps_the_words_of_every_language(world):
    examples.circulated(world)

    concern = item("C-1")
    assert concern.text == "Replies to data requests are *slow*."
    assert concern.texts == {
        "en": "Replies to data requests are slow.",
        "zh": "数据请求的答复缓慢。",
        "ru": "Ответы на запросы данных поступают медленно.",
    }


def test_agreement_opens_what_was_provisional(world):
    document = examples.circulated(world)
    changes = []

    with item_changed.connected_to(lambda item, before: changes.append((item.code, before, item.state))):
        actions.open_items(document, NOW)

    assert changes == [(code, "provisional", "open") for code in ("A-1", "A-2", "A-3", "C-1", "D-1")]
    assert item("A-1").opened_at == NOW


def test_an_objection_takes_items_out_of_the_registers_and_circulation_enters_them_again(world):
    document = examples.circulated(world)
    reader = world.reader("BY", "delegate")

    actions.void_items(document)
    voided = states("A-1", "C-1"), queries.find_item("HLM", "A-1", reader)
    changed = examples.EN.replace("(BY-MIA; with CN-MPS;", "(BY;")
    actions.enter_items(document, examples.texts(en=changed), "en", date(2026, 11, 12), NOW)

    assert voided == (["proposed", "proposed"], None)
    assert queries.get_item("HLM", "A-1", reader).state == "provisional"
    assert [(owner.code, owner.helps) for owner in item("A-1").owners] == [("BY", False)]
    assert len(db.session.scalars(select(Item)).all()) == 5


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("- **ACTION A-1** (KZ-MIA; due ongoing): x.", "Line 3: KZ-MIA is no party or organ at this meeting."),
        ("- **ACTION A-1** (BY-XYZ): x.", "Line 3: BY-XYZ is no party or organ at this meeting."),
        (
            "- **ACTION A-1** (BY; under CN-BY-2016 art. 9): x.",
            "Line 3: 'CN-BY-2016 art. 9' is no clause in force on 2026-11-12. These are: 1, 2, 2.1, 2.2, 3.",
        ),
        ("- **ACTION** (BY): x.", "Line 3: the item has no id yet; saving the draft issues one."),
        ("- **ACTION A-1** (BY; from D-9): x.", "Line 3: D-9 is not in a register yet."),
        ("- **ACTION A-1** (BY; from FORUM/C-1): x.", "Line 3: FORUM/C-1 is not in a register yet."),
        (
            "- **DECISION D-1**: x.\n- **STATUS D-1** (done): x.",
            "Line 4, STATUS D-1: Actions are in progress, done, blocked or returned; other items are closed, withdrawn "
            "or replaced.",
        ),
        (
            "- **STATUS A-7** (done): x.",
            "Line 3: A-7 is in no register on which this meeting's parties alone decide.",
        ),
    ],
)
def test_a_line_that_leads_nowhere_is_refused_by_its_number(world, line, message):
    agreements.in_force(world)
    of = examples.event(world)

    with pytest.raises(RuleBroken) as refused:
        examples.circulated(world, of, en=STATUS + line)

    assert str(refused.value) == message


def test_the_words_of_other_minutes_stay(world):
    first = examples.agreed(world)

    with pytest.raises(RuleBroken, match="Line 3: A-1 stands in other minutes"):
        examples.circulated(world, first.event, en="## 1. x\n\n- **ACTION A-1** (BY): другие слова.")

    assert item("A-1").texts["en"] == "Name the officers on duty."


def test_a_status_takes_effect_at_agreement_and_not_before(world):
    examples.agreed(world)
    of = examples.event(world, register="FTP")
    document = examples.circulated(
        world, of, en=STATUS + "- **STATUS HLM/A-2** (closed; evidence: 照会 114/2026): 已完成。"
    )
    circulated = states("A-2"), queries.open_items_of(item("A-2").register_id)

    actions.open_items(document, NOW)

    report = db.session.scalar(select(Report))
    assert (circulated[0], len(circulated[1]), states("A-2")) == (["open"], 3, ["closed"])
    assert (report.act, report.evidence, report.text, report.pending) == ("closed", "照会 114/2026", "已完成。", False)
    assert item("A-2").closed_at == NOW


def appended() -> list[dict]:
    """The chain of HLM, without what every statement has."""
    chain = [json.loads(entry.statement) for entry in ledger.entries(item("A-2").register_id)]
    common = {"register", "number", "previous", "at"}
    return [{field: said for field, said in each.items() if field not in common} for each in chain]


def test_a_closing_by_minutes_is_appended_to_the_items_register(world):
    examples.agreed(world)
    document = next_minutes(world, "- **STATUS HLM/A-2** (closed): Проверено.")

    assert appended() == [{"type": "forumhub/closing/v1", "item": "A-2", "document": document.ulid}]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("in progress", "in_progress"),
        ("done", "reported"),
        ("blocked", "blocked"),
        ("closed", "closed"),
        ("withdrawn", "withdrawn"),
    ],
)
def test_each_word_of_a_status_has_its_state(world, status, state):
    examples.agreed(world)

    next_minutes(world, f"- **STATUS HLM/A-1** ({status}): x.")

    assert states("A-1") == [state]


def test_a_status_returns_what_was_closed(world):
    examples.agreed(world)
    next_minutes(world, "- **STATUS HLM/A-1** (closed): x.")

    document = next_minutes(world, "- **STATUS HLM/A-1** (returned): Не выполнено.", code="SEM")

    assert appended()[1:] == [{"type": "forumhub/reopening/v1", "item": "A-1", "document": document.ulid}]
    assert (states("A-1"), item("A-1").closed_at) == (["in_progress"], None)


def test_a_status_that_splits_supersedes_and_links(world):
    examples.agreed(world)

    document = next_minutes(world, "- **STATUS HLM/A-3** (split into HLM/A-1, HLM/A-2): 工作已分工。")

    split = {"item": "A-3", "document": document.ulid, "split_into": ["HLM/A-1", "HLM/A-2"]}
    assert appended() == [{"type": "forumhub/supersession/v1", **split}]
    story = story_of(item("A-3"), queries.visible_to(world.reader("CN", "secretary")))
    assert states("A-3") == ["superseded"]
    assert [(told.relation, told.away, told.item.code) for told in story.others] == [
        ("split_into", True, "A-1"),
        ("split_into", True, "A-2"),
    ]


def test_a_status_with_a_date_keeps_the_original_one(world):
    examples.agreed(world)

    document = next_minutes(
        world,
        "- **STATUS HLM/A-2** (in progress; due 2027-06-30): Срок продлён.\n- **STATUS HLM/D-1** (withdrawn): x.",
    )

    action, said = item("A-2"), {"document": document.ulid}
    assert sorted(appended(), key=lambda each: each["item"]) == [
        {"type": "forumhub/due/v1", "item": "A-2", "due": "2027-06-30", **said},
        {"type": "forumhub/withdrawal/v1", "item": "D-1", **said},
    ]
    assert (action.due_on, action.original_due_on) == (date(2027, 6, 30), date(2026, 11, 20))


def test_a_status_on_an_item_of_other_parties_is_refused(world):
    examples.agreed(world)
    of = examples.event(world, register="KB", codes=("KZ", "BY"))

    with pytest.raises(RuleBroken, match="is in no register on which this meeting's parties alone decide"):
        examples.circulated(world, of, en=STATUS + "- **STATUS HLM/A-1** (closed): x.")

    assert states("A-1") == ["open"]


def test_a_withdrawal_does_not_tell_what_another_register_holds(world):
    hidden = examples.event(world, register="KB", codes=("KZ", "BY"))
    examples.agreed(world, hidden, en="- **ACTION A-1** (BY; due ongoing): x.")
    meeting = examples.event(world)

    told = {}
    for id in ("KB/A-1", "KB/A-2", "NONE/A-1"):
        with pytest.raises(RuleBroken) as refused:
            examples.circulated(world, meeting, en=STATUS + f"- **STATUS {id}** (withdrawn): x.")
        told[str(refused.value).replace(id, "…")] = id
        db.session.rollback()

    assert list(told) == ["Line 3: … is in no register on which this meeting's parties alone decide."]


def test_a_status_on_a_finished_item_is_refused_with_the_reason(world):
    examples.agreed(world)
    next_minutes(world, "- **STATUS HLM/A-1** (closed): x.")

    with pytest.raises(RuleBroken, match="Line 3, STATUS HLM/A-1: It is closed; minutes that every party"):
        next_minutes(world, "- **STATUS HLM/A-1** (blocked): x.", code="SEM")


def test_an_id_that_never_left_its_draft_may_be_withdrawn(world):
    agreements.in_force(world)
    of = examples.event(world)
    examples.issue(of, DECISION=1)

    examples.agreed(world, of, en=STATUS + "- **STATUS D-1** (withdrawn): x.")

    assert (queries.issued(of.register_id).last, db.session.scalars(select(Item)).all()) == ({"DECISION": 1}, [])


def test_what_an_objection_voided_may_be_withdrawn_by_the_next_version(world):
    document = examples.circulated(world)
    actions.void_items(document)

    actions.enter_items(
        document, examples.texts(en=STATUS + "- **STATUS D-1** (withdrawn): x."), "en", date(2026, 11, 12), NOW
    )
    actions.open_items(document, NOW)

    assert states("D-1", "A-1") == ["withdrawn", "proposed"]


def in_series(world) -> list[Event]:
    """A meeting of 2026, 2027 and 2028 each."""
    first = examples.event(world)
    series = Series(register=first.register, titles={"en": "x"}, kind="forum", languages=[], created_at=NOW)
    db.session.add(series)
    first.series = series
    meetings = [first]
    for day in (datetime(2027, 11, 25, 9), datetime(2028, 11, 25, 9)):
        later = examples.event(
            world, register=f"R{'AB'[day.year - 2027]}", local_start=day, local_end=day.replace(hour=17)
        )
        later.series = series
        meetings.append(later)
    db.session.flush()
    return meetings


def test_due_next_meeting_is_the_day_of_the_next_one_in_the_series(world):
    first = in_series(world)[0]

    examples.agreed(world, first, en=STATUS + "- **ACTION A-1** (BY; due next meeting): x.")

    assert (item("A-1").due, item("A-1").due_on) == ("next meeting", date(2027, 11, 25))


def test_due_next_meeting_follows_the_meetings_of_the_series(world):
    first, second, third = in_series(world)
    lines = "- **ACTION A-1** (BY; due next meeting): x.\n- **ACTION A-2** (BY; due next meeting): y.\n"
    examples.agreed(world, first, en=STATUS + lines)
    examples.agreed(world, second, en=STATUS + "- **STATUS HLM/A-2** (in progress; due next meeting): y.\n")
    db.session.commit()
    how, days, told = {"reason": "x", "by": world.reader("CN", "organizer"), "now": NOW}, [], []
    new_day = {"local_start": datetime(2028, 12, 2, 9), "local_end": datetime(2028, 12, 2, 17)}

    def planned():
        day = datetime(2028, 6, 1, 9)
        examples.event(world, register="", series=third.series, local_start=day, local_end=day.replace(hour=17))

    with item_changed.connected_to(lambda item, **_: told.append(item.reference)):
        for step in (
            lambda: postpone_event(third, **new_day, **how),
            lambda: postpone_event(third, **how),
            planned,
            lambda: cancel_event(second, **how),
        ):
            step()
            db.session.commit()
            days.append((item("A-1").due_on, item("A-2").due_on))

    next_year, moved, planned_day = date(2027, 11, 25), date(2028, 12, 2), date(2028, 6, 1)
    assert days == [(next_year, moved), (next_year, None), (next_year, planned_day), (planned_day, planned_day)]
    assert told == ["HLM/A-2"] * 3 + ["HLM/A-1"]
    assert [(each.original_due_on, each.lock_version) for each in (item("A-1"), item("A-2"))] == [
        (next_year, 2),
        (next_year, 5),
    ]


def test_ids_are_issued_per_register_and_kind_and_never_twice(world):
    one, other = examples.event(world, register="AAA"), examples.event(world, register="BBB")

    codes = [actions.issue_code(one.register_id, kind, NOW) for kind in ("ACTION", "ACTION", "DECISION")]
    codes.append(actions.issue_code(other.register_id, "ACTION", NOW))

    assert codes == ["A-1", "A-2", "D-1", "A-1"]
    assert queries.issued(one.register_id).last == {"ACTION": 2, "DECISION": 1}
