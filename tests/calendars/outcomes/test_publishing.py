"""What came of meetings in the collections: who is shown it, and what each change moves."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from forumhub.calendars.actions import render_again_if_stale
from forumhub.calendars.membership import DUE, JOURNALS, MEETINGS, PUBLIC_EVENTS, TASKS, collections_of, item_uid
from forumhub.calendars.models import CalendarCollection, CalendarMember, CalendarObject
from forumhub.calendars.outcomes.publishing import _of_item
from forumhub.calendars.queries import committed_components
from forumhub.database import db, writing
from forumhub.events.actions import edit_event, edit_series, name_head, set_standing
from forumhub.events.models import Event, Series
from forumhub.followup import actions as followup
from forumhub.followup.models import Item, ItemOwner
from forumhub.followup.queries import visible_to
from forumhub.followup.signals import item_changed
from forumhub.minutes import queries as minutes
from forumhub.minutes.models import Document
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import ROLES
from tests.calendars.wire import component
from tests.events.examples import HIGH_LEVEL, make_event, make_series, parties
from tests.followup import examples as items
from tests.world import NOW, World

HOST = "forumhub.example"
LATER = NOW + timedelta(hours=3)
LINES = """\
## 1. Дела / 事项

- **ACTION A-1** (BY-MIA; due 2027-03-01; priority high): Назвать дежурных.
- **ACTION A-2** (CN-MPS; with BY-MIA; due ongoing): Обмениваться сведениями.
- **ACTION A-3** (KZ; due 2027-05-09): Открыть канал.
- **DECISION D-1**: Канал открывается.
"""
ALL = ("CN", "BY", "KZ")


def agree(world: World, register: str, **event: object) -> Event:
    """A meeting of the three with three actions, whose minutes are agreed."""
    with writing():
        of = items.event(world, register=register, codes=ALL, **event)
        items.issue(of, ACTION=3, DECISION=1)
        document = items.agreed(world, of, en=LINES)
        document.state = "agreed"
        return of


def shown(*collections: str) -> set[str]:
    rows = db.session.scalars(
        select(CalendarMember.uid).where(CalendarMember.collection.in_(collections), CalendarMember.gone.is_(False))
    )
    return set(rows)


def counters() -> dict[str, int]:
    return dict(db.session.execute(select(CalendarCollection.name, CalendarCollection.seq)).all())


def moved(before: dict[str, int]) -> set[str]:
    return {name for name, seq in counters().items() if before.get(name) != seq}


def body(uid: str) -> dict[str, str]:
    return component(db.session.scalars(select(CalendarObject.body).where(CalendarObject.uid == uid)).one())


def task(code: str, register: str = "HLM") -> str:
    return item_uid(TASKS, register, code, HOST)


def due(code: str, register: str = "HLM") -> str:
    return item_uid(DUE, register, code, HOST)


def report(world: World, code: str, party: str, act: str, register: str = "HLM") -> None:
    with writing():
        by = world.reader(party, "secretary")
        item, row = items.item(code, register), db.session.get_one(Party, world.party[party])
        followup.report_item(item, row, act, words="已完成", by=by, now=NOW)


def test_actions_enter_the_collections_of_who_owns_them_or_helps(database, world):
    agree(world, "HLM")

    assert {name: shown(name) for name in ("tasks/CN", "tasks/BY", "tasks/KZ", "due/CN", "due/BY", "due/KZ")} == {
        "tasks/CN": {task("A-2")},
        "tasks/BY": {task("A-1"), task("A-2")},
        "tasks/KZ": {task("A-3")},
        "due/CN": set(),
        "due/BY": {due("A-1")},
        "due/KZ": {due("A-3")},
    }


def test_action_due_on_the_last_of_all_days_is_stored_with_a_day_behind_it(database, world):
    of = agree(world, "HLM")
    with writing():
        items.item("A-1").due_on = date.max
    item = items.item("A-1")

    made = list(_of_item(item, NOW, HOST))

    assert (of.id, [each["ends_at"] > each["starts_at"] for each in made]) == (item.event_id, [True, True])


def test_what_minutes_propose_is_no_task_before_they_are_agreed(database, world):
    with writing():
        of = items.event(world, codes=ALL)
        items.issue(of, ACTION=3, DECISION=1)
        items.circulated(world, of, en=LINES)

    assert shown("tasks/BY", "tasks/CN", "tasks/KZ", "due/BY", "due/KZ") == set()


@pytest.mark.parametrize(
    ("detail", "access", "summary", "due_summary"),
    [
        ("brief", "parties", "HLM/A-1 (High-level meeting)", "Due: HLM/A-1 (High-level meeting)"),
        ("brief", "public", "HLM/A-1 (High-level meeting)", "Due: HLM/A-1 (High-level meeting)"),
        ("full", "delegates", "HLM/A-1 · Назвать дежурных.", "Due: HLM/A-1 · Назвать дежурных."),
        ("full", "public", "HLM/A-1 · Назвать дежурных.", "Due: HLM/A-1 · Назвать дежурных."),
    ],
)
def test_the_words_of_an_action_leave_the_house_only_where_the_series_says_so(
    database, world, detail: str, access: str, summary: str, due_summary: str
):
    series = make_series(world, code="HLM", calendar_detail=detail)

    agree(world, "HLM", access=access, series=series, titles={"en": "High-level meeting"})

    assert (body(task("A-1"))["SUMMARY"], body(due("A-1"))["SUMMARY"]) == (summary, due_summary)


def owned_and_visible(reader) -> set[str]:
    """By followup's own rule: the actions that the reader may see and whose owners are the reader's parties."""
    own = select(ItemOwner.item_id).where(ItemOwner.party_id.in_(reader.party_ids))
    found = db.session.scalars(select(Item).where(visible_to(reader), Item.kind == "ACTION", Item.id.in_(own)))
    return {task(item.code, item.register.code) for item in found.unique()}


def test_nobody_is_shown_more_or_less_than_followup_and_minutes_show_them(database, world):
    for access, register in (("public", "FPU"), ("parties", "FPA"), ("delegates", "FDE")):
        agree(world, register, access=access)
    with writing():
        event = db.session.scalars(select(Event).where(Event.access == "delegates")).one()
        set_standing(event, world.person["BY", "delegate"], "confirmed")
        set_standing(event, world.person["KZ", "observer"], "withdrawn")
        head, by = db.session.get_one(Person, world.person["CN", "delegate"]), world.reader("CN", "secretary")
        name_head(event, db.session.get_one(Party, world.party["CN"]), head, True, True, by=by, now=NOW)

    readers = [(code, role, world.reader(code, role)) for code in ALL for role in ROLES]
    found = {
        (code, role, kind): shown(*collections_of(world.ulid[code, role], {code: {role}}, kind))
        for code, role, _reader in readers
        for kind in (TASKS, JOURNALS)
    }
    expected = {(code, role, TASKS): owned_and_visible(reader) for code, role, reader in readers} | {
        (code, role, JOURNALS): {
            f"{ulid}@{HOST}" for ulid in db.session.scalars(select(Document.ulid).where(minutes.visible_to(reader)))
        }
        for code, role, reader in readers
    }
    assert found == expected
    assert found["BY", "delegate", TASKS] == {task(f"A-{n}", reg) for n in (1, 2) for reg in ("FPU", "FPA", "FDE")}
    assert found["BY", "observer", TASKS] == {task(f"A-{n}", reg) for n in (1, 2) for reg in ("FPU", "FPA")}


def test_who_holds_no_role_is_shown_no_task_though_named_at_the_meeting(database, world):
    event = agree(world, "HLM", access="delegates")
    with writing():
        set_standing(event, world.person["BY", "delegate"], "confirmed")

    assert shown(*collections_of(world.ulid["BY", "delegate"], {}, TASKS)) == set()


def test_actions_of_a_public_meeting_are_not_public(database, world):
    event = agree(world, "HLM", access="public")

    assert shown(PUBLIC_EVENTS) == {f"{event.ulid}@{HOST}"}


def test_who_comes_to_a_meeting_for_delegates_is_shown_its_actions_and_loses_them_again(database, world):
    event = agree(world, "HLM", access="delegates")
    named = f"tasks-named/BY/{world.ulid['BY', 'delegate']}"
    found = []

    for standing in ("confirmed", "withdrawn"):
        with writing():
            set_standing(event, world.person["BY", "delegate"], standing)
        found.append(shown(named))

    assert found == [{task("A-1"), task("A-2")}, set()]


def test_a_report_moves_the_collections_of_its_action_and_no_others(database, world):
    agree(world, "HLM")
    before = counters()

    report(world, "A-2", "CN", "in_progress")

    assert moved(before) == {"tasks/BY", "tasks/CN"}
    assert (body(task("A-2"))["STATUS"], body(task("A-2"))["SEQUENCE"]) == ("IN-PROCESS", "1")


def test_closing_completes_the_task_and_marks_its_due_day(database, world):
    agree(world, "HLM")
    report(world, "A-1", "BY", "reported")
    before = counters()

    with writing():
        party, by = db.session.get_one(Party, world.party["CN"]), world.reader("CN", "secretary")
        followup.close_item(items.item("A-1"), party, by=by, now=NOW)

    assert moved(before) == {"tasks/BY", "due/BY"}
    assert {name: body(task("A-1"))[name] for name in ("STATUS", "COMPLETED", "PERCENT-COMPLETE")} == {
        "STATUS": "COMPLETED",
        "COMPLETED": "20261122T090000Z",
        "PERCENT-COMPLETE": "100",
    }
    assert body(due("A-1"))["SUMMARY"] == "[Closed] Due: HLM/A-1 (High-level meeting)"


def later_minutes(world: World, *lines: str) -> None:
    """Agreed at the next meeting of the same register."""
    with writing():
        first = db.session.scalars(select(Event)).unique().one()
        next_one = items.event(world, register="HLN", codes=ALL)
        next_one.register = first.register
        text = "## 1. x\n\n" + "".join(f"- **STATUS A-{line}\n" for line in lines)
        items.agreed(world, next_one, en=text)


def test_agreed_minutes_close_move_and_withdraw_actions(database, world):
    agree(world, "HLM")
    before = counters()

    later_minutes(
        world, "1** (in progress; due 2027-06-30): x.", "2** (closed): y.", "3** (withdrawn): z."
    )  # fmt: skip

    assert moved(before) >= {"tasks/BY", "tasks/CN", "tasks/KZ", "due/BY", "due/KZ"}
    assert {code: body(task(code))["STATUS"] for code in ("A-1", "A-2", "A-3")} == {
        "A-1": "IN-PROCESS",
        "A-2": "COMPLETED",
        "A-3": "CANCELLED",
    }
    assert (body(task("A-1"))["DUE"], body(due("A-1"))["DTSTART"]) == ("20270630", "20270630")
    assert (body(due("A-3"))["STATUS"], body(due("A-3"))["SUMMARY"]) == (
        "CANCELLED",
        "[Cancelled] Due: HLM/A-3 (High-level meeting)",
    )


def test_an_action_that_is_due_no_more_on_any_day_leaves_the_days(database, world):
    agree(world, "HLM")

    later_minutes(world, "1** (in progress; due ongoing): x.")

    assert (shown("due/BY"), shown("tasks/BY")) == (set(), {task("A-1"), task("A-2")})
    assert "DUE" not in body(task("A-1"))


def test_an_edit_of_the_meetings_access_takes_its_actions_along(database, world):
    event = agree(world, "HLM")
    with writing():
        values = {"lock_version": event.lock_version, "access": "delegates"}
        edit_event(event, by=world.reader("CN", "organizer"), now=LATER, **values)

    assert (shown("tasks/BY", "due/BY"), shown("tasks-staff/BY"), shown("due-staff/BY")) == (
        set(),
        {task("A-1"), task("A-2")},
        {due("A-1")},
    )
    assert (body(task("A-1"))["CLASS"], body(task("A-1"))["LAST-MODIFIED"]) == ("CONFIDENTIAL", "20261122T120000Z")


def test_a_series_that_carries_more_says_more_of_meetings_that_were_held_too(database, world):
    series = make_series(world, code="HLM")
    event = agree(world, "HLM", series=series, state="held", titles={"zh": "高级别会晤"}, languages=["zh"])
    uid = f"{event.ulid}@{HOST}"
    brief = body(task("A-1"))["SUMMARY"], "REFID" in body(uid)

    with writing():
        series = db.session.scalars(select(Series)).one()
        by = world.reader("CN", "organizer")
        edit_series(series, lock_version=series.lock_version, calendar_detail="full", by=by, now=LATER)

    audience = db.session.scalars(select(CalendarObject.audience).where(CalendarObject.uid == uid)).all()
    assert (brief, audience) == (("HLM/A-1（高级别会晤）", False), ["full"])
    assert body(task("A-1"))["SUMMARY"] == "HLM/A-1 · Назвать дежурных."
    assert body(due("A-1"))["SUMMARY"] == "期限：HLM/A-1 · Назвать дежурных."
    assert [body(each)["DTSTAMP"] for each in (uid, task("A-1"), due("A-1"))] == ["20261122T120000Z"] * 3
    members = select(func.count()).where(CalendarMember.uid == uid, CalendarMember.audience != "full")
    assert db.session.scalar(members) == 0


@pytest.mark.parametrize(
    ("detail", "task_summary", "words"),
    [
        ("brief", "HLM/A-1 (高级别会晤 / Встреча на высоком уровне / High-level meeting)", ""),
        ("full", "HLM/A-1 · 指定值班人员。 / Назвать дежурных.", r"指定值班人员。\n\nНазвать дежурных.\n\nBY-MIA\n\n"),
    ],
)
def test_who_works_in_any_language_of_the_meeting_reads_its_actions(database, world, detail, task_summary, words):
    series = make_series(world, code="HLM", calendar_detail=detail)
    agree(world, "HLM", series=series, titles=HIGH_LEVEL, languages=["zh", "ru", "en"])
    with writing():
        item = items.item("A-1")
        item.texts = {"ru": "Назвать дежурных.", "zh": "指定值班人员。", "en": "指定值班人员。"}
        item_changed.send(item)

    assert (body(task("A-1"))["SUMMARY"], body(due("A-1"))["SUMMARY"]) == (
        task_summary,
        f"期限 / Срок / Due: {task_summary}",
    )
    assert body(task("A-1"))["DESCRIPTION"].removesuffix(body(task("A-1"))["URL"]) == words


def test_what_is_due_at_the_next_meeting_is_stamped_anew_with_its_new_day(database, world):
    series = make_series(world, code="HLM")
    with writing():
        of = items.event(world, register="HLM", codes=ALL, series=series)
        items.issue(of, ACTION=1)
        items.agreed(
            world, of, en="## 1. x\n\n- **ACTION A-1** (BY; due next meeting): Назвать дежурных.\n"
        ).state = "agreed"

    make_event(world, "HLN", series=series, parties=parties(world, *ALL), now=LATER)

    told = [(body(uid)["DTSTAMP"], body(uid)[day]) for uid, day in ((task("A-1"), "DUE"), (due("A-1"), "DTSTART"))]
    assert told == [("20261122T120000Z", "20270311")] * 2


def test_actions_without_a_component_get_one(database, world):
    agree(world, "HLM")
    with writing():
        outcomes = CalendarObject.kind != "VEVENT", CalendarObject.uid.startswith("due-")
        for condition in outcomes:
            db.session.query(CalendarObject).filter(condition).delete()

    with writing():
        rendered = render_again_if_stale(NOW), render_again_if_stale(NOW)

    assert rendered == (1, 0)
    assert body(due("A-1"))["DTSTART"] == "20270301"


def test_minutes_with_many_actions_take_no_more_statements(database, world, statements):
    numbers = []
    for register, count in (("FEW", 2), ("MANY", 40)):
        lines = "".join(f"- **ACTION A-{n}** (BY; due 2027-03-01): 事项 {n}.\n" for n in range(1, count + 1))
        with writing():
            of = items.event(world, register=register)
            items.issue(of, ACTION=count)
            document = items.agreed(world, of, en=f"## 1. z\n\n{lines}")
            document.state = "agreed"
            with statements() as seen:
                db.session.commit()
        numbers.append(len(seen))

    assert numbers[0] == numbers[1]
    assert len(shown("tasks/BY")) == 42


def test_tasks_come_by_their_due_days_and_days_are_whole(database, world):
    agree(world, "HLM")

    shown = collections_of(world.ulid["BY", "delegate"], {"BY": {"delegate"}, "KZ": {"observer"}}, DUE)
    db.session.commit()
    bodies, zones = committed_components(shown, None)

    assert [component(each)["DTSTART"] for each in bodies] == ["20270301", "20270509"]
    assert zones == set()
    assert date(2027, 3, 1) == db.session.scalars(select(Item.due_on).where(Item.code == "A-1")).one()


def test_meetings_are_shown_no_tasks(database, world):
    event = agree(world, "HLM")

    found = shown(*collections_of(world.ulid["BY", "secretary"], {"BY": {"secretary"}}, MEETINGS))

    assert found == {f"{event.ulid}@{HOST}"}
