"""Reads of answers, and of what came of recommendations. Who may see the item is the caller's to ask."""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, CompoundSelect, Select, or_, select, union_all
from sqlalchemy.orm import aliased

from forumhub.database import db, in_slices
from forumhub.followup.acceptance import rules
from forumhub.followup.acceptance.models import ItemAnswer
from forumhub.followup.models import Item, ItemLink
from forumhub.followup.rules import CLOSED


def answers_of(item: Item) -> list[ItemAnswer]:
    """Every answer to it, oldest first."""
    return list(db.session.scalars(select(ItemAnswer).where(ItemAnswer.item_id == item.id).order_by(ItemAnswer.id)))


def acceptance_of(item: Item) -> str:
    """One of rules.ACCEPTANCES, by the answers to it and the parties that it is made to now."""
    last = {answer.party_id: answer.answer for answer in answers_of(item)}
    return rules.acceptance(last, rules.answering_of(item.owner_ids, item.event.party_ids))


def implementations(items: Iterable[Item], visible: ColumnElement[bool]) -> dict[int, str]:
    """By row id of each recommendation among the items, one of rules.IMPLEMENTATIONS, by the actions in sight."""
    recommended = {item.id: item for item in items if item.kind == "RECOMMENDATION"}
    states: dict[int, list[str]] = {item_id: [] for item_id in recommended}
    for ids in in_slices(recommended):
        for item_id, state in db.session.execute(_actions(visible, ids)):
            states[item_id].append(state)
    return {item_id: rules.implementation(recommended[item_id].state, found) for item_id, found in states.items()}


def implemented_as(wanted: str, visible: ColumnElement[bool]) -> ColumnElement[bool]:
    """The same as a condition on Item; mirrors `rules.implementation` in SQL."""
    done = or_(Item.state == CLOSED, _has(visible, [CLOSED]) & ~_has(visible, rules.STILL_DUE))
    if wanted == rules.IMPLEMENTED:
        return done
    begun = or_(Item.state.in_(rules.BEGUN), _has(visible, [CLOSED, *rules.BEGUN]))
    return ~done & (begun if wanted == rules.UNDER_WAY else ~begun)


def _has(visible: ColumnElement[bool], states: Collection[str]) -> ColumnElement[bool]:
    came = _actions(visible, states=states).subquery()
    return Item.id.in_(select(came.c.target_id))


def _actions(
    visible: ColumnElement[bool], of: Collection[int] | None = None, states: Collection[str] | None = None
) -> CompoundSelect[int, str]:
    """(recommendation, state of an action) for what came of it at once, and by way of another item, a decision say."""
    upper, lower = aliased(ItemLink), aliased(ItemLink)
    at_once = select(upper.target_id, Item.state).join(Item, Item.id == upper.item_id)
    through = (
        select(upper.target_id, Item.state)
        .join(lower, lower.target_id == upper.item_id)
        .join(Item, Item.id == lower.item_id)
        .where(lower.relation == "from")
    )

    def only(statement: Select[int, str]) -> Select[int, str]:
        statement = statement.where(upper.relation == "from", Item.kind == "ACTION", visible)
        statement = statement if of is None else statement.where(upper.target_id.in_(of))
        return (statement if states is None else statement.where(Item.state.in_(states))).correlate(None)

    return union_all(only(at_once), only(through))
