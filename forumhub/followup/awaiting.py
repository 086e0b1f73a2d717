"""What the other side said or asked of an action and the reader may answer: that it is done; a new date; that it is
cancelled."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import ColumnElement, Row, and_, select

from forumhub.database import db
from forumhub.events.models import EventParty
from forumhub.followup.models import Item, Report
from forumhub.followup.queries import TOLD, visible_to
from forumhub.followup.rules import ACTS, REPORTED, UNFINISHED, Said, may_answer, only_confirms, standing
from forumhub.followup.wishes import CANCEL, PROPOSE, cancelling, proposal
from forumhub.parties.models import Party
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY, Reader


@dataclass(frozen=True)
class Asked:
    """By parties of the meeting. `due`: the new date; None where they say that the action is cancelled."""

    item: Item
    by: list[Party]
    due: date | None


@dataclass(frozen=True)
class Reported:
    """`by` are the parties whose report stands; none where only minutes report it done. `confirms`: closing it is
    another's."""

    item: Item
    by: list[Party]
    confirms: bool = False


def reported_to(reader: Reader, limit: int = 10) -> list[Reported]:
    """What was reported done and the reader may close, confirm or return, what has waited longest first; in a number
    of queries that does not grow with it.
    """
    return reported_to_parties(reader.parties_as(SECRETARY, ORGANIZER, HEAD), visible_to(reader))[:limit]


def reported_to_parties(own: Collection[int], visible: ColumnElement[bool]) -> list[Reported]:
    """To one of these parties (row ids), of the items that `visible` leaves; otherwise as `reported_to`."""
    reported = and_(visible, Item.kind == "ACTION", Item.state == REPORTED)
    said = _said_in_turn(reported)
    items = {item.id: item for item in db.session.scalars(select(Item).where(reported).options(*TOLD))}
    found = [_reported(items[item_id], its, own) for item_id, its in said.items() if item_id in items]
    return [each for each in found if each]


def _said_in_turn(items: ColumnElement[bool]) -> dict[int, list[Said]]:
    """By item, that of which something was said last at the end."""
    statement = (
        select(Report.item_id, Report.act, Report.party_id)
        .join(Item, Item.id == Report.item_id)
        .where(items, Report.act.in_(ACTS), Report.pending.is_(False))
        .order_by(Report.id)
    )
    said: dict[int, list[Said]] = {}
    for item_id, act, party in db.session.execute(statement):
        said[item_id] = [*said.pop(item_id, ()), Said(act, party)]
    return said


def _reported(item: Item, said: list[Said], own: Collection[int]) -> Reported | None:
    """None where none of these parties may answer it."""
    stands, owners, parties = standing(said), item.owner_ids, item.event.party_ids
    if not any(may_answer(item.state, party, stands, owners, parties) for party in own):
        return None
    by = [party for party in item.event.parties if party.id in stands.reported]
    return Reported(item, by, only_confirms(item.state, own, stands, owners, parties))


def asked_of(reader: Reader, today: date, limit: int = 10) -> list[Asked]:
    """In the order of the actions, in a number of queries that does not grow with them. `today`: the day in UTC."""
    return asked_of_parties(reader.parties_as(SECRETARY, ORGANIZER, HEAD), visible_to(reader), today)[:limit]


def asked_of_parties(own: Collection[int], visible: ColumnElement[bool], today: date) -> list[Asked]:
    """Of these parties (row ids), about the items that `visible` leaves; otherwise as `asked_of`."""
    said = _said(visible, own)
    items = select(Item).where(Item.id.in_(said)).order_by(Item.id).options(*TOLD)
    return [asked for item in db.session.scalars(items) for asked in _asked(item, said[item.id], own, today)]


def _said(visible: ColumnElement[bool], own: Collection[int]) -> dict[int, list[Row[int, str, int | None, str]]]:
    """By item, all that was said of those for which a party ever wished something."""
    of_own = select(EventParty.event_id).where(EventParty.party_id.in_(own))
    wished = select(Report.item_id).where(Report.act.in_((CANCEL, PROPOSE)))
    statement = (
        select(Report.item_id, Report.act, Report.party_id, Report.due)
        .join(Item, Item.id == Report.item_id)
        .where(visible, Item.kind == "ACTION", Item.state.in_(UNFINISHED))
        .where(Item.event_id.in_(of_own), Item.id.in_(wished), Report.pending.is_(False))
        .order_by(Report.item_id, Report.id)
    )
    return {item_id: list(rows) for item_id, rows in groupby(db.session.execute(statement), lambda row: row[0])}


def _asked(
    item: Item, rows: list[Row[int, str, int | None, str]], own: Collection[int], today: date
) -> Iterator[Asked]:
    said = [(Said(act, party), due) for _item, act, party, due in rows]
    mine, parties = item.event.party_ids & set(own), item.event.parties
    waiting, wishing = proposal(said), cancelling(each for each, _due in said)
    if waiting and waiting.due >= today and mine - {waiting.party} and waiting.party in item.event.party_ids:
        yield Asked(item, [party for party in parties if party.id == waiting.party], waiting.due)
    if mine - wishing and wishing & item.event.party_ids:
        yield Asked(item, [party for party in parties if party.id in wishing], None)
