"""Pure decisions about who came."""

from datetime import datetime, timedelta

from forumhub.errors import N_, RuleBroken
from forumhub.registration.rules import ATTENDED, CONFIRMED, HOLDS_PLACE, RECORDED, WAITING

ATTENDANCE_OPENS = timedelta(hours=24)
"""Before the start: accreditation for a large forum begins the day before."""
ATTENDANCE_CLOSES = timedelta(days=14)
"""After the end: until then a list that was kept on paper is entered, and mistakes are put right."""


def check_attendance_time(event_state: str, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Raises RuleBroken while, or once, it cannot be recorded who came: see ATTENDANCE_OPENS and ATTENDANCE_CLOSES."""
    if event_state in {"cancelled", "postponed"}:
        raise RuleBroken(N_("The event does not take place as planned, so nobody can have come to it."))
    if now < starts_at - ATTENDANCE_OPENS:
        raise RuleBroken(N_("Who came is recorded from a day before the event begins."))
    if now > ends_at + ATTENDANCE_CLOSES:
        raise RuleBroken(N_("The event ended more than two weeks ago: its list of who came is closed."))


def check_may_attend(state: str) -> None:
    """Raises RuleBroken for somebody without a place: who waits, or is only invited, did not come as a delegate."""
    if state == WAITING:
        raise RuleBroken(N_("This person is on the waiting list and holds no place."))
    if state not in HOLDS_PLACE:
        raise RuleBroken(N_("This person is not registered for the event."))


def check_may_miss(state: str) -> None:
    """Raises RuleBroken for who came, and for somebody without a place, who was not expected."""
    check_may_attend(state)
    if state == ATTENDED:
        raise RuleBroken(N_("It is recorded that this person came. Undo that first, if it is wrong."))


def check_recorded(state: str) -> None:
    """Raises RuleBroken where nothing was recorded that could be undone."""
    if state not in RECORDED:
        raise RuleBroken(N_("It is not recorded whether this person came, so there is nothing to undo."))


def stood_before(state: str, remembered: str | None) -> str | None:
    """What to remember of how somebody stands of whom it is recorded whether they came; again, it stays."""
    return remembered if state in RECORDED else state


def stands_again(remembered: str | None) -> str:
    """How somebody stands once that is undone: who had only applied still waits for the organizer's yes."""
    return remembered or CONFIRMED
