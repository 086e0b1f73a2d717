"""Reads of ready texts: a party's own, for its secretaries alone."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.minutes.readytexts.models import OwnText
from forumhub.minutes.readytexts.rules import RESTORABLE
from forumhub.parties.models import Party
from forumhub.parties.policy import SECRETARY, Reader, may_write_minutes

KEPT = OwnText.deleted_at.is_(None)


def visible_to(reader: Reader) -> ColumnElement[bool]:
    return OwnText.party_id.in_(sorted(reader.parties_as(SECRETARY)))


def own_texts(party_ids: Collection[int], reader: Reader) -> list[OwnText]:
    """Of these parties, as far as the reader sees them, by language and name. One query."""
    mine = OwnText.party_id.in_(sorted(party_ids)), visible_to(reader), KEPT
    order = OwnText.language, OwnText.name, OwnText.id
    return list(db.session.scalars(select(OwnText).where(*mine).order_by(*order)).unique())


def deleted_texts(party_id: int, reader: Reader, now: datetime) -> list[OwnText]:
    """Those that can still be restored, the last deleted first. One query."""
    mine = OwnText.party_id == party_id, visible_to(reader), OwnText.deleted_at > now - RESTORABLE
    order = OwnText.deleted_at.desc(), OwnText.id
    return list(db.session.scalars(select(OwnText).where(*mine).order_by(*order)).unique())


def keepers_among(parties: Collection[Party], reader: Reader) -> list[Party]:
    """Those whose ready texts the reader keeps."""
    return [party for party in parties if may_write_minutes(reader, {party.id})]


def get_text(party_id: int, ulid: str, reader: Reader) -> OwnText:
    """Raises NotFound."""
    found = find_text(party_id, ulid, reader)
    if found is None:
        raise NotFound
    return found


def find_text(party_id: int, ulid: str, reader: Reader) -> OwnText | None:
    """As it stands now, whatever was read of it before; none that is deleted."""
    return _find(KEPT, OwnText.party_id == party_id, OwnText.ulid == ulid, visible_to(reader))


def find_deleted(party_id: int, ulid: str, reader: Reader, now: datetime) -> OwnText | None:
    """One that can still be restored, as it stands now."""
    mine = OwnText.party_id == party_id, OwnText.ulid == ulid, visible_to(reader)
    return _find(OwnText.deleted_at > now - RESTORABLE, *mine)


def _find(*which: ColumnElement[bool]) -> OwnText | None:
    return db.session.scalar(select(OwnText).where(*which).execution_options(populate_existing=True))


def names_in(party_id: int, language: str, *, but: int | None = None) -> set[str]:
    """Of the party's texts in this language, without that of the row `but`."""
    own = OwnText.party_id == party_id, OwnText.language == language, KEPT
    return set(db.session.scalars(select(OwnText.name).where(*own, OwnText.id.is_distinct_from(but))))


def number_in(party_id: int, language: str) -> int:
    own = OwnText.party_id == party_id, OwnText.language == language, KEPT
    return db.session.scalar(select(func.count()).select_from(OwnText).where(*own)) or 0
