"""How a date poll is taken to be changed, and how a change is entered."""

from datetime import datetime

from forumhub import audit
from forumhub.database import db, locked
from forumhub.events.polls.models import Poll
from forumhub.events.polls.queries import require_keeper
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language


def to_answer(poll: Poll) -> Poll:
    """The poll and its answers as they are now, locked until the transaction ends."""
    return locked(Poll, poll.id)


def to_keep(poll: Poll, by: Reader) -> Poll:
    """The same; raises NotAllowed unless `by` organizes for the party that proposed it."""
    poll = to_answer(poll)
    require_keeper(poll, by)
    return poll


def enter(poll: Poll, act: str, *, by: int | None, now: datetime, **details: object) -> None:
    """Records the act for the poll's parties. What somebody answered is not in it: it may be sealed."""
    db.session.flush()
    label, parties = in_language(poll.titles, "en"), poll.party_ids
    audit.record(f"events.{act}", poll.ulid, by=by, parties=parties, now=now, label=label, **details)
