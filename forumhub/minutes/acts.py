"""What every act on a circulated version has in common: its lock, entry and record, and the agreement at its end."""

from datetime import datetime

from forumhub import audit, ledger
from forumhub.database import db, locked
from forumhub.errors import N_, NotAllowed
from forumhub.events.models import Event
from forumhub.followup.actions import hold_all_that_they_say
from forumhub.minutes import rules
from forumhub.minutes.following import take_effect
from forumhub.minutes.grants.queries import find_standing
from forumhub.minutes.models import Circulation, Document
from forumhub.minutes.notices import tell_agreed
from forumhub.minutes.queries import find_circulation
from forumhub.minutes.signals import document_agreed
from forumhub.minutes.silence.queries import silence_until, silent_of
from forumhub.minutes.silence.rules import check_in_time
from forumhub.parties.models import Party, Person
from forumhub.phrases import in_language


def pending_version(document: Document, now: datetime) -> Circulation:
    """The circulated version, its document locked. Raises RuleBroken where there is none, and once the time has passed
    at which silence settles it: the worker that is late to say so changes nothing.
    """
    document = locked(Document, document.id)
    rules.check_circulated(document.state)
    hold_chains(document)
    circulation = find_circulation(document.id, document.version)
    assert circulation, "a circulated document has its circulation"
    check_in_time(now, silence_until(circulation))
    return circulation


def hold_chains(document: Document) -> None:
    """The document's own chain and, of minutes and what is agreed of them later, all that they say of items: in the
    order of everybody.
    """
    if document.kind == rules.AGENDA:
        ledger.hold(document.event.register_id)
    else:
        hold_all_that_they_say(document)


def why_in_time(circulation: Circulation, now: datetime) -> dict[str, object]:
    """What the entry of an act against the version states where it is said after the deadline of silence: whose
    silence did not count yet, and from when on (`Counted.stated`). Empty before the deadline.
    """
    if not circulation.waits_in_silence or circulation.deadline is None or now <= circulation.deadline:
        return {}
    waits = [each for each in silent_of(circulation) if each.until is None or now <= each.until]
    return {"waits_for": [each.stated for each in waits]}


def party_among(event: Event, parties: list[Party], code: str) -> Party:
    """The party of this code for which somebody acts. Raises NotAllowed where it is none of theirs or of the event."""
    party = next((party for party in parties if party.code == code), None)
    if party is None or party.id not in event.party_ids:
        raise NotAllowed(N_("Only a person whom the event names to approve for the party may do that."))
    return party


def agree(circulation: Circulation, by: int | None, now: datetime, *, act: str = "minutes.agree") -> None:
    """The text is agreed, and what it says of items takes effect. `by`: the person who acted last; None where it is the
    deadline.
    """
    document = circulation.document
    document.state, circulation.agreed_at = rules.AGREED, now
    db.session.flush()
    enter(circulation, "agreement", now, parties=sorted(circulation.party_codes))
    elsewhere = take_effect(circulation, by, now)
    record(act, circulation, by, now)
    tell_agreed(circulation, elsewhere, now=now)
    document_agreed.send(document)


def who(party: Party, person: Person) -> dict[str, object]:
    return {"party": party.code, "person": ledger.commit_to(person.id, person.ulid)}


def who_under_grant(event: Event, party: Party, person: Person) -> dict[str, object]:
    """And the entry that names the person to approve, null for who was named before the chain told of it.

    The caller held the chain when it looked whether the person is named.
    """
    grant = find_standing(event.id, party.id, person.id)
    return {**who(party, person), "grant": {"entry": grant.sha256} if grant else None}


def enter(circulation: Circulation, kind: str, now: datetime, **body: object) -> None:
    document = circulation.document
    about = {"manifest": circulation.manifest_sha256, "document": document.ulid, "version": circulation.version}
    ledger.append(document.event.register_id, document.event.register.code, kind, {**about, **body}, now=now)


def record(act: str, circulation: Circulation, by: int | None, now: datetime, **details: object) -> None:
    document, version = circulation.document, circulation.version
    parties, label = document.event.party_ids, in_language(document.event.titles, "en")
    audit.record(act, document.ulid, by=by, parties=parties, now=now, label=label, version=version, **details)
