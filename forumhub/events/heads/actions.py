"""Naming who leads a party's delegation at an event, and who may approve its texts for the party."""

from datetime import datetime

from forumhub import audit
from forumhub.database import db, locked
from forumhub.errors import N_, NotAllowed, RuleBroken
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
    """Names one of the party's own people, or changes what the person was named for.

    Raises NotAllowed unless `by` is the party's organizer or secretary, RuleBroken for a party that is not at the
    event, for another party's person, and for somebody who would neither lead nor approve.
    """
    _check_naming(event, party, by)
    if person.party_id != party.id:
        raise RuleBroken(N_("%(name)s is not one of this party's people."), field="person", name=person.name)
    if not (leads or may_approve):
        raise RuleBroken(N_("Say what the person is named for: to lead, to approve, or both."), field="leads")
    locked(Event, event.id)
    head = find_head(event.id, party.id, person.id) or EventHead(event_id=event.id, party=party, person=person)
    head.leads, head.may_approve = leads, may_approve
    db.session.add(head)
    _enter(event, "name_head", party, person, by, now, leads=leads, may_approve=may_approve)
    return head


def remove_head(event: Event, head: EventHead, *, by: Reader, now: datetime) -> None:
    """The person is named no more. What they approved stays approved."""
    _check_naming(event, head.party, by)
    party, person = head.party, head.person
    db.session.delete(head)
    _enter(event, "remove_head", party, person, by, now)


def enter_head(event: Event, party: Party, person: Person, *, by: Reader, now: datetime) -> EventHead:
    """Somebody leads whom their party's accepted list says so; approving its texts is another matter, and not given.

    Who was named to approve, and not to lead, does both. The caller has checked that `by` may.
    """
    head = find_head(event.id, party.id, person.id) or EventHead(
        event_id=event.id, party=party, person=person, may_approve=False
    )
    head.leads = True
    db.session.add(head)
    _enter(event, "name_head", party, person, by, now, leads=True, may_approve=head.may_approve)
    return head


def leave_head(event: Event, head: EventHead, *, by: Reader, now: datetime) -> None:
    """Who led by the party's list leads no more. The caller has checked that `by` may."""
    party, person = head.party, head.person
    db.session.delete(head)
    _enter(event, "remove_head", party, person, by, now)


def _check_naming(event: Event, party: Party, by: Reader) -> None:
    if party.id not in event.party_ids:
        raise RuleBroken(N_("This party does not take part in the event."), field="party")
    if not may_name_heads(by, party.id):
        raise NotAllowed(N_("A party's own organizer or secretary names who leads and approves for it."))
    require_unquarantined(by)


def _enter(event: Event, act: str, party: Party, person: Person, by: Reader, now: datetime, **details: bool) -> None:
    db.session.flush()
    label = f"{party.code}: {person.name}"
    audit.record(f"events.{act}", event.ulid, by=by.person_id, parties=event.party_ids, now=now, label=label, **details)
    heads_changed.send(event=event, person_id=person.id)
