"""Pure decisions about venues: what can be entered, and whether an event has room and a free hall."""

from collections.abc import Mapping, Sequence

from forumhub.errors import N_, RuleBroken
from forumhub.events.rules import CONFIRMED, HELD, TENTATIVE

BOOKING = frozenset({TENTATIVE, CONFIRMED, HELD})
"""An event in one of these occupies its venue; a postponed or cancelled one has given it back."""

MOST_HALLS = 40
MOST_NAMED = 300
"""Characters of a venue's and its hall's names together, as an event shows them."""


def check_names(names: Mapping[str, str], field: str) -> None:
    """Raises RuleBroken where no language has a name."""
    if not any(name.strip() for name in names.values()):
        raise RuleBroken(N_("Give a name in at least one language."), field=field)


def check_coordinates(latitude: float | None, longitude: float | None) -> None:
    """Raises RuleBroken for one without the other, and for what is nowhere on the globe."""
    if (latitude is None) != (longitude is None):
        missing = "latitude" if latitude is None else "longitude"
        raise RuleBroken(N_("Give both latitude and longitude, or neither."), field=missing)
    if latitude is not None and longitude is not None and not (abs(latitude) <= 90 and abs(longitude) <= 180):
        wrong = "longitude" if abs(latitude) <= 90 else "latitude"
        raise RuleBroken(N_("A latitude is from -90 to 90 degrees, a longitude from -180 to 180."), field=wrong)


def check_halls(halls: Sequence[Mapping[str, str]]) -> None:
    """Raises RuleBroken for more halls than a venue has, and for two of one name."""
    if len(halls) > MOST_HALLS:
        raise RuleBroken(N_("A venue has at most %(most)s halls."), field="halls", most=MOST_HALLS)
    seen: set[tuple[str, str]] = set()
    for names in halls:
        for language, name in names.items():
            key = language, name.casefold()
            if key in seen:
                raise RuleBroken(N_("Two halls are called %(name)s: give each its own name."), field="halls", name=name)
            seen.add(key)


def check_room(capacity: int | None, places: int | None) -> None:
    """Raises RuleBroken where an event would take more people than its hall or venue holds."""
    if capacity is not None and places is not None and capacity > places:
        message = N_("There is room for %(places)s people there: give at most as many places, or choose another venue.")
        raise RuleBroken(message, field="capacity", places=places)


def check_zone(timezone: str, of_venue: str) -> None:
    """Raises RuleBroken where an event would keep another clock than its venue."""
    if timezone != of_venue:
        message = N_("The venue keeps the clock of %(zone)s: leave the time zone empty, or choose another venue.")
        raise RuleBroken(message, field="timezone", zone=of_venue)


def words(venue: Mapping[str, str], hall: Mapping[str, str]) -> str:
    """What an event shows as its venue: the name in every language, for a taxi driver as for a delegate."""
    return ", ".join(filter(None, (_each(venue), _each(hall))))[:MOST_NAMED]


def _each(names: Mapping[str, str]) -> str:
    return " / ".join(dict.fromkeys(name for name in names.values() if name))
