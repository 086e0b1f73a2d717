"""What a draft may refer to, as far as its reader sees it. A constant number of queries for each agreement."""

from collections.abc import Iterator

from sqlalchemy import case, select

from forumhub.agreements import queries as agreements
from forumhub.agreements.models import Agreement
from forumhub.database import db
from forumhub.events.models import Event
from forumhub.followup import queries as followup
from forumhub.followup.models import Item
from forumhub.minutes.completion.rules import Clause, Offered
from forumhub.parties.models import Organ
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language

MOST_IDS = 300
"""The newest of a register; older ones are typed."""
MOST_AGREEMENTS = 20


def codes_at(event: Event, language: str) -> list[Offered]:
    """Parties of the event, then their organs."""
    organs = select(Organ).where(Organ.party_id.in_(event.party_ids)).order_by(Organ.code)
    found = [*event.parties, *db.session.scalars(organs)]
    return [Offered(each.code, in_language(each.names, language)) for each in found]


def clauses_at(event: Event, language: str, by: Reader) -> list[Clause]:
    """In force on the event's day, of its own agreement first, then of the others that the reader sees."""
    own = case((Agreement.id == event.agreement_id, 0), else_=1)
    statement = select(Agreement).where(agreements.visible_to(by)).order_by(own, Agreement.code)
    found = db.session.scalars(statement.limit(MOST_AGREEMENTS))
    return [clause for agreement in found for clause in _clauses(agreement, event, language)]


def _clauses(agreement: Agreement, event: Event, language: str) -> Iterator[Clause]:
    for clause in agreements.clauses_in_force(agreement.id, event.local_start.date()):
        name = in_language(clause.titles, language) if clause.titles else ""
        yield Clause(agreement.code, clause.number, name)


def ids_in(event: Event, language: str, by: Reader) -> list[Offered]:
    """Of the event's register, the newest first, with their words."""
    statement = select(Item).where(Item.register_id == event.register_id, followup.visible_to(by))
    found = db.session.scalars(statement.order_by(Item.id.desc()).limit(MOST_IDS))
    return [Offered(item.code, item.words(language)) for item in found]
