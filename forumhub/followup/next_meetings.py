"""What is due at the next meeting: its day follows the meetings of the series, and who sees them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select

from forumhub.database import db
from forumhub.events.models import Event
from forumhub.followup import following
from forumhub.followup.meetings import around, events_naming, meetings_around
from forumhub.followup.models import Item, Report
from forumhub.followup.rules import PROPOSED, PROVISIONAL, UNFINISHED
from forumhub.followup.signals import item_changed

NEXT = "next meeting"
MOVED, NAMING, PEOPLE = "followup.meetings_moved", "followup.meetings_naming", "followup.people_who_read_others"
NOTED = (MOVED, NAMING, PEOPLE)
ON_ITS_WAY = (PROVISIONAL, *UNFINISHED)
SAID = (Report.due == NEXT, Report.document_id.is_not(None), Report.pending.is_(False))
"""By a STATUS in minutes that took effect; from their meeting on, the next one is counted."""


def note_meeting(event_id: int) -> None:
    """Remembers, until the transaction ends, a meeting that is on another day now, or that others see."""
    db.session.info.setdefault(MOVED, set()).add(event_id)


def note_naming(event_id: int) -> None:
    """The same of a meeting that names others now."""
    db.session.info.setdefault(NAMING, set()).add(event_id)


def note_person(person_id: int) -> None:
    """The same of all meetings that name somebody who may sign in from now on, or who left an office."""
    db.session.info.setdefault(PEOPLE, set()).add(person_id)


def derive_touched(now: datetime) -> None:
    db.session.flush()  # which notes the accounts
    moved, naming, people = (db.session.info.pop(name, set()) for name in NOTED)
    if people:
        naming |= events_naming(people)
    if moved or naming:
        _derive(moved, naming, now)


def derive_days_again(now: datetime) -> None:
    """Of all, as the rules of this version have it, and the roles of today."""
    events = set(db.session.scalars(select(Item.event_id).where(Item.due == NEXT)))
    if events:
        _derive(events, set(), now)


def days_after(event_id: int, source_ids: Collection[int], now: datetime) -> dict[int, date | None]:
    """By meeting that agreed an item, the day of the next one after this event. A constant number of queries."""
    if not source_ids:
        return {}
    known = meetings_around({event_id, *source_ids}, now)
    return {each: following.next_day(known[event_id], known[each], known.values()) for each in source_ids}


def meetings_changed(source_ids: Collection[int], now: datetime) -> dict[int, datetime | None]:
    """By meeting that agreed an item, when one of its series changed last, and with it, perhaps, the day of the next
    one; without those that are hidden from a reader of the item."""
    known = meetings_around(source_ids, now) if source_ids else {}
    return {each: following.changed_at(known[each], known.values()) for each in source_ids}


def _derive(moved: Collection[int], naming: Collection[int], now: datetime) -> None:
    """Sets the day of what is not finished; the first one is kept once it was agreed. Of what is finished, too, no day
    stays that only a meeting has which is hidden from a reader. A constant number of queries."""
    items = _due_next(moved, naming)
    if not items:
        return
    since = _since(items)
    places = {item.id: (since.get(item.id, item.event_id), item.event_id) for item in items}
    days = _days(set(places.values()), now)
    for item in items:
        next_day, hidden = days[places[item.id]]
        day = next_day if item.state in ON_ITS_WAY else item.due_on
        first = day if item.state == PROVISIONAL else item.original_due_on
        _set_days(item, *(None if each in hidden else each for each in (day, first)))
    db.session.flush()


def _days(places: Collection[tuple[int, int]], now: datetime) -> dict[tuple[int, int], tuple[date | None, set[date]]]:
    """By the meeting after which it is due and the one that agreed it: the next one's day, and the hidden ones."""
    known = meetings_around({event_id for place in places for event_id in place}, now)
    of_series = defaultdict(list)  # an upgrade asks of every series at once
    for meeting in known.values():
        of_series[meeting.series_id].append(meeting)
    found = {}
    for place in places:
        after, source = (known[event_id] for event_id in place)
        meetings = of_series[after.series_id]
        found[place] = following.next_day(after, source, meetings), following.hidden_days(after, source, meetings)
    return found


def _due_next(moved: Collection[int], naming: Collection[int]) -> list[Item]:
    """Locked, in the order of their ids. Of a meeting that names others now, what its own series agreed: who registers
    waits for no search through all that minutes ever said."""
    mine: ColumnElement[bool] = Item.event_id.in_(select(Event.id).where(around({*moved, *naming})))
    if moved:
        said = select(Report.item_id).where(*SAID, Report.event_id.in_(select(Event.id).where(around(moved))))
        mine = or_(mine, Item.id.in_(said))
    statement = select(Item).where(Item.due == NEXT, Item.state != PROPOSED, mine).order_by(Item.id)
    statement = statement.with_for_update(of=Item).execution_options(populate_existing=True)
    return list(db.session.scalars(statement).unique())


def _since(items: Iterable[Item]) -> dict[int, int]:
    """By item, the meeting whose minutes last said so, where it was not that of its own minutes."""
    of_items = Report.item_id.in_([item.id for item in items])
    statement = select(Report.item_id, Report.event_id).where(*SAID, of_items, Report.event_id.is_not(None))
    return {row.item_id: row.event_id for row in db.session.execute(statement.order_by(Report.id))}


def _set_days(item: Item, day: date | None, first: date | None) -> None:
    if (day, first) != (item.due_on, item.original_due_on):
        item.due_on, item.original_due_on = day, first
        item.lock_version += 1
        item_changed.send(item, before=item.state)
