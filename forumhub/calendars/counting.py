"""The one counter of the installation, which numbers publications in the order of their commits.

Whoever takes a number keeps the counter's row locked to the commit, so a number is seen only when all that are
smaller are: a client that knows N never finds later that something changed at N or before. It is taken after every
row that a publication reads is locked, and before the first collection: so collections need no order of their own.
"""

from sqlalchemy import func, select, update

from forumhub.calendars.models import CalendarCounter
from forumhub.database import db, upsert

_ONLY = 1


def next_number() -> int:
    """Raises the counter by one and holds it until the transaction ends."""
    counter = CalendarCounter
    first = upsert(counter).values(id=_ONLY, seq=1, oldest=0)
    raised = first.on_conflict_do_update(index_elements=["id"], set_={"seq": counter.seq + 1})
    number: int = db.session.scalars(raised.returning(counter.seq)).one()
    return number


def forget_before(number: int) -> None:
    """From now on no sync token with a smaller number is good."""
    counter = CalendarCounter
    db.session.execute(update(counter).where(counter.oldest < number).values(oldest=number))


def oldest_token() -> int:
    """The smallest number of which a sync token is still good: what left collections before it is forgotten."""
    return db.session.scalar(select(func.max(CalendarCounter.oldest))) or 0
