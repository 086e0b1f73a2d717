"""Keeping, renaming and deleting filters. They are a reader's own tools: audit and ledger know nothing of them."""

from forumhub.database import db, locked
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.followup.register import Filters
from forumhub.followup.saved import queries
from forumhub.followup.saved.models import SavedFilter
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader

MOST = 50


def keep_filter(name: str, filters: Filters, party: Party | None, *, by: Reader) -> SavedFilter:
    """Keeps it for the reader alone, or shared with the people of a party of the reader's.

    Raises RuleBroken without a name, for a name that the reader has, for filters that filter nothing, and beyond 50.
    """
    person = locked(Person, by.person_id or 0)
    if party and party.id not in by.party_ids:
        raise NotAllowed(N_("Filters are shared within one's own party."))
    if not filters.as_query:
        raise RuleBroken(N_("Choose a filter first; all actions are shown without one."))
    if queries.number_of(person.id) >= MOST:
        raise RuleBroken(N_("You keep %(limit)s filters; delete one first."), limit=MOST)
    kept = SavedFilter(person=person, party=party, name=_new_name(name, person.id), query=filters.as_query)
    db.session.add(kept)
    db.session.flush()
    return kept


def change_filter(kept: SavedFilter, name: str, party: Party | None, *, by: Reader) -> None:
    """Gives it another name, and shares it with a party or with nobody. Raises as `keep_filter` does."""
    if party and party.id not in by.party_ids:
        raise NotAllowed(N_("Filters are shared within one's own party."))
    locked(Person, kept.person_id)
    if _folded(name) != kept.name:
        kept.name = _new_name(name, kept.person_id)
    kept.party = party
    db.session.flush()


def delete_filter(kept: SavedFilter) -> None:
    db.session.delete(kept)
    db.session.flush()


def _new_name(name: str, person_id: int) -> str:
    name = _folded(name)
    if not name:
        raise RuleBroken(N_("Give the filter a name."), field="name")
    if name in queries.names_of(person_id):
        raise RuleBroken(N_("You keep another filter under this name; choose another one."), field="name")
    return name


def _folded(name: str) -> str:
    return " ".join(name.split())[:80]
