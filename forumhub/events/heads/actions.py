"""Naming who leads a party's delegation at an event, and who may approve its texts for the party."""

from datetime import datetime

from sqlalchemy import select

from forumhub import audit, ledger
from forumhub.database import db, locked
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.events.heads.notices import tell_party
from forumhub.events.models import Event, EventHead
from forumhub.events.queries import find_head
from forumhub.events.signals import heads_changed
from forumhub.parties import policy
from forumhub.parties.actions import require_unquarantined
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader


def may_name_heads(reader: Reader, party_id: int) -> bool:
    return party_id in reader.parties_as(policy.ORGANIZER, policy.SECRETARY)


def name_head(
    event: Event, party: Party, person: Person, leads: bool, may_approve: bool, *, by: Reader, now: datetime
) -> EventHead:
    """Names one of the party's own people, or changes what the person was named for. The same again changes nothing,
    but whoever enters what follows from a naming, and has not yet, does so.

    Raises NotAllowed unless `by` is the party's organizer or secretary, RuleBroken for a party that is not at the
    event, for another party's person, and for somebody who would neither lead nor approve.
    """
    _check_naming(event, party, by)
    if person.party_id != party.id:
        raise RuleBroken(N_("%(name)s is not one of this party's people."), field="person", name=person.name)
    if not (leads or may_approve):
        raise RuleBroken(N_("Say what the person is named for: to lead, to approve, or both."), field="leads")
    _lock(event)
    head = find_head(event.id, party.id, person.id) or EventHead(event_id=event.id, party=party, person=person)
    if (head.leads, head.may_approve) != (leads, may_approve):
        head.leads, head.may_approve = leads, may_approve
        db.session.add(head)
        _enter(event, "name_head", party, person, by, now, leads=leads, may_approve=may_approve)
    heads_changed.send(event=event, party=party, person_id=person.id, approves=may_approve, by=by, now=now)
    return head


def remove_head(event: Event, head: EventHead, *, by: Reader, now: datetime) -> None:
    """The person is named no more. What they approved stays approved."""
    _check_naming(event, head.party, by)
    _lock(event)
    _remove(event, head, by, now)


def approve_no_more(party: Party, person: Person, *, by: Reader, now: datetime) -> None:
    """At no meeting of the party; where they lead, they lead on. The caller has checked that `by` may."""
    for event, head in hold_namings(party, person):
        head.may_approve = False
        if head.leads:
            _record(event, "name_head", party, person, by, now, leads=True, may_approve=False)
        else:
            db.session.delete(head)
            _record(event, "remove_head", party, person, by, now)
        heads_changed.send(event=event, party=party, person_id=person.id, approves=False, by=by, now=now)


def hold_namings(party: Party, person: Person) -> list[tuple[Event, EventHead]]:
    """Where the person may approve for the party; the chains that would tell of its end, and the meetings, locked."""
    approving = EventHead.party_id == party.id, EventHead.person_id == person.id, EventHead.may_approve
    registers = select(Event.register_id).join(EventHead, EventHead.event_id == Event.id).where(*approving)
    for register_id in sorted(set(db.session.scalars(registers))):
        ledger.hold(register_id)
    statement = select(Event, EventHead).join(EventHead, EventHead.event_id == Event.id).where(*approving)
    locking = statement.order_by(Event.id).with_for_update(of=Event).execution_options(populate_existing=True)
    return [(event, head) for event, head in db.session.execute(locking).unique()]


def enter_head(event: Event, party: Party, person: Person, *, by: Reader, now: datetime) -> EventHead:
    """Somebody leads whom their party's accepted list says so; approving its texts is another matter, and not given.

    Who was named to approve, and not to lead, does both. The caller has checked that `by` may.
    """
    head = find_head(event.id, party.id, person.id) or EventHead(
        event_id=event.id, party=party, person=person, may_approve=False
    )
    if head.leads:
        return head
    head.leads = True
    db.session.add(head)
    _enter(event, "name_head", party, person, by, now, leads=True, may_approve=head.may_approve)
    heads_changed.send(event=event, party=party, person_id=person.id, approves=None, by=by, now=now)
    return head


def leave_head(event: Event, head: EventHead, *, by: Reader, now: datetime) -> None:
    """Who led by the party's list leads no more. The caller has checked that `by` may."""
    _remove(event, head, by, now)


def _remove(event: Event, head: EventHead, by: Reader, now: datetime) -> None:
    party, person = head.party, head.person
    db.session.delete(head)
    _enter(event, "remove_head", party, person, by, now)
    heads_changed.send(event=event, party=party, person_id=person.id, approves=False, by=by, now=now)


def _lock(event: Event) -> None:
    """The chain that will tell of it first, then the event: the order of everybody who locks both."""
    ledger.hold(event.register_id)
    locked(Event, event.id)


def _check_naming(event: Event, party: Party, by: Reader) -> None:
    if party.id not in event.party_ids:
        raise RuleBroken(N_("This party does not take part in the event."), field="party")
    if not may_name_heads(by, party.id):
        raise NotAllowed(N_("A party's own organizer or secretary names who leads and approves for it."))
    require_unquarantined(by)


def _enter(event: Event, act: str, party: Party, person: Person, by: Reader, now: datetime, **details: bool) -> None:
    _record(event, act, party, person, by, now, **details)
    tell_party(event, party, person, by=by, now=now, **details)


def _record(event: Event, act: str, party: Party, person: Person, by: Reader, now: datetime, **details: bool) -> None:
    db.session.flush()
    label = f"{party.code}: {person.name}"
    audit.record(f"events.{act}", event.ulid, by=by.person_id, parties=event.party_ids, now=now, label=label, **details)
