"""Events whose delegations have places of their own."""

from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.registration.models import Delegation, RegistrationSettings
from tests.events.examples import make_event
from tests.world import World

Allotted = tuple[int | None, int | None]
"""(quota, observers)"""


def make_allotted(world: World, places: dict[str, Allotted], *, offer_hours: int | None = None, **changes) -> Event:
    """`places` by party's code; China and Belarus meet."""
    event = make_event(world, **changes)
    with writing():
        if offer_hours:
            db.session.add(RegistrationSettings(event_id=event.id, offer_hours=offer_hours))
        for code, (quota, observers) in places.items():
            values = {"event_id": event.id, "party_id": world.party[code]}
            db.session.add(Delegation(**values, quota=quota, observers=observers))
    return event
