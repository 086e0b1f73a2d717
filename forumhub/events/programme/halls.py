"""Writes of a programme's halls."""

from collections.abc import Sequence
from datetime import datetime

from forumhub.database import db
from forumhub.events.programme import rules
from forumhub.events.programme.entering import enter, to_change, without_new_clash
from forumhub.events.programme.models import Programme, ProgrammeHall
from forumhub.events.programme.queries import count_sessions
from forumhub.parties.policy import Reader


def add_hall(
    programme: Programme,
    *,
    names: dict[str, str],
    capacity: int | None = None,
    opens: int | None = None,
    closes: int | None = None,
    foreign: dict[str, object] | None = None,
    by: Reader,
    now: datetime,
) -> ProgrammeHall:
    """A hall, last in the order of columns. Raises RuleBroken."""
    rules.check_names(names)
    rules.check_opening(opens, closes)
    programme = to_change(programme, by)
    rules.check_hall_count(len(programme.halls) + 1)
    position = max((hall.position for hall in programme.halls), default=-1) + 1
    hall = ProgrammeHall(names=names, capacity=capacity, opens=opens, closes=closes, position=position)
    hall.foreign = foreign or {}
    programme.halls.append(hall)
    _enter(programme, by, now)
    return hall


def take_halls(programme: Programme, *, by: Reader, now: datetime) -> int:
    """The halls of the venue that the event books and the programme has not, by their names; returns how many."""
    programme = to_change(programme, by)
    event, known = programme.event, [hall.names for hall in programme.halls]
    booked = [event.hall] if event.hall else event.site.halls if event.site else []
    missing = [hall for hall in booked if hall.names not in known]
    rules.check_hall_count(len(known) + len(missing))
    for hall in missing:
        position = len(programme.halls)
        programme.halls.append(ProgrammeHall(names=dict(hall.names), capacity=hall.capacity, position=position))
    if missing:
        _enter(programme, by, now)
    return len(missing)


def edit_hall(
    hall: ProgrammeHall,
    *,
    names: dict[str, str],
    capacity: int | None,
    opens: int | None,
    closes: int | None,
    by: Reader,
    now: datetime,
) -> None:
    """Raises RuleBroken; WouldClash where a published session would lie outside of its hours."""
    rules.check_names(names)
    rules.check_opening(opens, closes)
    programme = to_change(hall.programme, by)
    with without_new_clash(programme):
        hall.names, hall.capacity, hall.opens, hall.closes = names, capacity, opens, closes
    _enter(programme, by, now)


def order_halls(programme: Programme, ulids: Sequence[str], *, by: Reader, now: datetime) -> None:
    """Puts the halls in this order; those that are not named follow in the order that they had."""
    programme = to_change(programme, by)
    places = {ulid: place for place, ulid in enumerate(ulids)}
    ordered = sorted(programme.halls, key=lambda hall: places.get(hall.ulid, len(places)))
    for position, hall in enumerate(ordered):
        hall.position = position
    _enter(programme, by, now)
    db.session.expire(programme, ["halls"])


def remove_hall(hall: ProgrammeHall, *, by: Reader, now: datetime) -> None:
    """Raises RuleBroken where sessions are in it."""
    programme = to_change(hall.programme, by)
    rules.check_hall_empty(count_sessions(programme, hall))
    programme.halls.remove(hall)
    _enter(programme, by, now)


def _enter(programme: Programme, by: Reader, now: datetime) -> None:
    programme.lock_version += 1
    enter(programme, "halls", by=by, now=now)
