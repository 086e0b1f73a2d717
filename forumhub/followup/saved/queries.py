"""Reads of kept filters: one's own, and those that are shared within one's party."""

from sqlalchemy import ColumnElement, func, or_, select

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.followup.saved.models import SavedFilter
from forumhub.parties.policy import Reader


def visible_to(reader: Reader) -> ColumnElement[bool]:
    return or_(SavedFilter.person_id == reader.person_id, SavedFilter.party_id.in_(sorted(reader.party_ids)))


def kept_filters(reader: Reader) -> list[SavedFilter]:
    """By name; one's own and the party's."""
    statement = select(SavedFilter).where(visible_to(reader)).order_by(SavedFilter.name, SavedFilter.id)
    return list(db.session.scalars(statement))


def get_own(ulid: str, reader: Reader) -> SavedFilter:
    """Only who keeps a filter changes it. Raises NotFound."""
    own = SavedFilter.ulid == ulid, SavedFilter.person_id == reader.person_id
    found = db.session.scalar(select(SavedFilter).where(*own))
    if found is None:
        raise NotFound
    return found


def names_of(person_id: int) -> set[str]:
    return set(db.session.scalars(select(SavedFilter.name).where(SavedFilter.person_id == person_id)))


def number_of(person_id: int) -> int:
    return db.session.scalar(select(func.count(SavedFilter.id)).where(SavedFilter.person_id == person_id)) or 0
