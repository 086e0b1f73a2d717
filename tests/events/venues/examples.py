"""Venues to arrange tests with."""

from forumhub.database import db, writing
from forumhub.events.venues.actions import create_venue
from forumhub.events.venues.models import Venue
from forumhub.events.venues.values import HallValues
from forumhub.parties.models import Party
from tests.agreements.examples import in_force
from tests.world import NOW, World

PALACE = {"en": "Palace of Congresses", "zh": "会议宫", "ru": "Дворец съездов"}
GREAT, SMALL = {"en": "Great hall", "ru": "Большой зал"}, {"en": "Small hall", "zh": "小厅"}


def make_venue(world: World, code: str = "BY", halls: tuple[dict[str, str], ...] = (), **changes: object) -> Venue:
    """The party's palace, for 500 people; each hall holds 100."""
    with writing():
        party = db.session.get(Party, world.party[code])
        values = {"names": PALACE, "address": "1 Square\nMinsk", "city": {}, "timezone": "", "capacity": 500}
        values |= {"access_notes": "", **changes}
        rows = [HallValues(ulid="", names=names, capacity=100) for names in halls]
        return create_venue(party, values, rows, by=world.reader(code, "organizer"), now=NOW)


def make_partners(world: World) -> None:
    """An agreement of China and Belarus that is in force."""
    with writing():
        in_force(world)


def examples(world: World) -> dict[str, str]:
    """A venue of Belarus, for the walk over all routes."""
    with world.app.app_context():
        ulid = make_venue(world, halls=(GREAT, SMALL)).ulid
    own = {name: f"/venues/{ulid}/{name}" for name in ("edit", "close", "reopen")}
    return {"events.venue": f"/venues/{ulid}"} | {f"events.venue_{name}": url for name, url in own.items()}
