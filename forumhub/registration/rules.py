"""Pure decisions about registrations and places."""

from datetime import datetime, timedelta

from forumhub.errors import N_, RuleBroken

INVITED = "invited"
APPLIED = "applied"
CONFIRMED = "confirmed"
WAITING = "waiting"
DECLINED = "declined"
WITHDRAWN = "withdrawn"
ATTENDED = "attended"
ABSENT = "absent"
STATES = (INVITED, APPLIED, CONFIRMED, WAITING, DECLINED, WITHDRAWN, ATTENDED, ABSENT)

HOLDS_PLACE = frozenset({APPLIED, CONFIRMED, ATTENDED, ABSENT})
REGISTERED = frozenset({APPLIED, CONFIRMED, WAITING, ATTENDED, ABSENT})
"""Asked for a place and did not take it back."""
ENDED = frozenset({DECLINED, WITHDRAWN})
IN_CALENDARS = frozenset({CONFIRMED, ATTENDED, ABSENT})
"""Whose calendar shows the event, once they were told of it by mail."""
RECORDED = frozenset({ATTENDED, ABSENT})
"""Of whom it is recorded whether they came."""

HEAD = "head"
DEPUTY = "deputy"
MEMBER = "member"
OBSERVER = "observer"
FUNCTIONS = (HEAD, DEPUTY, MEMBER, OBSERVER)
"""What somebody is in their delegation, in the order of protocol."""

ACCEPTED = "accepted"
TENTATIVE = "tentative"
INTENTIONS = (ACCEPTED, DECLINED, TENTATIVE)
"""What somebody's calendar answered. It says what they intend, and changes nothing of their place."""

NOMINATED = "nomination"
BY_INVITATION = "invitation"
BY_APPLICATION = "application"
IMPORTED = "import"
WAYS = (NOMINATED, BY_INVITATION, BY_APPLICATION, IMPORTED)
"""By which way somebody came to be registered."""

NOBODY = "nobody"
MEMBERS = "members"
EVERYONE = "everyone"
APPLICANTS = (NOBODY, MEMBERS, EVERYONE)
"""Who may apply for a place by themselves: nobody, who may see the event and has an account, everyone by e-mail."""

NOTHING = "nothing"
NUMBERS = "numbers"
NAMES = "names"
SHOWN = (NOTHING, NUMBERS, NAMES)
"""What a party sees of the other delegations."""

RETENTION_DAYS = 365
SENSITIVE_DAYS = 30

INVITATION_DAYS = 60


def is_open(event_state: str, ends_at: datetime, now: datetime) -> bool:
    """Whether somebody can still be registered for an event."""
    return event_state not in {"cancelled", "held"} and now < ends_at


def check_open(event_state: str, ends_at: datetime, now: datetime) -> None:
    """Raises RuleBroken where an event takes no registrations any more."""
    if is_open(event_state, ends_at, now):
        return
    if event_state == "cancelled":
        raise RuleBroken(N_("The event is cancelled, so nobody can be registered for it."))
    raise RuleBroken(N_("The event is over, so nobody can be registered for it any more."))


def check_taken_in(applicants: str, deadline: datetime | None, now: datetime) -> None:
    """Raises RuleBroken where an event's settings let nobody apply by themselves, or not any more."""
    if applicants == NOBODY:
        raise RuleBroken(N_("Delegates of this event are named by their party or invited by the organizer. Ask them."))
    if deadline is not None and deadline <= now:
        raise RuleBroken(N_("The time to apply has passed. If you have to come, ask the organizer to invite you."))


def is_taken_in(applicants: str, deadline: datetime | None, now: datetime) -> bool:
    """Whether members may apply by themselves now."""
    return applicants != NOBODY and (deadline is None or now < deadline)


def check_may_apply(state: str | None) -> None:
    """Raises RuleBroken for whom the organizer, or they themselves, declined: that is undone by an invitation."""
    if state == DECLINED:
        raise RuleBroken(
            N_("Your registration was declined. If you want to come, ask the organizer to invite you again.")
        )


def check_may_confirm(state: str) -> None:
    """Raises RuleBroken unless the registration holds a place that waits to be confirmed."""
    if state == WAITING:
        raise RuleBroken(
            N_("This person is on the waiting list. A place has to become free first; raise the capacity or wait.")
        )
    if state not in HOLDS_PLACE:
        raise RuleBroken(N_("Only an application can be confirmed; this person holds no place."))
    _check_not_recorded(state)


def _check_not_recorded(state: str) -> None:
    if state in RECORDED:
        raise RuleBroken(N_("It is recorded whether this person came. Undo that first, if it is wrong."))


def check_may_decline(state: str) -> None:
    """Raises RuleBroken where there is nothing to decline any more."""
    _check_not_recorded(state)
    if state == WITHDRAWN:
        raise RuleBroken(N_("This registration was withdrawn already, so there is nothing to decline."))


def check_may_withdraw(state: str) -> None:
    """Raises RuleBroken where there is nothing to withdraw any more."""
    _check_not_recorded(state)
    if state == DECLINED:
        raise RuleBroken(N_("This registration was declined already, so there is nothing to withdraw."))


def check_may_invite(state: str | None) -> None:
    """Raises RuleBroken where the person has asked for a place already."""
    if state in REGISTERED:
        raise RuleBroken(N_("This person is registered for the event already."), field="email")


def after_asking(*, wanted: bool, place: bool) -> str:
    """Where somebody stands who asks for a place; `wanted`: the organizer has invited them."""
    if not place:
        return WAITING
    return CONFIRMED if wanted else APPLIED


def holds_place(state: str, offered_until: datetime | None) -> bool:
    """Whether a registration counts as a place taken: a place that is offered does."""
    return state in HOLDS_PLACE or offered_until is not None


def queue_time(latest: datetime | None, now: datetime) -> datetime:
    """Strictly later than everybody's before, so that the order of the queue is that of the lock."""
    return now if latest is None or latest < now else latest + timedelta(microseconds=1)


def invitation_expiry(ends_at: datetime, now: datetime, answer_by: datetime | None = None) -> datetime:
    """When the organizer says, else sixty days, but no longer than the event.

    Raises RuleBroken for a deadline that has passed, or that comes after the event.
    """
    if answer_by is None:
        return min(now + timedelta(days=INVITATION_DAYS), ends_at)
    if not now < answer_by <= ends_at:
        raise RuleBroken(N_("A time from now until the end of the event would be right."), field="answer_by")
    return answer_by


def check_may_readdress(*, of_another_party: bool, known_elsewhere: bool) -> None:
    """Raises RuleBroken for an address that is not the organizer's to change: others write to it, too."""
    if of_another_party:
        raise RuleBroken(
            N_(
                "This person is in the directory of another party, so their address is not changed here. "
                "Withdraw this invitation, and invite the right address."
            ),
            field="email",
        )
    if known_elsewhere:
        raise RuleBroken(
            N_(
                "This person is known beyond this event, so their address is not changed here. "
                "Withdraw this invitation, and invite the right address."
            ),
            field="email",
        )


def check_link(withdrawn_at: datetime | None) -> None:
    """Raises RuleBroken for a link that the organizer took back or replaced."""
    if withdrawn_at is not None:
        raise RuleBroken(N_("This invitation was withdrawn, or replaced by a newer one. The newest mail holds."))


def check_not_expired(expires_at: datetime, now: datetime) -> None:
    """Raises RuleBroken for a link by which nobody can accept any more; to withdraw, it still serves."""
    if expires_at <= now:
        raise RuleBroken(N_("This invitation has expired. Ask the organizer for a new one."))


def request_sequence(event_sequence: int, sent: int, *, in_calendar: bool, moved: bool = False) -> int:
    """SEQUENCE of a REQUEST: the event's, but greater than what was sent last where that was a CANCEL, or where time,
    place or state is another (RFC 5546 §2.1.4): after a CANCEL of their own, a calendar is ahead of its event."""
    return max(event_sequence, sent + 1 if moved or not in_calendar else sent)


def cancel_sequence(event_sequence: int, sent: int) -> int:
    """SEQUENCE of a CANCEL: greater than what the calendar was sent last."""
    return max(event_sequence, sent + 1)


def is_outdated(intention_sequence: int, calendar_sequence: int) -> bool:
    """Whether an intention was declared for an earlier time or place than the calendar was sent last."""
    return intention_sequence < calendar_sequence


def standing_intention(intention: str, intention_sequence: int, calendar_sequence: int) -> str:
    """What somebody answered, as long as it holds: a greater SEQUENCE asks anew. Empty where nothing does."""
    return "" if is_outdated(intention_sequence, calendar_sequence) else intention
