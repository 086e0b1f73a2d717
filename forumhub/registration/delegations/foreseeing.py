"""Pure reckoning: who of a list would have a place, and who is over the places of the delegation."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from forumhub.registration.rules import OBSERVER


class Room(NamedTuple):
    """Places that are free: at the event, and within the delegation; None: no limit."""

    event: int | None = None
    delegates: int | None = None
    observers: int | None = None


def _share(function: str) -> int:
    """The place of a function's share in Room."""
    return 2 if function == OBSERVER else 1


def with_place(room: Room, function: str, more: int) -> Room:
    """With so many places more, or fewer, for this function."""
    numbers = list(room)
    for place in (0, _share(function)):
        number = numbers[place]
        numbers[place] = None if number is None else number + more
    return Room(*numbers)


def fits(room: Room, function: str) -> bool:
    return all(number is None or number > 0 for number in (room.event, room[_share(function)]))


class Coming(NamedTuple):
    """Somebody who is on the list. `holds`: a place is theirs already; `waits`: they are in the queue."""

    name: str
    function: str
    holds: bool = False
    waits: bool = False
    before: str = ""
    """The function for which the place that they hold was counted."""
    guest: bool = False
    """The place that they hold is one of the event's, and of no delegation's yet."""

    @property
    def moves(self) -> bool:
        """Whether the place that they hold will count for other ones than before."""
        return self.holds and (self.guest or (self.before != "" and _share(self.before) != _share(self.function)))


class Foreseen(NamedTuple):
    """What accepting a list would do, by name, in its order."""

    confirmed: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    """Those who cannot change their function, or join as guests, as no place of the new kind is left."""


def _without(room: Room, coming: Coming) -> Room:
    """What is free once the place that they hold is; a guest's was none of the delegation's."""
    freed = with_place(room, coming.before, 1)
    return room._replace(event=freed.event) if coming.guest else freed


def foresee(room: Room, leaving: Iterable[str], coming: Sequence[Coming]) -> Foreseen:
    """First those who leave give up their places (`leaving` their functions), then functions change, then those who
    are new get places in the order of the list. So who replaces somebody has their place, and no one of the queue.
    """
    for function in leaving:
        room = with_place(room, function, 1)
    stuck = []
    for each in coming:
        if each.moves:
            freed = _without(room, each)
            if fits(freed, each.function):
                room = with_place(freed, each.function, -1)
            else:
                stuck.append(each.name)
    confirmed: list[str] = []
    waiting: list[str] = []
    for each in coming:
        if not each.holds and not each.waits and fits(room, each.function):
            room = with_place(room, each.function, -1)
            confirmed.append(each.name)
        else:
            (confirmed if each.holds else waiting).append(each.name)
    return Foreseen(tuple(confirmed), tuple(waiting), tuple(stuck))


def over_quota(functions: Iterable[tuple[str, str]], delegates: int | None, observers: int | None) -> list[str]:
    """Of (name, function) in the order of the list, the names of those for whom the delegation has no place.

    `delegates` and `observers` are the places that it has for its list; None: no limit.
    """
    limits, counted, over = {1: delegates, 2: observers}, Counter[int](), []
    for name, function in functions:
        share = _share(function)
        counted[share] += 1
        limit = limits[share]
        if limit is not None and counted[share] > limit:
            over.append(name)
    return over
