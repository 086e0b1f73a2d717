"""What a list says of people, as plain values."""

from dataclasses import dataclass, field

from forumhub.errors import ForumhubError
from forumhub.registration.rules import MEMBER


@dataclass(frozen=True)
class Delegate:
    """Somebody on the list. `number` is the line where they stand first, `also` are those that add a post of theirs.

    `party` is a code of one of the event's parties, or GUEST. `email` is in lower case, and empty where there is none.
    """

    number: int
    name: str
    party: str
    own_name: str = ""
    honorific: str = ""
    title: str = ""
    affiliation: str = ""
    email: str = ""
    function: str = MEMBER
    precedence: int | None = None
    language: str = ""
    also: tuple[int, ...] = ()


@dataclass(frozen=True)
class Remark:
    """Why a line is no delegate of its own; `outcome` is one of `rules.NOT_TAKEN`."""

    number: int
    name: str
    reason: ForumhubError
    outcome: str
    title: str = ""


@dataclass(frozen=True)
class Plan:
    """All that a list says: each record with text is the heading, or stands in one of these, once."""

    delegates: tuple[Delegate, ...] = ()
    remarks: tuple[Remark, ...] = ()
    unknown: dict[str, int] = field(default_factory=dict)
    """By text of the party's column that names none of the event's parties, how many rows have it."""
    twins: dict[int, int] = field(default_factory=dict)
    """By line, the earlier line with the same name and party, where only a person can tell whether they are one."""
    read: int = 0
    """Rows with text below the headings."""
