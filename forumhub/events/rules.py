"""Pure decisions about events."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from forumhub.errors import N_, RuleBroken
from forumhub.phrases import last_day
from forumhub.unseen import has_unseen

KINDS = ("high_level_meeting", "forum", "seminar", "training", "working_group")

TENTATIVE = "tentative"
CONFIRMED = "confirmed"
POSTPONED = "postponed"
HELD = "held"
CANCELLED = "cancelled"
STATES = (TENTATIVE, CONFIRMED, POSTPONED, HELD, CANCELLED)
TRANSITIONS: Mapping[str, frozenset[str]] = {
    TENTATIVE: frozenset({CONFIRMED, POSTPONED, HELD, CANCELLED}),
    CONFIRMED: frozenset({POSTPONED, HELD, CANCELLED}),
    POSTPONED: frozenset({TENTATIVE, CONFIRMED, CANCELLED}),
    HELD: frozenset(),
    CANCELLED: frozenset({TENTATIVE}),
}
"""A postponed event gets its new state with its new date; a cancelled one is reinstated."""
STEPS = {
    "confirm": CONFIRMED, "date": TENTATIVE, "hold": HELD, "postpone": POSTPONED, "cancel": CANCELLED,
    "reinstate": TENTATIVE,
}  # fmt: skip
"""What an organizer does with an event, each on its page, and the state that it leads to."""
PLANNED = frozenset({TENTATIVE, CONFIRMED})
ENDED = "ended"
CLOSED = frozenset({HELD, CANCELLED})
"""An event in one of these is not edited any more."""

STANDINGS = ("invited", "applied", "waiting", "confirmed", "declined", "withdrawn", "attended", "absent")
NAMED = ("invited", "applied", "waiting", "confirmed", "attended", "absent")
"""Who stands so may see the event, and is told when it changes."""
ADMITTED = ("invited", "confirmed", "attended", "absent")
"""Of these, whom somebody let in: who asked for a place alone reads no more than others who see the event."""

TIME_AND_PLACE = ("local_start", "local_end", "timezone", "all_day", "city", "venue")
MOVING = (*TIME_AND_PLACE, "state")
"""What makes a calendar's SEQUENCE grow (RFC 5546 §2.1.4), so that who comes answers anew: time, place and state. By
another link to its video conference nobody's plans change.
"""

MOST_DAYS = 62
LONGEST_CONFERENCE = 500
REINSTATED_WITHIN = timedelta(days=30)
YEARS = (1945, 2200)


_REFUSED: Mapping[tuple[str, str], str] = {
    (TENTATIVE, TENTATIVE): N_("The event is tentative already."),
    (CONFIRMED, CONFIRMED): N_("The event is confirmed already."),
    (CONFIRMED, TENTATIVE): N_("A confirmed event stays confirmed. Postpone it where its date no longer holds."),
    (POSTPONED, POSTPONED): N_("The event is postponed already. Set its new date, or cancel it."),
    (POSTPONED, HELD): N_("A postponed event needs a new date before it can be held. Set one, then mark it as held."),
}


def shown_state(state: str, ends_at: datetime, now: datetime) -> str:
    """What readers are told of its state: `ended` where it was confirmed and is over, and nobody has said yet that it
    was held.
    """
    return ENDED if state == CONFIRMED and ends_at < now else state


def check_transition(state: str, to: str) -> None:
    """Raises RuleBroken unless an event may go from `state` to `to`."""
    if to in TRANSITIONS[state]:
        return
    check_open(state)
    raise RuleBroken(_REFUSED[state, to])


def check_open(state: str) -> None:
    """Raises RuleBroken where nothing may be changed any more."""
    if state == HELD:
        raise RuleBroken(N_("The event was held, so it stays as it was. What follows from it belongs in its minutes."))
    if state == CANCELLED:
        raise RuleBroken(
            N_("The event is cancelled, so it stays as it was. Reinstate it within 30 days, or make a new one.")
        )


def check_postponed(state: str) -> None:
    """Raises RuleBroken where there is a date already."""
    check_open(state)
    if state != POSTPONED:
        raise RuleBroken(N_("The event has a date. To move it, postpone it to another one."))


def check_dated(state: str) -> None:
    """Raises RuleBroken where there is no date to confirm."""
    if state == POSTPONED:
        raise RuleBroken(N_("A postponed event has no date to confirm. Set a new one; it can be confirmed with it."))


def check_may_reinstate(state: str, cancelled_at: datetime, starts_at: datetime, now: datetime) -> None:
    """Raises RuleBroken unless the event was cancelled in the last REINSTATED_WITHIN, and is still to come."""
    if state != CANCELLED:
        raise RuleBroken(N_("The event is not cancelled, so there is nothing to reinstate."))
    if now > cancelled_at + REINSTATED_WITHIN:
        raise RuleBroken(N_("It was cancelled more than 30 days ago. Copy it to a new event instead."))
    if starts_at <= now:
        raise RuleBroken(N_("The time for which it was planned has passed. Copy it to a new event instead."))


def check_step(step: str, state: str, cancelled_at: datetime, starts_at: datetime, now: datetime) -> None:
    """Raises RuleBroken unless an event in this state can take the step, one of STEPS; see `check_begun`, too."""
    if step == "reinstate":
        check_may_reinstate(state, cancelled_at, starts_at, now)
    if step == "date":
        check_postponed(state)
    if step == "confirm":
        check_dated(state)
    check_transition(state, STEPS[step])


def steps_of(state: str, cancelled_at: datetime, starts_at: datetime, now: datetime) -> list[str]:
    """The steps of STEPS that the event can take now, in their order."""
    return [step for step in STEPS if _can(step, state, cancelled_at, starts_at, now)]


def _can(step: str, state: str, cancelled_at: datetime, starts_at: datetime, now: datetime) -> bool:
    try:
        check_step(step, state, cancelled_at, starts_at, now)
        if step == "hold":
            check_begun(starts_at, now)
    except RuleBroken:
        return False
    return True


def check_begun(starts_at: datetime, now: datetime) -> None:
    """Raises RuleBroken before the start: what has not begun was not held."""
    if now < starts_at:
        raise RuleBroken(N_("The event has not begun yet; it can be marked as held after its start."))


def state_after_move(state: str) -> str:
    """A new date gives a postponed event its place back, tentatively; others keep their state."""
    return TENTATIVE if state == POSTPONED else state


def as_told(facts: Mapping[str, Any], name: str) -> Any:
    """A fact of `Event.snapshot()` as it is told: of what is all-day, days and no hours."""
    if not facts["all_day"] or name not in ("local_start", "local_end"):
        return facts[name]
    start: datetime = facts["local_start"]
    return start.date() if name == "local_start" else last_day(start, facts["local_end"])


def differ(before: Mapping[str, Any], after: Mapping[str, Any], names: Iterable[str]) -> bool:
    """Whether any of these facts is told otherwise than before."""
    return any(as_told(before, name) != as_told(after, name) for name in names)


def sequence_grows(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return differ(before, after, MOVING)


def check_reason(reason: str) -> str:
    """The reason without blanks around it. Raises RuleBroken where there is none, or more than 2,000 characters."""
    reason = reason.strip()
    if not reason:
        raise RuleBroken(N_("Give a reason: the participants will read it."), field="reason")
    if len(reason) > 2000:
        raise RuleBroken(N_("The reason is longer than 2,000 characters; make it shorter."), field="reason")
    return reason


def check_register_code(code: str) -> None:
    """Raises RuleBroken for what cannot stand in `HLM/A-14`."""
    if not re.fullmatch("[A-Z]{2,8}", code):
        message = N_("A register code is two to eight Latin capitals, such as HLM; '%(code)s' is not.")
        raise RuleBroken(message, field="register_code", code=code[:40])


def check_titles(titles: Mapping[str, str]) -> None:
    """Raises RuleBroken where no language has a title."""
    if not any(title.strip() for title in titles.values()):
        raise RuleBroken(N_("Give a title in at least one language."), field="titles")
    if any(len(title) > 300 for title in titles.values()):
        raise RuleBroken(N_("A title has at most 300 characters; put the rest in the description."), field="titles")


def check_year(moment: datetime, field: str) -> None:
    """Raises RuleBroken for a wall clock of another age."""
    first, last = YEARS
    if not first <= moment.year <= last:
        message = N_("The year %(year)s is not between %(first)s and %(last)s.")
        raise RuleBroken(message, field=field, year=moment.year, first=first, last=last)


def check_period(local_start: datetime, local_end: datetime) -> None:
    """Raises RuleBroken for a wall clock of another age, or for an event of more than MOST_DAYS days."""
    check_year(local_start, "local_start")
    check_year(local_end, "local_end")
    if local_end <= local_start:
        raise RuleBroken(N_("The end is not after the start: set a later end."), field="local_end")
    if local_end - local_start > timedelta(days=MOST_DAYS):
        message = N_("An event lasts at most %(days)s days; make a series of what lasts longer.")
        raise RuleBroken(message, field="local_end", days=MOST_DAYS)


def check_capacity(capacity: int | None, places_taken: int) -> None:
    """Raises RuleBroken where there would be fewer places than are taken."""
    if capacity is not None and capacity < max(places_taken, 1):
        message = N_("%(taken)s places are taken already: give at least as many, and at least 1, or leave it empty.")
        raise RuleBroken(message, field="capacity", taken=places_taken)


def check_conference(address: str) -> None:
    """Raises RuleBroken for a link to a video conference that nobody should follow; empty is none."""
    if len(address) > LONGEST_CONFERENCE:
        message = N_("The link is longer than %(most)s characters: use the short one that the conference offers.")
        raise RuleBroken(message, field="conference", most=LONGEST_CONFERENCE)
    if address and not is_conference(address):
        message = N_("'%(link)s' is no secure link: give one such as https://video.example.org/room.")
        raise RuleBroken(message, field="conference", link=address[:80])


def is_conference(address: str) -> bool:
    """Whether it is an https address, short enough, without blanks, what is not seen, or a user's name before
    its host.
    """
    if (
        len(address) > LONGEST_CONFERENCE
        or has_unseen(address)
        or not re.fullmatch(r"(?i:https)://[^\s\x00-\x20\x7f<>\"\\^`{|}]+", address)
    ):
        return False
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and "@" not in parts.netloc and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def check_parties(party_ids: Collection[int], host_id: int | None) -> None:
    """Raises RuleBroken where nobody meets, or where the host is not among those who do."""
    if not party_ids:
        raise RuleBroken(N_("Choose at least one party, or an agreement whose parties meet."), field="parties")
    if host_id is not None and host_id not in party_ids:
        raise RuleBroken(N_("The host is not among the parties: add it to them, or choose another host."), field="host")
