"""A venue is changed while its meetings are: neither waits for the other in a circle."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event as Moment

import pytest

from forumhub.database import db, locked, writing
from forumhub.events.actions import edit_event
from forumhub.events.models import Event
from forumhub.events.papers import actions as papers
from forumhub.events.papers.models import Paper
from forumhub.events.venues.actions import edit_venue
from forumhub.events.venues.models import Venue
from tests.events.examples import make_event
from tests.events.papers.examples import submit
from tests.events.venues.examples import PALACE, make_partners, make_venue
from tests.world import NOW

pytestmark = pytest.mark.parametrize("app", ["postgresql"], indirect=True)  # SQLite lets one write at a time
SAID = {"names": PALACE, "address": "", "city": {}, "timezone": "", "capacity": 500, "access_notes": ""}


def at_once(app, first, second) -> None:
    """`first` is told when the other has begun, which waits for no more than a moment."""
    begun = Moment()

    def move() -> None:
        with app.app_context(), writing():
            first(begun)

    def change() -> None:
        assert begun.wait(5)
        with app.app_context(), writing():
            second()

    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(move), pool.submit(change)]:
            each.result(20)


def test_a_venue_gets_its_coordinates_while_a_meeting_there_is_moved(world, app):
    with app.app_context():
        make_partners(world)
        venue_id = make_venue(world).id
        event_id = make_event(world, site=db.session.get(Venue, venue_id)).id

    def move(begun: Moment) -> None:
        event = locked(Event, event_id)
        begun.set()
        Moment().wait(0.4)  # so that the other has come as far as it can
        later = {"local_start": event.local_start + timedelta(days=1), "local_end": event.local_end + timedelta(days=1)}
        edit_event(event, lock_version=event.lock_version, **later, by=world.reader("BY", "organizer"), now=NOW)

    def locate() -> None:
        venue, by = db.session.get_one(Venue, venue_id), world.reader("BY", "organizer")
        said = {**SAID, "latitude": 53.9, "longitude": 27.56}
        edit_venue(venue, said, [], lock_version=venue.lock_version, by=by, now=NOW)

    at_once(app, move, locate)

    with app.app_context():
        event = db.session.get_one(Event, event_id)
        assert (event.sequence, event.site.coordinates) == (1, (53.9, 27.56))


def test_a_paper_is_restored_while_another_is_withdrawn(world, app):
    with app.app_context():
        event = make_event(world)
        ids = [submit(world, event, shared_with="everyone").id for _number in range(2)]
        with writing():
            papers.withdraw_paper(db.session.get_one(Paper, ids[0]), by=world.reader("CN", "secretary"), now=NOW)
        event_id = event.id

    def edit(begun: Moment) -> None:
        locked(Event, event_id)
        begun.set()
        Moment().wait(0.4)
        paper = db.session.get_one(Paper, ids[0])
        locked(Paper, paper.id)

    def restore() -> None:
        papers.restore_paper(db.session.get_one(Paper, ids[0]), by=world.reader("CN", "secretary"), now=NOW)

    at_once(app, edit, restore)

    with app.app_context():
        assert db.session.get_one(Paper, ids[0]).withdrawn_at is None
