"""Reads of what corrigenda made of items. Who may see the item may see what corrects it: both are of one meeting."""

from sqlalchemy import exists, select

from forumhub.database import db
from forumhub.followup.corrections.models import ItemCorrection
from forumhub.followup.models import Item


def corrections_of(item: Item) -> list[ItemCorrection]:
    """In the order in which they were agreed."""
    own = ItemCorrection.item_id == item.id
    return list(db.session.scalars(select(ItemCorrection).where(own).order_by(ItemCorrection.id)))


def is_followed(corrigendum_id: int) -> bool:
    """Whether an item has followed this corrigendum."""
    return bool(db.session.scalar(select(exists().where(ItemCorrection.document_id == corrigendum_id))))


def corrected_codes(minutes_id: int) -> set[str]:
    """The ids of those items of the minutes that agreed corrigenda concern."""
    statement = select(Item.code).join(ItemCorrection, ItemCorrection.item_id == Item.id)
    return set(db.session.scalars(statement.where(Item.document_id == minutes_id)))
