"""Writes of programmes, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.errors import Conflict, NotAllowed, RuleBroken
from forumhub.events.programme import actions
from forumhub.events.programme.models import Programme, ProgrammeSession, Speaker
from forumhub.events.programme.queries import deleted_sessions_of, find_programme, sessions_of
from forumhub.events.signals import programme_changed
from tests.counting import counted
from tests.events.examples import make_event
from tests.events.programme.examples import (
    BLUE_HALL,
    GREAT_HALL,
    PANEL,
    at,
    make_hall,
    make_programme,
    make_session,
    who,
)
from tests.world import NOW


@pytest.fixture
def programme(database, world) -> Programme:
    return make_programme(world, make_event(world))


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def test_open_programme_twice_is_one(programme, world):
    again = make_programme(world, programme.event)

    assert again.id == programme.id
    assert (again.state, again.day_start, again.day_end, again.version) == ("draft", 480, 1320, 0)
    assert acts() == ["events.create", "events.programme_open"]


def test_open_programme_by_a_secretary_is_refused(database, world):
    event = make_event(world)

    with pytest.raises(NotAllowed), writing():
        actions.open_programme(event, **who(world, "CN", "secretary"))


def test_halls_stand_in_the_order_that_they_are_given(programme, world):
    great, blue = make_hall(world, programme), make_hall(world, programme, BLUE_HALL)

    with writing():
        actions.order_halls(programme, [blue.ulid, great.ulid], **who(world))

    assert [hall.names["ru"] for hall in programme.halls] == ["Голубой зал", "Большой зал"]


def test_remove_hall_with_a_session_is_refused(programme, world):
    hall = make_hall(world, programme)
    make_session(world, programme, hall)

    with pytest.raises(RuleBroken) as refused, writing():
        actions.remove_hall(hall, **who(world))

    assert str(refused.value) == "Sessions in this hall: 1. Move them to another hall first."


def test_remove_hall_of_a_deleted_session_leaves_the_session_without(programme, world):
    hall = make_hall(world, programme)
    session = make_session(world, programme, hall)
    with writing():
        actions.delete_session(session, lock_version=1, **who(world))

    with writing():
        actions.remove_hall(hall, **who(world))
    db.session.expire_all()

    assert (session.hall_id, programme.halls) == (None, [])


def test_add_session_keeps_speakers_in_their_order(programme, world):
    hall = make_hall(world, programme)

    session = make_session(world, programme, hall, speakers=("Министр внутренних дел", "公安部部长"))
    db.session.expire_all()

    assert [(each.position, each.name) for each in session.speakers] == [
        (0, "Министр внутренних дел"),
        (1, "公安部部长"),
    ]
    assert (session.hall.names, session.local_end, session.sequence) == (GREAT_HALL, at(10), 0)
    assert len(session.guid) == 36


def test_edit_session_replaces_its_speakers(programme, world):
    session = make_session(world, programme, speakers=("公安部部长", "Министр"))

    with writing():
        others = [Speaker(name="Министр", affiliation="Минск"), Speaker(name="主席", chairs=True)]
        actions.edit_session(session, lock_version=1, titles=PANEL, speakers=others, **who(world))
    db.session.expire_all()

    assert [(each.name, each.chairs) for each in session.speakers] == [("Министр", False), ("主席", True)]
    assert (session.titles, session.lock_version, session.sequence) == (PANEL, 2, 0)


def test_edit_session_that_somebody_saved_before_is_refused(programme, world):
    session = make_session(world, programme)
    with writing():
        actions.edit_session(session, lock_version=1, titles=PANEL, **who(world))

    with pytest.raises(Conflict), writing():
        actions.edit_session(session, lock_version=1, track="政策", **who(world))

    assert session.track == ""


def test_move_session_makes_its_sequence_grow(programme, world):
    hall = make_hall(world, programme)
    session = make_session(world, programme)

    with writing():
        actions.move_session(session, lock_version=1, local_start=at(11), minutes=45, hall=hall, **who(world))

    assert (session.local_start, session.minutes, session.hall_id, session.sequence) == (at(11), 45, hall.id, 1)


def test_move_session_to_where_it_is_keeps_its_sequence(programme, world):
    session = make_session(world, programme)

    with writing():
        actions.move_session(session, lock_version=1, local_start=at(9), minutes=60, hall=None, **who(world))

    assert (session.sequence, session.lock_version) == (0, 2)


def test_delete_session_can_be_restored(programme, world):
    session = make_session(world, programme)

    with writing():
        actions.delete_session(session, lock_version=1, **who(world))
    gone, kept = sessions_of(programme), deleted_sessions_of(programme, NOW)
    with writing():
        actions.restore_session(session, **who(world))

    assert (gone, kept) == ([], [session])
    assert sessions_of(programme) == [session]
    assert acts()[-2:] == ["events.programme_delete", "events.programme_restore"]


def test_restore_session_after_thirty_days_is_refused(programme, world):
    session = make_session(world, programme)
    with writing():
        actions.delete_session(session, lock_version=1, **who(world))

    late = {**who(world), "now": NOW + timedelta(days=30, seconds=1)}
    with pytest.raises(RuleBroken), writing():
        actions.restore_session(session, **late)

    assert deleted_sessions_of(programme, late["now"]) == []


def test_move_session_that_was_deleted_is_refused(programme, world):
    session = make_session(world, programme)
    with writing():
        actions.delete_session(session, lock_version=1, **who(world))

    with pytest.raises(RuleBroken), writing():
        actions.move_session(session, lock_version=2, local_start=at(11), minutes=45, hall=None, **who(world))


def test_add_session_tells_later_rooms(programme, world):
    told: list[int] = []

    def listen(sender: object, *, programme: Programme) -> None:
        told.append(programme.id)

    with programme_changed.connected_to(listen):
        make_session(world, programme)

    assert told == [programme.id]


def test_session_after_midnight_belongs_to_the_day_before(programme, world):
    with writing():
        actions.set_days(programme, day_start=11 * 60, day_end=28 * 60, **who(world))

    session = make_session(world, programme, local_start=at(1, 30) + timedelta(days=1))

    assert session.day == at(9).date()


def test_draft_programme_is_seen_by_organizers_and_secretaries_only(programme, world):
    readers = [world.reader(*each) for each in [("CN", "organizer"), ("BY", "secretary"), ("CN", "delegate")]]

    seen = [find_programme(programme.event.ulid, reader) is not None for reader in readers]

    assert seen == [True, True, False]


def test_sessions_of_a_programme_ask_two_queries_however_many(programme, world):
    hall = make_hall(world, programme)
    counts = []
    for after in (0, 60, 120):
        make_session(world, programme, hall, after=after, speakers=("Министр",))
        db.session.expire_all()
        programme.id  # noqa: B018 - loaded again before counting
        with counted() as asked:
            found = sessions_of(programme)
        counts.append((len(found), len(asked)))

    assert counts == [(1, 2), (2, 2), (3, 2)]


def test_event_that_is_deleted_takes_its_programme_along(programme, world):
    make_session(world, programme, make_hall(world, programme), speakers=("主席",))

    db.session.delete(programme)
    db.session.commit()

    assert db.session.scalars(select(ProgrammeSession)).all() == []
    assert db.session.scalars(select(Speaker)).all() == []
