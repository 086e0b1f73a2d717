"""What speaks for and against one slot. Each part only adds points: more in the way never makes a slot better."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from forumhub.events.recurrence import instant
from forumhub.events.slots import costs
from forumhub.events.slots.clocks import dates_on, hours_points, outside
from forumhub.events.slots.costs import POINTS
from forumhub.events.slots.values import Engagement, Reason, Side, Slot, Wish

ONE_DAY = timedelta(days=1)


def hours_against(wish: Wish, slot: Slot) -> Iterator[Reason]:
    """Of an online meeting, each clock on which it lies outside working hours; guests live by the place's clock."""
    for clock in wish.clocks:
        by_day, at_night = outside(wish, slot, clock.timezone)
        if by_day + at_night:
            kinds = (costs.PEOPLE_HOURS, costs.PEOPLE_NIGHT) if clock.people else (costs.HOURS, costs.NIGHT)
            points = hours_points(clock, by_day, at_night)
            yield Reason(kinds[bool(at_night)], points, clock.who, people=clock.people)


def rest_against(wish: Wish, slot: Slot) -> Iterator[Reason]:
    """The parties' holidays and weekends during the meeting and, of guests, on the days of their travel."""
    for side in wish.sides:
        yield from rest_of(wish, side, dates_on(slot, side.timezone if wish.online else wish.timezone))


def rest_of(wish: Wish, side: Side, days: Sequence[date]) -> Iterator[Reason]:
    """What rests on a side of a meeting on these days in a row, by the clock that the side meets by."""
    yield from _holidays(side, days, costs.HOLIDAY)
    yield from _weekends(side, days if len(days) <= costs.LONGEST_WEEK else (days[0], days[-1]), costs.WEEKEND)
    if not wish.online and side.code != wish.host:
        travel = days[0] - ONE_DAY, days[-1] + ONE_DAY
        yield from _holidays(side, travel, costs.TRAVEL_HOLIDAY)
        yield from _weekends(side, travel, costs.TRAVEL_WEEKEND)


def _holidays(side: Side, days: Sequence[date], kind: str) -> Iterator[Reason]:
    """One reason for each holiday, with its days."""
    named: dict[str, list[date]] = {}
    for day in days:
        if day in side.calendar.holidays:
            named.setdefault(side.calendar.holidays[day], []).append(day)
    for name, on in named.items():
        yield Reason(kind, len(on) * POINTS[kind], side.code, tuple(on), name)


def _weekends(side: Side, days: Sequence[date], kind: str) -> Iterator[Reason]:
    """A holiday on a weekend counts as a holiday alone."""
    on = tuple(day for day in days if side.calendar.rests_weekly(day))
    if on:
        yield Reason(kind, len(on) * POINTS[kind], side.code, on)


def engagements_against(wish: Wish, slot: Slot, near: Iterable[Engagement]) -> Iterator[Reason]:
    """Other events during the meeting; of guests also those between leaving home and coming back."""
    leave, back = _travel(wish, slot)
    away = [event for event in near if event.meets(leave, back)]
    if not away:
        return
    during, beside = _by_who(away, slot, True), _by_who(away, slot, False)
    for side in wish.sides:
        if side.code in during:
            yield _busy(costs.BUSY, side.code, during)
        if side.code in beside and side.code != wish.host:
            yield _busy(costs.TRAVEL_BUSY, side.code, beside)
    for person in wish.people:
        if person.ulid in during:
            yield _busy(costs.PERSON_BUSY, person.ulid, during)
        if person.ulid in beside and person.party != wish.host:
            yield _busy(costs.PERSON_TRAVEL_BUSY, person.ulid, beside)


def _by_who(events: Iterable[Engagement], slot: Slot, during: bool) -> dict[str, list[Engagement]]:
    """By party's code and person's ULID, the events that they have during the meeting, or beside it."""
    found: dict[str, list[Engagement]] = {}
    for event in events:
        if event.meets(slot.starts_at, slot.ends_at) == during:
            for who in (*event.parties, *event.people):
                found.setdefault(who, []).append(event)
    return found


def _travel(wish: Wish, slot: Slot) -> tuple[datetime, datetime]:
    """From the beginning of the day before to the end of the day after, by the place's clock."""
    if wish.online:
        return slot.starts_at, slot.ends_at
    leave = datetime.combine(slot.local_start.date() - ONE_DAY, time())
    back = datetime.combine((slot.local_end - timedelta(microseconds=1)).date() + 2 * ONE_DAY, time())
    return instant(leave, wish.timezone), instant(back, wish.timezone)


def _busy(kind: str, who: str, by_who: Mapping[str, Sequence[Engagement]]) -> Reason:
    return Reason(kind, len(by_who[who]) * POINTS[kind], who, events=tuple(by_who[who]))


def block_of(slot: Slot, near: Iterable[Engagement], now: datetime) -> Reason | None:
    """What makes the slot impossible, whatever speaks for it."""
    if slot.starts_at <= now:
        return Reason(costs.PAST)
    taken = tuple(event for event in near if event.takes_venue and event.meets(slot.starts_at, slot.ends_at))
    return Reason(costs.VENUE_TAKEN, events=taken) if taken else None


GROUPS = {
    costs.WORKING: {costs.HOLIDAY, costs.WEEKEND},
    costs.WITHIN_HOURS: {costs.HOURS, costs.NIGHT, costs.PEOPLE_HOURS, costs.PEOPLE_NIGHT},
    costs.FREE: {costs.BUSY, costs.PERSON_BUSY},
    costs.TRAVEL_FREE: {
        costs.TRAVEL_HOLIDAY, costs.TRAVEL_WEEKEND, costs.TRAVEL_BUSY, costs.PERSON_TRAVEL_BUSY,
    },
}  # fmt: skip
"""What speaks for a slot, where none of these speaks against it."""


def reasons_for(wish: Wish, slot: Slot, against: Sequence[Reason]) -> Iterator[Reason]:
    """What speaks for the slot; of no points."""
    asked = {costs.WORKING, costs.FREE, costs.WITHIN_HOURS if wish.online else costs.TRAVEL_FREE}
    if not wish.online and not any(side.code != wish.host for side in wish.sides):
        asked.remove(costs.TRAVEL_FREE)
    found = {reason.kind for reason in against}
    for side in wish.sides:
        days = dates_on(slot, side.timezone if wish.online else wish.timezone)
        worked = tuple(day for day in days if side.calendar.makes_up(day))
        if worked:
            yield Reason(costs.MADE_UP, who=side.code, days=worked)
    for kind, opposed in GROUPS.items():
        if kind in asked and not found & opposed:
            yield Reason(kind)
