"""What a party is told each week: what its own secretaries see in the registers of its meetings."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, select

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events.models import EventParty, Register
from forumhub.events.series.models import Series, SeriesParty
from forumhub.followup.digests.models import DigestMail, DigestOff, DigestWish
from forumhub.followup.models import Item
from forumhub.followup.queries import visible_to
from forumhub.followup.rules import PROPOSED
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader
from forumhub.registration.queries import token_sha256

Registers = list[tuple[Register, dict[str, str]]]


def seen_by(party_id: int) -> ColumnElement[bool]:
    """Items, provisional or later, of the party's meetings: none that not every secretary of the party may see."""
    meetings = select(EventParty.event_id).where(EventParty.party_id == party_id)
    return and_(Item.state != PROPOSED, Item.event_id.in_(meetings))


def told_to(party_id: int) -> ColumnElement[bool]:
    """The same without the registers that the party left out."""
    return and_(seen_by(party_id), Item.register_id.not_in(_off(party_id)))


def _off(party_id: int) -> Select[int]:
    return select(DigestOff.register_id).where(DigestOff.party_id == party_id)


def find_wish(party_id: int) -> DigestWish | None:
    return db.session.get(DigestWish, party_id)


def days_sent(party_id: int) -> list[date]:
    return list(db.session.scalars(select(DigestMail.digest_on).where(DigestMail.party_id == party_id)))


def get_mail_by_token(token: str) -> DigestMail:
    """Raises NotFound."""
    mail = db.session.scalar(select(DigestMail).where(DigestMail.token_sha256 == token_sha256(token)))
    if mail is None:
        raise NotFound
    return mail


def registers_of(party: Party, reader: Reader) -> Registers:
    """Each register of the party's meetings that the reader sees, too, by code, with its series' titles."""
    known = select(Item.register_id).where(seen_by(party.id), visible_to(reader))
    found = db.session.scalars(select(Register).where(Register.id.in_(known)).order_by(Register.code)).all()
    titles = titles_of(party.id, [register.id for register in found])
    return [(register, titles.get(register.id, {})) for register in found]


def titles_of(party_id: int, register_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """By register, what the party's series with that register is called."""
    own = select(SeriesParty.series_id).where(SeriesParty.party_id == party_id)
    statement = select(Series.register_id, Series.titles).where(
        Series.id.in_(own), Series.register_id.in_(register_ids)
    )
    return {row.register_id: row.titles for row in db.session.execute(statement)}


def registers_off(party_id: int) -> set[int]:
    return set(db.session.scalars(_off(party_id)))
