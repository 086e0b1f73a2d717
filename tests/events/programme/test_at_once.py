"""Two who change one programme at the same moment: nobody's change is lost, and nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from forumhub.database import db, writing
from forumhub.errors import Conflict
from forumhub.events.actions import edit_event
from forumhub.events.models import Event
from forumhub.events.programme.actions import move_session
from forumhub.events.programme.models import ProgrammeSession
from tests.events.examples import make_event
from tests.events.programme.examples import at, make_hall, make_programme, make_session, publish, who


def at_once(app, *acts) -> list[str]:
    """How each ended, all begun together, each in a thread and a transaction of its own."""
    barrier = Barrier(len(acts))

    def run(act) -> str:
        with app.app_context():
            barrier.wait(timeout=10)
            try:
                with writing():
                    act()
            except Conflict:
                return "refused"
            return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_one_of_two_who_move_a_session_is_refused(app, world):
    with app.app_context():
        programme = make_programme(world, make_event(world))
        session = make_session(world, programme, make_hall(world, programme)).id

    def to(hour: int):
        def act() -> None:
            found = db.session.get(ProgrammeSession, session)
            place = {"local_start": at(hour), "minutes": 60, "hall": found.hall}
            move_session(found, lock_version=1, **place, **who(world))

        return act

    ended = at_once(app, to(11), to(14))

    assert sorted(ended) == ["done", "refused"]
    with app.app_context():
        assert db.session.get(ProgrammeSession, session).lock_version == 2


def test_event_and_session_are_moved_at_once(app, world):
    """Both lock the event first: otherwise each would wait for the other, and PostgreSQL would end one of them."""
    with app.app_context():
        programme = make_programme(world, make_event(world))
        session = make_session(world, programme, make_hall(world, programme)).id
        event = programme.event_id
        publish(world, programme)

    def move() -> None:
        found = db.session.get(ProgrammeSession, session)
        place = {"local_start": at(10), "minutes": 60, "hall": found.hall}
        move_session(found, lock_version=found.lock_version, **place, **who(world))

    def rename() -> None:
        edit_event(db.session.get(Event, event), lock_version=1, venue="Дворец", **who(world))

    assert at_once(app, move, rename) == ["done", "done"]
