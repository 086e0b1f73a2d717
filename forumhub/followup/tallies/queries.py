"""Reads of the tallies: how many items there are, and whose. Which meetings count is the caller's to say."""

from datetime import date

from sqlalchemy import ColumnElement, and_, func, select

from forumhub.database import db
from forumhub.events.models import Event, Register
from forumhub.followup.tallies.counting import count_touched
from forumhub.followup.tallies.models import ItemTally
from forumhub.parties.models import Party


def counts_by_state(
    events: ColumnElement[bool], *, kind: str, register: str, party: str, owner: str, today: date
) -> list[tuple[str, bool, int]]:
    """(state, whether it is overdue, how many). Codes that are empty do not filter; one of party and owner is.

    `events` is a condition on Event.
    """
    count_touched()
    late = and_(ItemTally.due_on.is_not(None), ItemTally.due_on < today).label("late")
    where = [ItemTally.owner == owner, ItemTally.event_id.in_(select(Event.id).where(events))]
    if kind != "all":
        where.append(ItemTally.kind == kind)
    if register:
        of_register = Event.register_id.in_(select(Register.id).where(Register.code == register))
        where.append(ItemTally.event_id.in_(select(Event.id).where(of_register)))
    if party:
        where.append(ItemTally.party_id.in_(select(Party.id).where(Party.code == party)))
    elif not owner:
        where.append(ItemTally.party_id.is_(None))
    statement = select(ItemTally.state, late, func.sum(ItemTally.count)).where(*where).group_by(ItemTally.state, "late")
    return [(state, bool(is_late), int(count)) for state, is_late, count in db.session.execute(statement)]


def owners(events: ColumnElement[bool]) -> list[tuple[str, str]]:
    """The codes that own items of these meetings, each with its party's, in the order of the codes."""
    count_touched()
    seen = ItemTally.owner != "", ItemTally.event_id.in_(select(Event.id).where(events))
    statement = select(ItemTally.owner, Party.code).join(Party, Party.id == ItemTally.party_id).where(*seen)
    return [(owner, party) for owner, party in db.session.execute(statement.distinct().order_by(ItemTally.owner))]


def registers(events: ColumnElement[bool]) -> list[str]:
    """The codes of the registers that hold items of these meetings."""
    count_touched()
    counted = ItemTally.party_id.is_(None), ItemTally.event_id.in_(select(Event.id).where(events))
    holding = select(Event.register_id).join(ItemTally, ItemTally.event_id == Event.id).where(*counted)
    return list(db.session.scalars(select(Register.code).where(Register.id.in_(holding)).order_by(Register.code)))
