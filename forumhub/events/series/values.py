"""What is said of a series, between its form and its actions."""

from datetime import datetime
from typing import TypedDict

from forumhub.agreements.models import Agreement
from forumhub.events.models import HostTurn
from forumhub.parties.models import Party


class SeriesValues(TypedDict, total=False):
    """What an organizer says of a series: columns of Series by their names.

    A turn of the rotation needs its party; city and time zone default to the party's capital.
    """

    titles: dict[str, str]
    kind: str
    parties: list[Party]
    rrule: str
    first_local_start: datetime
    minutes_long: int
    rotation: list[HostTurn]
    months_ahead: int
    access: str
    calendar_detail: str
    capacity: int | None
    all_day: bool
    conference: str
    languages: list[str]
    agreement: Agreement | None
    clause: str
