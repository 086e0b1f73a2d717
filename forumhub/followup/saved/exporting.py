"""What somebody is given of the filters that they kept, with all else that is stored about them."""

from typing import Any

from sqlalchemy import select

from forumhub.database import db
from forumhub.followup.saved.models import SavedFilter
from forumhub.registration.privacy.queries import of_people_by_later_rooms


def kept_by(person_id: int) -> list[dict[str, Any]]:
    rows = db.session.scalars(select(SavedFilter).where(SavedFilter.person_id == person_id).order_by(SavedFilter.id))
    return [{"name": row.name, "query": row.query, "party": row.party and row.party.code} for row in rows.unique()]


of_people_by_later_rooms["saved_filters"] = kept_by
