"""Reads of named officers: a reader sees those of the own parties, never another's."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, select

from forumhub.database import db, in_slices
from forumhub.followup.models import Item
from forumhub.followup.officers.models import ItemOfficer
from forumhub.parties.models import Person
from forumhub.parties.policy import Reader


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """Of an item that the reader may see."""
    return ItemOfficer.party_id.in_(sorted(reader.party_ids))


def officers_seen(items: Iterable[Item], reader: Reader) -> dict[int, list[ItemOfficer]]:
    """By row id of the item, the officers that the reader's own parties named. One query for each SLICE of items."""
    found: dict[int, list[ItemOfficer]] = {item.id: [] for item in items}
    for ids in in_slices(found):
        statement = select(ItemOfficer).where(ItemOfficer.item_id.in_(ids), visible_to(reader))
        for officer in db.session.scalars(statement.order_by(ItemOfficer.party_id)):
            found[officer.item_id].append(officer)
    return found


def officer_of(item_id: int, party_id: int) -> Person | None:
    """Who does the work on an item inside this party: for what is sent to that person or within that party only."""
    return officers_of([item_id]).get((item_id, party_id))


def officers_of(item_ids: Iterable[int]) -> dict[tuple[int, int], Person]:
    """By row ids of item and party, `officer_of` each that is named. One query."""
    named = select(ItemOfficer).where(ItemOfficer.item_id.in_(list(item_ids)))
    return {(officer.item_id, officer.party_id): officer.person for officer in db.session.scalars(named)}
