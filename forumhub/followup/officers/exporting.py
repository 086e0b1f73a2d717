"""What somebody is given of the items that their party named them for, with all else that is stored about them."""

from typing import Any

from sqlalchemy import select

from forumhub.database import db
from forumhub.followup.models import Item
from forumhub.followup.officers.models import ItemOfficer
from forumhub.registration.privacy.queries import of_people_by_later_rooms


def named_for(person_id: int) -> list[dict[str, Any]]:
    statement = select(Item, ItemOfficer.named_at).join(ItemOfficer, ItemOfficer.item_id == Item.id)
    rows = db.session.execute(statement.where(ItemOfficer.person_id == person_id).order_by(ItemOfficer.id)).unique()
    return [{"item": item.reference, "named_at": named_at} for item, named_at in rows]


of_people_by_later_rooms["named_officer"] = named_for
