"""Naming an officer. Only the party's own audit has it; ledger and exports never do."""

from datetime import datetime

from sqlalchemy import select

from forumhub import audit
from forumhub.database import db, locked
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.followup.models import Item
from forumhub.followup.officers.models import ItemOfficer
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import ORGANIZER, SECRETARY, Reader


def name_officer(item: Item, party: Party, person: Person | None, *, by: Reader, now: datetime) -> None:
    """Names who does the work inside a party that owns the item; None takes the name away.

    Raises NotAllowed for who is no secretary or organizer of the party, RuleBroken where the party does not own the
    item or the person is not of the party.
    """
    if party.id not in by.parties_as(SECRETARY, ORGANIZER):
        raise NotAllowed(N_("Secretaries and organizers name the officer of their own party."))
    item = locked(Item, item.id)
    if party.id not in item.owner_ids:
        raise RuleBroken(N_("Only a party that owns the item names an officer for it."))
    if person and person.party_id != party.id:
        raise RuleBroken(N_("Choose somebody of your own party."), field="person")
    _put(item, party, person, now)
    audit.record(
        "followup.name_officer" if person else "followup.unname_officer",
        item.reference,
        by=by.person_id,
        parties={party.id},
        now=now,
        label=item.words("en")[:300],
        officer=person.ulid if person else None,
    )
    db.session.flush()


def _put(item: Item, party: Party, person: Person | None, now: datetime) -> None:
    of_party = select(ItemOfficer).where(ItemOfficer.item_id == item.id, ItemOfficer.party_id == party.id)
    officer = db.session.scalar(of_party)
    if officer and person is None:
        db.session.delete(officer)
    elif officer and person:
        officer.person, officer.named_at = person, now
    elif person:
        db.session.add(ItemOfficer(item_id=item.id, party=party, person=person, named_at=now))
