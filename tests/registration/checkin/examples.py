"""A door to arrange tests with, and an example of each of its pages."""

from datetime import timedelta

from forumhub.database import db, new_ulid, writing
from forumhub.events.models import Event
from forumhub.registration.actions import confirm_registration
from forumhub.registration.checkin.actions import scan_code
from forumhub.registration.checkin.models import Scan
from forumhub.registration.models import Registration
from tests.events.examples import START, make_event
from tests.registration.examples import apply, make_person
from tests.world import NOW, World

MORNING = (START - timedelta(hours=3, minutes=15)).replace(tzinfo=NOW.tzinfo)
"""08:45 in Minsk on the day of the event, a quarter of an hour before it begins."""
BEGUN = MORNING + timedelta(hours=1)


def confirm(world: World, registration: Registration) -> Registration:
    with writing():
        return confirm_registration(registration, by=world.reader("BY", "organizer"), now=NOW)


def make_door(world: World, count: int = 2, code: str = "FTP", first: int = 0) -> tuple[Event, list[Registration]]:
    """An event, and people of China whose places there are confirmed."""
    event = make_event(world, code)
    people = [make_person(world, number) for number in range(first, first + count)]
    return event, [confirm(world, apply(event, who)) for who in people]


def scan(world: World, event: Event, typed: str, **changes: object) -> Scan:
    with writing():
        values = {"ulid": new_ulid(), "by": world.reader("BY", "organizer"), "now": MORNING}
        return scan_code(event, typed, **{**values, **changes})


def state_of(registration: Registration) -> str:
    db.session.rollback()
    return db.session.get(Registration, registration.id).state


def examples(world: World) -> dict[str, str | dict]:
    with world.app.app_context():
        event, (delegate,) = make_door(world, 1, "DOOR", first=40)
        door = f"/events/{event.ulid}/check-in"
        return {
            "registration.check_in": door,
            "registration.check_in_scan": {"url": door, "data": {"scan": new_ulid(), "code": delegate.checkin_code}},
            "registration.check_in_now": f"{door}/now",
            "registration.check_in_people": f"{door}/people",
            "registration.close_check_in": f"{door}/close",
            "registration.undo_check_in_of": f"/registrations/{delegate.ulid}/check-in/undo",
        }
