"""The demo's venues, and what is booked there."""

from datetime import datetime

from forumhub.demo.accounts import Cast
from forumhub.events.actions import edit_event
from forumhub.events.models import Event
from forumhub.events.venues.actions import create_venue
from forumhub.events.venues.models import Venue
from forumhub.events.venues.values import HallValues, VenueValues
from forumhub.parties.policy import ORGANIZER

HALLS = (
    ({"en": "Great hall", "zh": "大会议厅", "ru": "Большой зал"}, 300),
    ({"en": "Small hall", "zh": "小会议厅", "ru": "Малый зал"}, 60),
)
VENUES = {
    "CN": VenueValues(
        names={"en": "National Convention Center", "zh": "国家会议中心", "ru": "Национальный конференц-центр"},
        address="7 Tianchen East Road, Chaoyang District\n北京市朝阳区天辰东路7号",
        city={},
        timezone="",
        latitude=40.0025,
        longitude=116.385,
        capacity=6000,
        access_notes="Passes are handed out at gate C1. Ramps and lifts at every entrance.",
    ),
    "BY": VenueValues(
        names={"en": "Palace of the Republic", "zh": "共和国宫", "ru": "Дворец Республики"},
        address="1 Kastryčnickaja Square\nОктябрьская площадь, 1",
        city={},
        timezone="",
        latitude=53.9025,
        longitude=27.5618,
        capacity=2700,
        access_notes="Delegates come in from the square, with a passport. A lift is beside the cloakroom.",
    ),
}


def enter_all(cast: Cast, now: datetime) -> dict[str, Venue]:
    """By party's code."""
    halls = [HallValues(ulid="", names=names, capacity=capacity) for names, capacity in HALLS]
    return {
        code: create_venue(cast.party(code), values, halls, by=cast.reader(code, ORGANIZER), now=now)
        for code, values in VENUES.items()
    }


def book(houses: dict[str, Venue], event: Event, cast: Cast, now: datetime) -> None:
    """Its host's house, as a whole."""
    assert event.host
    by = cast.reader(event.host.code, ORGANIZER)
    edit_event(event, site=houses[event.host.code], hall=None, lock_version=event.lock_version, by=by, now=now)
