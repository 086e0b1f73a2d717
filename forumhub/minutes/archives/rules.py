"""Pure decisions about the archive of a series: its states and its bounds."""

from datetime import timedelta

from forumhub.errors import N_, RuleBroken

WAITING = "waiting"
MAKING = "making"
READY = "ready"
FAILED = "failed"
STATES = (WAITING, MAKING, READY, FAILED)
OPEN = (WAITING, MAKING)

KEPT = timedelta(days=1)
"""How long an archive can be taken. It is of what its person could see when it was made."""
GIVEN_UP = timedelta(days=7)
"""After which one is forgotten that was asked for and never made."""
MOST_DOCUMENTS = 400
"""The newest; the archive lists what is left out."""
MOST_ASKED = 5
"""By one person in the time for which archives are kept: each keeps the machine busy for minutes."""
MOST_BYTES = 500 * 1024 * 1024
"""Of stored files, before they are packed."""


def check_ration(asked: int) -> None:
    """`asked`: how many archives the person asked for in that time. Raises RuleBroken."""
    if asked >= MOST_ASKED:
        message = N_("You asked for %(most)s archives within a day. Take those that are ready, or ask again tomorrow.")
        raise RuleBroken(message, most=MOST_ASKED)
