"""Publishing, what a published programme refuses, and how a programme follows its event."""

from datetime import datetime, timedelta

import pytest

from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.events.actions import cancel_event, edit_event, postpone_event
from forumhub.events.programme import actions
from forumhub.events.programme.entering import WouldClash
from forumhub.events.programme.models import Programme
from forumhub.events.programme.queries import find_programme, sessions_of
from forumhub.events.programme.rules.clashes import CLOSED, DAY, HALL, NO_HALL, PERSON
from tests.events.examples import END, START, make_event
from tests.events.programme.examples import at, make_hall, make_programme, make_session, who


@pytest.fixture
def programme(database, world) -> Programme:
    return make_programme(world, make_event(world))


@pytest.fixture
def hall(programme, world):
    return make_hall(world, programme)


def publish(world, programme: Programme) -> None:
    with writing():
        actions.publish_programme(programme, **who(world))


def kinds_refused(act, *arguments, **values) -> list[str]:
    with pytest.raises(WouldClash) as refused, writing():
        act(*arguments, **values)
    return [clash.kind for clash in refused.value.clashes]


def test_publish_shows_it_to_whoever_sees_the_event(programme, hall, world):
    make_session(world, programme, hall)
    delegate = world.reader("CN", "delegate")
    before = find_programme(programme.event.ulid, delegate)

    publish(world, programme)

    assert before is None
    assert find_programme(programme.event.ulid, delegate).version == 1


def test_publish_without_sessions_is_refused(programme, world):
    with pytest.raises(RuleBroken):
        publish(world, programme)


def test_publish_with_clashes_is_refused_and_names_them(programme, hall, world):
    make_session(world, programme, hall, speakers=("部长",))
    make_session(world, programme, hall, after=30, speakers=("部长",))
    make_session(world, programme)

    refused = kinds_refused(actions.publish_programme, programme, **who(world))

    assert refused == [HALL, NO_HALL, PERSON]
    assert programme.state == "draft"


def test_publish_with_warnings_alone_is_done(programme, hall, world):
    make_session(world, programme, hall, state="tentative", minutes=200)

    publish(world, programme)

    assert programme.state == "published"


def test_cancelled_session_clashes_with_nothing(programme, hall, world):
    make_session(world, programme, hall)
    make_session(world, programme, hall, state="cancelled")

    publish(world, programme)

    assert programme.state == "published"


def test_add_session_that_clashes_with_a_published_programme_is_refused(programme, hall, world):
    make_session(world, programme, hall)
    publish(world, programme)

    with pytest.raises(WouldClash) as refused:
        make_session(world, programme, hall, after=59)

    assert [clash.kind for clash in refused.value.clashes] == [HALL]
    assert len(sessions_of(programme)) == 1


def test_move_session_within_a_published_programme_is_done(programme, hall, world):
    session = make_session(world, programme, hall)
    publish(world, programme)

    with writing():
        actions.move_session(session, lock_version=1, local_start=at(10), minutes=60, hall=hall, **who(world))

    assert session.local_start == at(10)


def test_edit_session_that_clashed_before_it_was_published_is_not_held_against_it(programme, hall, world):
    session = make_session(world, programme, hall, after=6 * 60)
    publish(world, programme)
    event = programme.event
    with writing():
        edit_event(event, lock_version=1, local_end=at(12), **who(world))

    with writing():
        actions.edit_session(session, lock_version=1, track="政策", **who(world))

    assert session.track == "政策"


def test_halls_and_days_of_a_published_programme_keep_room_for_its_sessions(programme, hall, world):
    make_session(world, programme, hall)
    publish(world, programme)

    assert kinds_refused(actions.set_days, programme, day_start=600, day_end=1200, **who(world)) == [DAY]
    hours = {"names": hall.names, "capacity": None, "opens": 600, "closes": 1200}
    assert kinds_refused(actions.edit_hall, hall, **hours, **who(world)) == [CLOSED]


def test_restore_session_whose_place_was_taken_is_refused_while_published(programme, hall, world):
    session = make_session(world, programme, hall)
    with writing():
        actions.delete_session(session, lock_version=1, **who(world))
    make_session(world, programme, hall)
    publish(world, programme)

    assert kinds_refused(actions.restore_session, session, **who(world)) == [HALL]


def test_taken_back_programme_may_clash_and_is_seen_no_more(programme, hall, world):
    make_session(world, programme, hall)
    publish(world, programme)
    with writing():
        actions.take_back_programme(programme, **who(world))

    make_session(world, programme, hall)

    assert find_programme(programme.event.ulid, world.reader("CN", "delegate")) is None


def test_sessions_follow_their_event_to_another_day(programme, hall, world):
    session = make_session(world, programme, hall)

    with writing():
        postpone_event(programme.event, reason="выборы", local_start=datetime(2027, 5, 20, 10, 0), **who(world))
    db.session.expire_all()

    assert (session.local_start, session.sequence) == (datetime(2027, 5, 20, 9, 0), 1)


def test_sessions_keep_their_hours_where_the_event_only_begins_later(programme, hall, world):
    session = make_session(world, programme, hall, after=60)

    with writing():
        values = {"local_start": START + timedelta(hours=1), "local_end": END}
        edit_event(programme.event, lock_version=1, **values, **who(world))

    assert (session.local_start, session.sequence) == (at(10), 0)


def test_programme_of_a_cancelled_event_stays_as_it_was(programme, hall, world):
    with writing():
        cancel_event(programme.event, reason="отменено", **who(world))

    with pytest.raises(RuleBroken):
        make_session(world, programme, hall)
