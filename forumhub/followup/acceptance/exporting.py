"""What somebody is given of their answers to recommendations, with all else that is stored about them."""

from typing import Any

from sqlalchemy import select

from forumhub.database import db
from forumhub.followup.acceptance.models import ItemAnswer
from forumhub.followup.models import Item
from forumhub.registration.privacy.queries import of_people_by_later_rooms


def answered_by(person_id: int) -> list[dict[str, Any]]:
    statement = select(ItemAnswer, Item).join(Item, Item.id == ItemAnswer.item_id)
    rows = db.session.execute(statement.where(ItemAnswer.person_id == person_id).order_by(ItemAnswer.id)).unique()
    return [
        {"item": item.reference, "party": row.party.code, "answer": row.answer, "words": row.words, "at": row.at}
        for row, item in rows
    ]


of_people_by_later_rooms["recommendations_answered"] = answered_by
