"""What is made ready before its transaction is made ready again where others were quicker."""

from collections.abc import Callable
from typing import TypeVar

from forumhub.errors import N_, Conflict, RuleBroken
from forumhub.minutes.texts import IdsTaken

Outcome = TypeVar("Outcome")
Overtaken = type[IdsTaken] | type[Conflict]
ATTEMPTS = 3


def in_attempts(attempt: Callable[[], Outcome], *, over: tuple[Overtaken, ...] = (IdsTaken,)) -> Outcome:
    """What `attempt` gives, which reads, prepares and writes anew each time.

    It is tried again where it raises one of `over`: its ids were issued to another text, or, where nothing typed could
    be lost, somebody saved meanwhile. Raises RuleBroken after ATTEMPTS.
    """
    for _attempt in range(ATTEMPTS):
        try:
            return attempt()
        except over:
            continue
    raise RuleBroken(N_("Others are saving in this register just now. Wait a moment, then save again."))
