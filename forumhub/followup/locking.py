"""In which order rows are locked, so that two who lock several do not wait in a circle: chains, meetings, items.

Whoever moves meetings locks these, and then the items that are due at the next one; calendars lock at a transaction's
end the meetings of the items that changed. These may be others of the series than the one that is moved: who holds one
of them and wants its items waits in a circle with that, and one of the two is done again (`web.Application`).
"""

from collections.abc import Collection

from sqlalchemy import select

from forumhub import ledger
from forumhub.database import db, locked
from forumhub.events.models import Event
from forumhub.followup import references
from forumhub.followup.models import Item
from forumhub.followup.sources import Minutes


def locked_item(item: Item) -> Item:
    """The item as it is now, behind its meeting. Its chain, where a statement follows, is held before."""
    _hold_meetings({item.event_id})
    return locked(Item, item.id)


def hold_all_that_they_say(minutes: Minutes) -> None:
    """The chains and meetings of the minutes and of every item that they report on, before anything is written."""
    items = [report.item for report in references.pending_reports(minutes.id)]
    for register_id in sorted({minutes.event.register_id, *(item.register_id for item in items)}):
        ledger.hold(register_id)
    _hold_meetings({minutes.event.id, *(item.event_id for item in items)})


def _hold_meetings(event_ids: Collection[int]) -> None:
    statement = select(Event.id).where(Event.id.in_(event_ids)).order_by(Event.id)
    db.session.execute(statement.with_for_update(key_share=True))
