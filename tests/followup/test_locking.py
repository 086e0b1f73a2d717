"""Two who change several rows at once never wait in a circle."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier, Event

import pytest

from forumhub import ledger
from forumhub.database import db, writing
from forumhub.events.models import Event as Meeting
from forumhub.events.series.queries import meetings_of
from forumhub.events.steps import postpone_event
from forumhub.followup import rules
from forumhub.followup.actions import hold_all_that_they_say, open_items, report_item
from forumhub.followup.models import Item
from forumhub.minutes.models import Document
from forumhub.parties.queries import get_party
from tests.followup import examples
from tests.followup.test_entering import STATUS, in_series
from tests.world import NOW

pytestmark = pytest.mark.parametrize("app", ["postgresql"], indirect=True)  # SQLite lets one write at a time
ARISING = "## 1. Matters arising\n\n"


def test_a_series_is_changed_while_an_action_of_its_next_meeting_is_reported(world, app):
    with app.app_context():
        first, second, _third = in_series(world)
        examples.agreed(world, first, en=f"{STATUS}- **ACTION A-1** (BY; due next meeting): Проверить 渠道.")
        db.session.commit()
        series_id, second_id = first.series_id, second.id
    held = Event()

    def edit() -> None:
        with app.app_context(), writing():
            meetings_of(series_id, to_change=True)
            held.set()
            Event().wait(0.3)  # so that the report has come as far as it can
            when = {"local_start": datetime(2027, 12, 2, 9), "local_end": datetime(2027, 12, 2, 17)}
            by = world.reader("CN", "organizer")
            postpone_event(db.session.get_one(Meeting, second_id), **when, reason="Визит", by=by, now=NOW)

    def report() -> None:
        assert held.wait(5)
        with app.app_context(), writing():
            item, by = db.session.query(Item).filter_by(code="A-1").one(), world.reader("BY", "secretary")
            report_item(item, get_party("BY"), rules.DONE, words="Готово.", by=by, now=NOW)

    with ThreadPoolExecutor(2) as pool:
        done = [each.result(20) for each in [pool.submit(edit), pool.submit(report)]]

    with app.app_context():
        item = db.session.query(Item).filter_by(code="A-1").one()
        assert (done, item.state, str(item.due_on)) == ([None, None], "reported", "2027-12-02")


def test_minutes_that_report_on_each_others_registers_are_agreed_at_once(world, app):
    with app.app_context():
        meetings = {code: examples.event(world, register=code) for code in ("AAA", "BBB")}
        for meeting in meetings.values():
            examples.agreed(world, meeting, en=f"{ARISING}- **ACTION A-1** (BY; due 2027-03-01): 测试.")
        said = [("AAA", "BBB"), ("BBB", "AAA")]
        closing = f"{ARISING}- **STATUS %s/A-1** (closed): Готово."
        ids = [examples.circulated(world, meetings[own], en=closing % other).id for own, other in said]
        db.session.commit()
    both = Barrier(2)

    def agree(document_id: int) -> None:
        with app.app_context(), writing():
            minutes = db.session.get_one(Document, document_id)
            both.wait(5)
            hold_all_that_they_say(minutes)
            register = minutes.event.register
            ledger.append(register.id, register.code, "agreement", {"document": minutes.ulid}, now=NOW)
            open_items(minutes, NOW)

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(agree, ids, timeout=20))

    with app.app_context():
        states = {item.reference: item.state for item in db.session.query(Item)}
        assert (done, states) == ([None, None], {"AAA/A-1": "closed", "BBB/A-1": "closed"})
