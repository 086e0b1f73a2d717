"""Pure decisions about what parties put forward for an agenda."""

from datetime import datetime

from forumhub.errors import N_, RuleBroken

CONCERN = "concern"
POINT = "point"
KINDS = (CONCERN, POINT)

OWN = "own"
SUBMITTED = "submitted"
LEFT = "left"
WITHDRAWN = "withdrawn"
STATES = (OWN, SUBMITTED, LEFT, WITHDRAWN)

MOST_TEXT = 4000
"""Characters of a point's text."""
MOST_ANSWER = 1000
MOST_MINUTES = 600


def check_event(state: str, ends_at: datetime, now: datetime) -> None:
    """Raises RuleBroken where there is no meeting ahead for which something could be put forward."""
    if state == "cancelled":
        raise RuleBroken(N_("The event is cancelled, so nothing can be put forward for it."))
    if state == "held" or ends_at <= now:
        raise RuleBroken(N_("The meeting is over. Put it forward for the next one."))


def check_changeable(state: str) -> None:
    """Raises RuleBroken unless the point is still its own side's."""
    if state != OWN:
        raise RuleBroken(N_("It was submitted, so its words stay. Withdraw it, then put forward a new one."))


def check_open(state: str) -> None:
    """Raises RuleBroken unless the point was submitted and can be taken up or left out."""
    if state == OWN:
        raise RuleBroken(N_("It is still one side's own. Submit it first."))
    if state == WITHDRAWN:
        raise RuleBroken(N_("It was withdrawn by the party that put it forward."))


def check_submitted(state: str) -> None:
    """Raises RuleBroken where a point that was submitted was withdrawn or left out meanwhile."""
    check_open(state)
    if state == LEFT:
        raise RuleBroken(N_("A point was left out while the agenda was made ready. Begin the agenda again."))


def check_withdrawable(state: str, *, taken: bool) -> None:
    """Raises RuleBroken for a point that is in a text already, or that was withdrawn."""
    if state == WITHDRAWN:
        raise RuleBroken(N_("It was withdrawn already."))
    if taken:
        raise RuleBroken(N_("It stands in the agenda already; propose there that it goes."))


def check_not_taken(taken: bool) -> None:
    """Raises RuleBroken for a point that is in the agenda."""
    if taken:
        raise RuleBroken(N_("It stands in the agenda already."))


def check_answer(answer: str) -> str:
    """The words without blanks around them. Raises RuleBroken where there are none, or too many."""
    answer = answer.strip()
    if not answer:
        raise RuleBroken(N_("Say why it is left out; every party reads it."), field="answer")
    if len(answer) > MOST_ANSWER:
        raise RuleBroken(
            N_("The answer is longer than %(most)s characters; shorten it."), field="answer", most=MOST_ANSWER
        )
    return answer
