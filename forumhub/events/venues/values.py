"""What is said of a venue, between its form and its actions."""

from typing import TypedDict


class HallValues(TypedDict):
    """One hall as typed; `ulid` names one that is there already, and is empty for a new one."""

    ulid: str
    names: dict[str, str]
    capacity: int | None


class VenueValues(TypedDict, total=False):
    """What an organizer says of a venue: columns of Venue by their names."""

    names: dict[str, str]
    address: str
    city: dict[str, str]
    timezone: str
    capacity: int | None
    latitude: float | None
    longitude: float | None
    access_notes: str
