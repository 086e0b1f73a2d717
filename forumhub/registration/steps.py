"""What somebody can do next with a registration: pure decisions, for the page that offers it."""

from forumhub.registration import rules

OFFER = "own_offer"
CONFIRM = "confirm"
APPLY = "apply"
INVITE_AGAIN = "invite_again"
DECLINE = "decline"
WITHDRAW = "withdraw"
PRIMARY = (OFFER, CONFIRM, APPLY, INVITE_AGAIN)
"""What leads somebody to the meeting; the rest ends something, and is offered quietly."""

MAY_INVITE = frozenset({rules.INVITED, rules.DECLINED, rules.WITHDRAWN})
MAY_DECLINE = frozenset({rules.APPLIED, rules.WAITING})
MAY_WITHDRAW = frozenset({rules.INVITED, rules.APPLIED, rules.WAITING, rules.CONFIRMED})


def steps_of(
    state: str,
    *,
    is_open: bool,
    applies: bool = True,
    offered: bool = False,
    own: bool,
    organizes: bool,
    secretariat: bool,
) -> list[str]:
    """In the order in which they are offered. `is_open`: the event still takes registrations.

    `applies`: who is not invited may apply by themselves; `offered`: who waits can accept a place that became free.
    `own`: it is the reader's registration; `organizes`: the event is theirs; `secretariat`: they keep its party's.
    """
    steps = {
        OFFER: offered and is_open and (own or organizes or secretariat),
        CONFIRM: organizes and is_open and state == rules.APPLIED,
        APPLY: own and is_open and (state == rules.INVITED or (applies and state == rules.WITHDRAWN)),
        INVITE_AGAIN: organizes and not own and is_open and state in MAY_INVITE,
        DECLINE: organizes and not own and state in MAY_DECLINE,
        WITHDRAW: state in MAY_WITHDRAW if own or secretariat else organizes and state in MAY_WITHDRAW - MAY_DECLINE,
    }
    return [step for step, may in steps.items() if may]
