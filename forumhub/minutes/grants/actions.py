"""The chain says who was named to approve for a party at an event, and who is named no more."""

from datetime import datetime

from forumhub import ledger
from forumhub.database import db
from forumhub.events.models import Event
from forumhub.minutes.grants.models import ApprovalGrant
from forumhub.minutes.grants.queries import find_standing, without_grant
from forumhub.minutes.notices import tell_of_grant
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader


def follow_naming(event: Event, party: Party, person: Person, approves: bool, *, by: Reader, now: datetime) -> None:
    """Enters the grant, or its end, where the chain does not say so yet, and tells all parties of the meeting.

    Whomever else the party had named there before the chain told of it gets a grant, too: from its first grant for a
    meeting on the party has no approver there without one. Until then they have none that could end.
    """
    if approves:
        for each in without_grant(event.id, party.id):
            _grant(event, party, each, by, now)
    elif standing := find_standing(event.id, party.id, person.id):
        _end(event, party, person, standing, by, now)


def _grant(event: Event, party: Party, person: Person, by: Reader, now: datetime) -> None:
    body = {**_who(party, by), "event": event.ulid, "person": _commitment(person.id)}
    sha256 = _append(event, "grant", body, now)
    db.session.add(ApprovalGrant(sha256=sha256, event_id=event.id, party_id=party.id, person_id=person.id))
    db.session.flush()
    tell_of_grant(event, party, person.name, True, now=now)


def _end(event: Event, party: Party, person: Person, standing: ApprovalGrant, by: Reader, now: datetime) -> None:
    _append(event, "grant_end", {**_who(party, by), "entry": standing.sha256}, now)
    standing.ended_at = now
    db.session.flush()
    tell_of_grant(event, party, person.name, False, now=now)


def _who(party: Party, by: Reader) -> dict[str, object]:
    return {"party": party.code, "by": {"person": _commitment(by.person_id)}}


def _append(event: Event, kind: str, body: dict[str, object], now: datetime) -> str:
    """The hash of the entry."""
    return ledger.append(event.register_id, event.register.code, kind, body, now=now).sha256


def _commitment(person_id: int | None) -> str:
    person = db.session.get_one(Person, person_id)
    return ledger.commit_to(person.id, person.ulid)
