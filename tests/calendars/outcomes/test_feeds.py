"""Feeds of actions, as tasks and as days, and of all that carries an agreement out."""

import icalendar
import pytest
from sqlalchemy import select, update

from forumhub.calendars.membership import AGREEMENT, DUE, TASKS
from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.events.signals import event_changed
from forumhub.followup import actions as followup
from forumhub.parties.models import Grant, Party
from tests.calendars.arranging import events_in, make_link, poll
from tests.calendars.wire import faults
from tests.followup import examples as items
from tests.world import NOW, World


@pytest.fixture
def met(world: World) -> World:
    """Minutes of China and Belarus are agreed: A-1 is Belarus', with China; A-2 is China's; A-3 everybody's."""
    items.arranged(world)
    return world


def tasks_in(answer) -> dict[str, str]:
    """STATUS by summary; the answer must be right on the wire."""
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert faults(answer.get_data()) == []
    calendar = icalendar.Calendar.from_ical(answer.get_data())
    assert calendar.walk("VEVENT") == []
    return {str(task["SUMMARY"]): str(task["STATUS"]) for task in calendar.walk("VTODO")}


def link(world: World, code: str, role: str, kind: str) -> str:
    return make_link(world, code, role, f"{kind}/{world.ulid[code, role]}")


def start(world: World, code: str, party: str) -> None:
    with world.app.app_context(), writing():
        row, by = db.session.get_one(Party, world.party[party]), world.reader(party, "secretary")
        followup.report_item(items.item(code), row, "in_progress", by=by, now=NOW)


def test_my_actions_are_those_of_my_parties_as_tasks(app, met):
    answers = {code: tasks_in(poll(app, link(met, code, "delegate", TASKS))) for code in ("CN", "BY", "KZ")}

    assert answers == {
        "CN": {f"HLM/A-{number} (High-level meeting)": "NEEDS-ACTION" for number in (2, 1, 3)},
        "BY": {f"HLM/A-{number} (High-level meeting)": "NEEDS-ACTION" for number in (1, 3)},
        "KZ": {},
    }


def test_my_actions_are_days_for_calendars_without_tasks(app, met):
    events = events_in(poll(app, link(met, "CN", "observer", DUE))).values()

    assert [(str(event["SUMMARY"]), f"{event.DTSTART}", event["TRANSP"]) for event in events] == [
        ("Due: HLM/A-2 (High-level meeting)", "2026-11-20", "TRANSPARENT"),
        ("Due: HLM/A-1 (High-level meeting)", "2027-03-01", "TRANSPARENT"),
    ]


@pytest.mark.parametrize("kind", [TASKS, DUE])
def test_a_poll_is_answered_304_until_an_action_of_mine_changes(app, met, kind: str):
    tokens = {code: link(met, code, "delegate", kind) for code in ("CN", "BY")}
    etags = {code: poll(app, token).headers["ETag"] for code, token in tokens.items()}
    before = [poll(app, tokens[code], etags[code]).status_code for code in tokens]

    start(met, "A-2", "CN")

    after = {code: poll(app, tokens[code], etags[code]) for code in tokens}
    assert before == [304, 304]
    assert {code: answer.status_code for code, answer in after.items()} == {"CN": 200, "BY": 304}
    assert after["CN"].headers["ETag"] != etags["CN"]


def test_who_loses_the_role_loses_the_actions_at_the_next_poll(app, met):
    token = link(met, "BY", "delegate", TASKS)
    etag = poll(app, token).headers["ETag"]

    with app.app_context(), writing():
        of_delegate = Grant.person_id == met.person["BY", "delegate"]
        db.session.execute(update(Grant).where(of_delegate).values(ended_at=NOW))

    assert tasks_in(poll(app, token, etag)) == {}


def carried_out(world: World) -> str:
    """The ULID of the meeting, now held under the agreement whose clauses its actions carry out."""
    with world.app.app_context(), writing():
        event = db.session.scalars(select(Event)).unique().one()
        item = items.item("A-1")
        event.agreement_id = item.clauses[0].agreement_id
        event_changed.send(event=event, change="edited", before=None)
        return event.ulid


def test_an_agreement_shows_its_meetings_and_the_days_of_my_actions_under_it(app, met):
    ulid = carried_out(met)

    found = {
        (code, role): list(events_in(poll(app, make_link(met, code, role, f"{AGREEMENT}CN-BY-2016"))))
        for code, role in (("BY", "delegate"), ("KZ", "secretary"))
    }

    assert found == {
        ("BY", "delegate"): [f"{ulid}@forumhub.example", "due-HLM-A-1@forumhub.example"],
        ("KZ", "secretary"): [],
    }


def test_an_action_under_an_agreement_moves_the_agreements_feed(app, met):
    carried_out(met)
    token = make_link(met, "BY", "delegate", f"{AGREEMENT}CN-BY-2016")
    etag = poll(app, token).headers["ETag"]
    before = poll(app, token, etag).status_code

    start(met, "A-1", "BY")

    assert (before, poll(app, token, etag).status_code) == (304, 200)
