"""After a change of the time-zone database the wall clock stands and the instants follow it."""

from datetime import UTC, datetime

from sqlalchemy import select, update

from forumhub import installation
from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.events.polls.models import PollSlot
from forumhub.events.rederiving import derive_instants_again
from tests.events.polls.examples import propose
from tests.world import NOW

WRONG = datetime(2027, 5, 20, 7, tzinfo=UTC)


def add_event(world) -> None:
    from forumhub.events.actions import create_event
    from forumhub.parties.queries import get_party

    create_event(
        register_code="TZ",
        titles={"en": "Meeting"},
        kind="seminar",
        parties=[get_party("BY")],
        host=get_party("BY"),
        local_start=datetime(2027, 5, 20, 9),
        local_end=datetime(2027, 5, 20, 17),
        by=world.reader("BY", "organizer"),
        now=NOW,
    )


def test_instants_follow_the_wall_clock_when_tzdata_changed(world, database):
    with writing():
        add_event(world)
        installation.decide(installation.TZDATA, "2016.1")
        db.session.execute(update(Event).values(starts_at=WRONG))

    with writing():
        moved = derive_instants_again()

    event = db.session.scalars(select(Event)).unique().one()
    assert (moved, event.starts_at) == (1, datetime(2027, 5, 20, 6, tzinfo=UTC))
    assert event.local_start == datetime(2027, 5, 20, 9)


def test_slots_of_date_polls_follow_the_wall_clock_too(world, database):
    propose(world)
    right = list(db.session.execute(select(PollSlot.starts_at, PollSlot.ends_at).order_by(PollSlot.id)))
    with writing():
        installation.decide(installation.TZDATA, "2016.1")
        db.session.execute(update(PollSlot).values(starts_at=WRONG, ends_at=WRONG))

    with writing():
        derive_instants_again()

    assert list(db.session.execute(select(PollSlot.starts_at, PollSlot.ends_at).order_by(PollSlot.id))) == right


def test_an_upgrade_does_not_fail_on_a_wall_clock_that_a_zone_skips_by_now(world, database):
    with writing():
        add_event(world)
        installation.decide(installation.TZDATA, "2016.1")
        skipped = {"local_start": datetime(2027, 3, 28, 2, 30), "timezone": "Europe/Warsaw"}
        db.session.execute(update(Event).values(starts_at=WRONG, **skipped))

    with writing():
        moved = derive_instants_again()

    event = db.session.scalars(select(Event)).unique().one()
    assert (moved, event.starts_at) == (1, datetime(2027, 3, 28, 1, 30, tzinfo=UTC))


def test_nothing_is_derived_again_when_tzdata_is_the_same(world, database):
    with writing():
        derive_instants_again()

    with writing():
        add_event(world)
        db.session.execute(update(Event).values(starts_at=WRONG))
        moved = derive_instants_again()

    assert moved == 0
