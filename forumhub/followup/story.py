"""What an item comes from and what came of it, over several steps and across registers, as the reader may see it."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, lazyload

from forumhub.database import db
from forumhub.events.models import Event
from forumhub.followup.models import Item, ItemLink

FURTHEST = 4
MOST = 40
"""Steps in each direction, and items in all, that a story tells."""


@dataclass(frozen=True)
class Told:
    """An item of a story. `step` is negative for what the first comes from, positive for what came of it.

    `relation` and `away` are those of its link with the first one; empty for what is further away.
    """

    item: Item
    step: int
    relation: str = ""
    away: bool = False


@dataclass(frozen=True)
class Story:
    """From the furthest origin to the latest consequence; `links` are pairs of places in `told`: (earlier, later)."""

    told: list[Told]
    links: list[tuple[int, int]]

    @property
    def others(self) -> list[Told]:
        return [each for each in self.told if each.step]


def story_of(first: Item, visible: ColumnElement[bool]) -> Story:
    """Takes at most 2 × FURTHEST queries. What the reader may not see ends the story there."""
    told = {first.id: Told(first, 0)}
    pairs: set[tuple[int, int]] = set()
    for direction in (-1, 1):
        edge = {first.id}
        for step in range(1, FURTHEST + 1):
            edge = _next(edge, direction * step, told, pairs, visible)
            if not edge or len(told) >= MOST:
                break
    ordered = sorted(told.values(), key=lambda each: (each.step, each.item.register.code, each.item.id))
    place = {each.item.id: at for at, each in enumerate(ordered)}
    return Story(ordered, sorted((place[one], place[two]) for one, two in pairs))


def _next(
    edge: Collection[int], step: int, told: dict[int, Told], pairs: set[tuple[int, int]], visible: ColumnElement[bool]
) -> set[int]:
    """Tells what is one step further than `edge`, and gives the row ids of what is new."""
    found: set[int] = set()
    for holder, target, relation, item in linked(edge, visible):
        earlier, later = (target, holder) if relation == "from" else (holder, target)
        near, far = (later, earlier) if step < 0 else (earlier, later)
        if near not in edge or far != item.id or (far not in told and len(told) >= MOST):
            continue
        pairs.add((earlier, later))
        if far not in told:
            told[far] = Told(item, step, *((relation, holder == near) if abs(step) == 1 else ()))
            found.add(far)
    return found


def linked(items: Collection[int], visible: ColumnElement[bool]) -> list[tuple[int, int, str, Item]]:
    """Links of these items, in the order in which they were made, each with the item at its other end: in one query.

    (row id of the item that names the other, row id of the one it names, relation, the item at the other end); twice
    where both are among these.
    """
    ends = or_(
        and_(ItemLink.item_id.in_(items), Item.id == ItemLink.target_id),
        and_(ItemLink.target_id.in_(items), Item.id == ItemLink.item_id),
    )
    statement = select(ItemLink.item_id, ItemLink.target_id, ItemLink.relation, Item).join(Item, ends)
    bare = (
        joinedload(Item.event).lazyload(Event.parties),
        lazyload(Item.owners),
        lazyload(Item.clauses),
        lazyload(Item.links),
    )
    rows = db.session.execute(statement.where(visible).options(*bare).order_by(ItemLink.id))
    return [(row[0], row[1], row[2], row[3]) for row in rows.unique()]
