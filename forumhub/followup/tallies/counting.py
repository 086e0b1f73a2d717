"""Keeps the tallies equal to the items, in the transaction that changes these."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Insert,
    Select,
    and_,
    case,
    delete,
    distinct,
    func,
    insert,
    literal,
    null,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from forumhub.database import db
from forumhub.followup import rules
from forumhub.followup.models import Item, ItemCounter, ItemOwner
from forumhub.followup.tallies.models import ItemTally
from forumhub.followup.tallies.rules import places

TOUCHED = "followup.tallies.touched"


def note_changes(session: Session) -> None:
    """Remembers, until the transaction ends, the registers and meetings of items that a flush wrote."""
    items = [row for row in (*session.new, *session.dirty, *session.deleted) if isinstance(row, Item)]
    if items:
        session.info.setdefault(TOUCHED, set()).update((item.register_id, item.event_id) for item in items)


def count_touched() -> None:
    """Counts the meetings again whose items this transaction changed.

    Their registers' counters are locked first, in order: of two transactions the second counts what the first wrote.
    """
    db.session.flush()
    touched = db.session.info.pop(TOUCHED, None)
    if not touched:
        return
    registers, events = ({pair[place] for pair in touched} for place in (0, 1))
    counters = select(ItemCounter.kind).where(ItemCounter.register_id.in_(registers))
    db.session.execute(counters.order_by(ItemCounter.register_id, ItemCounter.kind).with_for_update()).all()
    _count(events)


def count_all_again() -> None:
    """For every meeting, whatever wrote its items; and the places of all items in the lists by day."""
    db.session.flush()
    db.session.info.pop(TOUCHED, None)
    rows = db.session.execute(select(Item.id, Item.state, Item.due_on, Item.due_place, Item.due_place_back))
    right = ((row, places(row.state, row.due_on)) for row in rows)
    wrong = [
        {"id": row.id, "due_place": place, "due_place_back": back}
        for row, (place, back) in right
        if (row.due_place, row.due_place_back) != (place, back)
    ]
    if wrong:
        db.session.execute(update(Item), wrong)
    db.session.execute(delete(ItemTally))
    db.session.execute(_insertion())


def _count(events: Collection[int]) -> None:
    db.session.execute(delete(ItemTally).where(ItemTally.event_id.in_(events)))
    db.session.execute(_insertion(Item.event_id.in_(events)))


def _insertion(*where: ColumnElement[bool]) -> Insert:
    every = _counted((null(), literal("")), ()).where(*where)
    owned = and_(ItemOwner.item_id == Item.id, ItemOwner.helps.is_(False))
    party, code = ItemOwner.party_id, ItemOwner.code
    by_party = _counted((party, literal("")), (party,)).join(ItemOwner, owned).where(*where)
    by_code = _counted((party, code), (party, code)).join(ItemOwner, owned).where(*where)
    names = ["event_id", "kind", "state", "due_on", "party_id", "owner", "count"]
    return insert(ItemTally).from_select(names, union_all(every, by_party, by_code))


def _counted(owner: tuple[Any, Any], grouped: tuple[Any, ...]) -> Select[Any]:
    late = and_(Item.kind == "ACTION", Item.state.in_(rules.DUE_COUNTS))
    day = case((late, Item.due_on)).label("late_after")
    sort = Item.event_id, Item.kind, Item.state
    statement = select(*sort, day, *owner, func.count(distinct(Item.id))).select_from(Item)
    return statement.where(Item.state != rules.PROPOSED).group_by(*sort, "late_after", *grouped)
