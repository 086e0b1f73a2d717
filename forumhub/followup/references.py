"""What the lines of minutes name: owners and items. Reads for rules alone, never for a page."""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from forumhub.database import db
from forumhub.events.models import Register
from forumhub.followup.models import Item, Report
from forumhub.parties.models import Organ, Party


def owners_by_code(codes: Collection[str]) -> dict[str, tuple[int, int | None]]:
    """By code of a party or organ, the row ids (party, organ or None); codes that nobody bears are left out."""
    parties = db.session.execute(select(Party.code, Party.id).where(Party.code.in_(codes)))
    organs = db.session.execute(select(Organ.code, Organ.party_id, Organ.id).where(Organ.code.in_(codes)))
    return {
        **{code: (party_id, organ_id) for code, party_id, organ_id in organs},
        **{code: (party_id, None) for code, party_id in parties},
    }


def items_by_reference(references: Iterable[str], visible: ColumnElement[bool] | None = None) -> dict[str, Item]:
    """By reference (HLM/A-14), the items in any state that `visible` leaves; without it, whoever may see them."""
    wanted = set(references)
    if not wanted:
        return {}
    pairs = [tuple(reference.split("/", 1)) for reference in wanted]
    one_of = or_(*(and_(Register.code == register, Item.code == code) for register, code in pairs))
    statement = (
        select(Item).join(Item.register).where(one_of).options(contains_eager(Item.register), joinedload(Item.event))
    )
    statement = statement if visible is None else statement.where(visible)
    return {item.reference: item for item in db.session.scalars(statement).unique()}


def pending_reports(document_id: int) -> list[Report]:
    """What circulated minutes say about items, in the order of the text; it takes effect at agreement."""
    pending = Report.document_id == document_id, Report.pending
    statement = select(Report).where(*pending).options(joinedload(Report.item)).order_by(Report.id)
    return list(db.session.scalars(statement))
