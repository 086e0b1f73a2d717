"""Pure decisions about a briefing pack: how large it may be, and what its files are not called."""

from collections.abc import Iterable

from forumhub.errors import N_, RuleBroken

MEGABYTE = 1024 * 1024
MOST_BYTES = 100 * MEGABYTE
"""Of the papers in one pack: what a delegate carries away on hotel Wi-Fi, and a disk of ours holds for a minute."""
MISREAD = "#%"
"""What a link to a file would read as something else."""

ALL, OWN, NONE = "all", "own", "none"
CHOICES = (ALL, OWN, NONE)
"""Papers in every language that they have, in the reader's own alone, or none."""


def check_size(sizes: Iterable[int]) -> None:
    """`sizes` in bytes. Raises RuleBroken beyond MOST_BYTES, with what would be small enough."""
    total = sum(sizes)
    if total > MOST_BYTES:
        raise RuleBroken(
            N_(
                "The papers come to %(size)s MB, and a pack takes %(limit)s MB. "
                "Take it with the papers in one language, or without papers."
            ),
            size=-(-total // MEGABYTE),
            limit=MOST_BYTES // MEGABYTE,
        )
