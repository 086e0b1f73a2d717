"""Pure decisions on date polls: until when answers are taken, who sees them, when a date may be chosen.

An open poll closes by itself at its deadline; a date is chosen, or the poll withdrawn, by the party that proposed it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from forumhub.errors import N_, Conflict, RuleBroken
from forumhub.events.rules import POSTPONED, TENTATIVE

OPEN = "open"
CLOSED = "closed"
CHOSEN = "chosen"
WITHDRAWN = "withdrawn"
STATES = (OPEN, CHOSEN, WITHDRAWN)
"""What is stored; that an open poll is closed follows from its deadline."""

YES = "yes"
IF_NEED_BE = "if_need_be"
NO = "no"
WORDS = (YES, IF_NEED_BE, NO)

AS_THEY_COME = "as_they_come"
AT_CLOSE = "at_close"
SHOWN = (AT_CLOSE, AS_THEY_COME)
"""When a party sees what the others answered."""

LONGEST_COMMENT, LONGEST_REASON = 500, 2000
REMIND_BEFORE = timedelta(hours=48)
REMIND_AGAIN = timedelta(hours=20)


def standing(state: str, deadline: datetime, now: datetime) -> str:
    """open, closed, chosen or withdrawn."""
    return CLOSED if state == OPEN and now >= deadline else state


def answers_seen(shown: str, deadline: datetime, at: datetime) -> bool:
    """Whether parties see each other's answers; `at` is now, or when the poll was decided.

    What was withdrawn before it closed stays sealed: nobody opens the answers by withdrawing.
    """
    return shown == AS_THEY_COME or at >= deadline


def check_settable(event_state: str) -> None:
    """Raises RuleBroken unless the event waits for a date."""
    if event_state not in (TENTATIVE, POSTPONED):
        raise RuleBroken(
            N_("Its date stands already: a date poll is for a tentative or a postponed event. Postpone it first.")
        )


def check_undecided(state: str) -> None:
    """Raises RuleBroken where nothing may be changed any more."""
    if state == CHOSEN:
        raise RuleBroken(N_("A date was chosen, so the poll stays as it is."))
    if state == WITHDRAWN:
        raise RuleBroken(N_("The poll was withdrawn, so it stays as it is. Propose dates anew."))


def check_answering(state: str, deadline: datetime, timezone: str, now: datetime) -> None:
    """Raises RuleBroken where answers are not taken any more."""
    check_undecided(state)
    if standing(state, deadline, now) == CLOSED:
        local = deadline.astimezone(ZoneInfo(timezone))
        message = N_(
            "The deadline, %(deadline)s %(zone)s, has passed, so this answer was not taken. "
            "The organizer who proposed the poll may extend it."
        )
        raise RuleBroken(message, deadline=f"{local:%F %H:%M}", zone=timezone)


def check_words(words: Sequence[tuple[str, str]], slots: int) -> None:
    """`words`: (word, comment) of each slot. Raises RuleBroken unless each slot is answered."""
    if len(words) != slots or not {word for word, _comment in words} <= set(WORDS):
        raise RuleBroken(N_("Answer each slot: yes, if need be, or no."))
    if any(len(comment) > LONGEST_COMMENT for _word, comment in words):
        raise RuleBroken(N_("A comment has at most %(most)s characters; make it shorter."), most=LONGEST_COMMENT)


def check_seen(seen: int, given: int) -> None:
    """How many answers of the party its writer had read, and how many there are. Raises Conflict."""
    if seen != given:
        raise Conflict(N_("Somebody else of your party answered since you opened this page, so yours was not saved."))


def check_reason(reason: str) -> str:
    """The reason without blanks around it. Raises RuleBroken where there is none, or more than 2,000 characters."""
    reason = reason.strip()
    if not reason:
        raise RuleBroken(N_("Give a reason: the secretariats will read it."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise RuleBroken(N_("The reason is longer than 2,000 characters; make it shorter."), field="reason")
    return reason


def check_closing(state: str, deadline: datetime, shown: str, now: datetime, *, everyone: bool) -> None:
    """Raises RuleBroken where a party would lose the time that it was given to answer, or nothing is shown by it."""
    check_undecided(state)
    if standing(state, deadline, now) == CLOSED:
        raise RuleBroken(N_("The poll is closed already."))
    if not everyone:
        raise RuleBroken(N_("A party has not answered yet: the poll closes early only once every party has."))
    if shown == AS_THEY_COME:  # nor is it closed and extended in turn, each time with a mail to everybody
        raise RuleBroken(N_("Every party sees all answers already, so there is nothing to close: choose a date."))


def may_choose(state: str, deadline: datetime, shown: str, now: datetime, *, everyone: bool) -> bool:
    """Once it is closed; before, only where every party has answered and all of them see it."""
    if state != OPEN:
        return False
    return standing(state, deadline, now) == CLOSED or (shown == AS_THEY_COME and everyone)


def check_choosing(state: str, deadline: datetime, shown: str, now: datetime, *, everyone: bool) -> None:
    """Raises Conflict where somebody chose already, RuleBroken where it is too early."""
    if state == CHOSEN:
        raise Conflict(N_("Somebody else chose a date of this poll before you, so yours was not taken."))
    check_undecided(state)
    if not may_choose(state, deadline, shown, now, everyone=everyone):
        raise RuleBroken(
            N_("A date is chosen once the poll is closed: at its deadline, or earlier when every party has answered.")
        )


def reminder_due(deadline: datetime, opened_at: datetime, reminded_at: datetime | None, now: datetime) -> bool:
    """Once in the last two days; a poll that is shorter was announced late enough."""
    begins = deadline - REMIND_BEFORE
    return opened_at < begins <= now < deadline and (reminded_at is None or reminded_at < begins)


def check_reminding(reminded_at: datetime | None, now: datetime) -> None:
    """Raises RuleBroken where they were reminded lately."""
    if reminded_at is not None and now < reminded_at + REMIND_AGAIN:
        raise RuleBroken(N_("They were reminded less than a day ago; remind them again tomorrow."))
