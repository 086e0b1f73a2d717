"""PostgreSQL gives up one of two who wait for each other: what it was doing is done again, once, and is no 500."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from hashlib import sha256
from io import BytesIO
from threading import Barrier

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError

from forumhub.audit import AuditEntry
from forumhub.database import commits, db, is_to_be_done_again, locked, writing
from forumhub.events.models import Event
from forumhub.followup.models import Item, Report
from forumhub.web import AGAIN, PUBLIC, right
from tests.events.pages import sent
from tests.followup import examples
from tests.followup.test_entering import STATUS, in_series

pytestmark = pytest.mark.parametrize("app", ["postgresql"], indirect=True)  # SQLite lets one write at a time
ITEM = "/follow-up/HLM/A-1"
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
ROUNDS = 5


@pytest.fixture
def meetings(app, world) -> tuple[str, str]:
    """The meeting that agreed an action which is due at the next one, and that next one: their ULIDs."""
    with app.app_context():
        first, second, _third = in_series(world)
        examples.agreed(world, first, en=f"{STATUS}- **ACTION A-1** (BY; due next meeting): Проверить 渠道.")
        db.session.commit()
        return first.ulid, second.ulid


def until_somebody_waits() -> None:
    with db.engine.connect() as connection:
        for _ in range(500):
            if connection.scalar(WAITING):
                return
            connection.rollback()
            time.sleep(0.01)
    raise AssertionError("nobody waits")


def test_a_report_that_was_given_up_is_entered_once_with_its_file(app, world, meetings):
    secretary = world.signed_in("BY", "secretary")
    file = BytesIO(b"one"), "Список 名单.txt"
    typed = {"party": "BY", "act": "reported", "words": "Передано 已移交.", "files": file}

    with ThreadPoolExecutor(1) as pool, app.app_context():
        with writing():
            locked(Item, db.session.scalar(select(Item.id)))
            answer = pool.submit(secretary.post, f"{ITEM}/report", typed)  # holds the meeting, and waits for the item
            until_somebody_waits()
            locked(Event, db.session.scalar(select(Event.id).where(Event.ulid == meetings[0])))
        status = answer.result(20).status_code

    page = secretary.text(ITEM)
    with app.app_context():
        (report,) = db.session.scalars(select(Report).where(Report.text != ""))
        files = [(kept.name, kept.sha256) for kept in report.files]
    assert (status, files) == (302, [("Список 名单.txt", sha256(b"one").hexdigest())])
    assert page.count("Reported.") == 1


def test_a_meeting_is_moved_while_its_series_is_reported_on_and_people_are_named(app, world, meetings):
    first, second = meetings
    person = world.ulid["BY", "delegate"]
    secretary, organizer = world.signed_in("BY", "secretary"), world.signed_in("CN", "organizer")
    naming = world.signed_in("BY", "organizer")
    started = Barrier(3)

    def move(number: int):
        day = date(2027, 12, 1 + number)
        when = {"local_start": f"{day}T09:00", "local_end": f"{day}T17:00"}
        return sent(organizer, f"/events/{second}/postpone", {"reason": "Визит", **when})

    def report(number: int):
        act = {"party": "BY", "act": "in_progress", "words": f"第{number}次"}
        return secretary.post(f"{ITEM}/report", act)

    def name(number: int):
        if number % 2:
            return naming.post(f"/events/{first}/heads/BY/{person}/remove")
        return naming.post(f"/events/{first}/heads", {"party": "BY", "person": person, "leads": "y"})

    def all_rounds(act) -> list[int]:
        found = []
        for number in range(ROUNDS):
            started.wait(20)
            found.append(act(number).status_code)
        return found

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(all_rounds, (move, report, name), timeout=60))

    with app.app_context():
        said = list(db.session.scalars(select(Report.text).where(Report.text != "").order_by(Report.id)))
        acts = ("events.name_head", "events.remove_head")
        named = db.session.query(AuditEntry).filter(AuditEntry.act.in_(acts)).count()
        due = db.session.scalar(select(Item.due_on))
    assert done == [[302] * ROUNDS] * 3
    assert (said, named) == ([f"第{number}次" for number in range(ROUNDS)], ROUNDS)
    assert due == date(2027, 12, ROUNDS)


def test_what_was_committed_in_part_or_is_given_up_ever_again_is_not_done_again(app, world, meetings, monkeypatch):
    secretary = world.signed_in("BY", "secretary")
    tries: list[int] = []
    view = right(PUBLIC)(lambda **_: given_up(tries, commit_first))
    monkeypatch.setitem(app.view_functions, "followup.do_report", view)

    found = {}
    for commit_first in (True, False):
        tries.clear()
        found[commit_first] = secretary.post(f"{ITEM}/report").status_code, len(tries)

    assert found == {True: (500, 1), False: (500, 1 + AGAIN)}


def given_up(tries: list[int], commit_first: bool) -> None:
    """What PostgreSQL itself says, for want of a circle."""
    tries.append(commits())
    if commit_first:
        with writing():
            db.session.execute(update(Event).values(lock_version=Event.lock_version))
    with writing():
        db.session.execute(text("DO $$ BEGIN RAISE EXCEPTION 'circle' USING ERRCODE = '40P01'; END $$"))


def test_other_errors_of_the_database_are_not_done_again(app):
    late = text("DO $$ BEGIN RAISE EXCEPTION 'late' USING ERRCODE = '55P03'; END $$")
    with app.app_context(), pytest.raises(OperationalError) as raised:
        db.session.execute(late)

    assert not is_to_be_done_again(raised.value)
