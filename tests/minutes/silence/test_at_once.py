"""At the last second: two workers and an objection, each in a thread and a transaction of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.minutes.queries import current_circulation
from tests.agreements.examples import in_force
from tests.minutes.arranging import make_event
from tests.minutes.silence.arranging import AHEAD, Silent
from tests.minutes.silence.test_silence import kinds


def at_once(app, *acts) -> list[object]:
    """What each returned, or 'refused'; all begin together."""
    barrier = Barrier(len(acts))

    def run(act) -> object:
        with app.app_context():
            barrier.wait(timeout=10)
            try:
                return act()
            except RuleBroken:
                return "refused"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_one_of_two_workers_and_an_objection_decides(app, world):
    with app.app_context():
        with writing():
            in_force(world)
            event = make_event(world, ends_at=AHEAD)
        meeting = Silent(world, event)
        ulid = meeting.waits()

    done = at_once(app, *[lambda: meeting.look(ulid)] * 2, lambda: meeting.object(ulid, "BY"))

    with app.app_context():
        document, chain = meeting.document(ulid), kinds(meeting)
        ways = [given.way for given in current_circulation(document).approvals] if document.state == "agreed" else []
    settled = document.state == "agreed"
    assert sorted(map(str, done)) == (["None", "refused", "settle"] if settled else ["None", "None", "None"])
    assert chain[3:] == (["silence", "agreement"] if settled else ["objection"])
    assert ways == (["silence"] * 2 if settled else [])
