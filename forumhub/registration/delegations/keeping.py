"""How a change of a party's list begins, under the lock on its event, and how it is entered."""

from collections.abc import Iterable
from datetime import datetime

from forumhub import audit
from forumhub.database import db, locked
from forumhub.errors import N_, Conflict, NotAllowed, NotFound
from forumhub.events.models import Event
from forumhub.parties import policy
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language
from forumhub.registration import rules as registration
from forumhub.registration.delegations import rules
from forumhub.registration.delegations.models import Nomination
from forumhub.registration.delegations.queries import find_nomination, parties_led
from forumhub.registration.queries import settings_of

AMENDED = "amend_list"


def to_amend(event: Event, party: Party, by: Reader, now: datetime) -> Nomination:
    """The party's list under the lock on its event, begun where there is none; a change makes it a draft again."""
    nomination = locked_list(event, party, by)
    state = nomination.state if nomination else rules.DRAFT
    still_open = registration.is_open(event.state, event.ends_at, now)
    rules.check_amending(state, is_open=still_open, deadline=settings_of(event).deadline, now=now)
    if nomination is None:
        nomination = Nomination(event=event, party=party, state=rules.DRAFT, words="", changed_at=now, lock_version=1)
        nomination.nominees = []
        db.session.add(nomination)
    if nomination.state == rules.ACCEPTED:
        nomination.state = rules.DRAFT
    return nomination


def locked_list(event: Event, party: Party, by: Reader) -> Nomination | None:
    locked(Event, event.id)
    if party.id not in event.party_ids:
        raise NotFound
    leads = party.id in parties_led(event.id, by)
    if not policy.may_nominate(by, party.id, leads=leads):
        raise NotAllowed(N_("A party's list is kept by its secretaries, its organizers and the head it named."))
    return find_nomination(event.id, party.id, by)


def enter(nomination: Nomination, act: str, *, by: Reader, now: datetime) -> None:
    """Records it: of a draft only for its own party."""
    if act == AMENDED:
        nomination.nominees.sort(key=lambda each: each.position)
    nomination.lock_version += 1
    nomination.changed_at = now
    db.session.flush()
    readers = {nomination.party_id} if act == AMENDED else nomination.event.party_ids
    record(nomination, act, readers=readers, by=by.person_id, now=now)


def record(
    nomination: Nomination, act: str, *, readers: Iterable[int], by: int | None, now: datetime, **details: object
) -> None:
    label = f"{nomination.party.code}: {in_language(nomination.event.titles, 'en')}"
    audit.record(f"registration.{act}", nomination.event.ulid, by=by, parties=readers, now=now, label=label, **details)


def check_seen(nomination: Nomination, lock_version: int) -> None:
    """Raises Conflict where the list is not the one that somebody decided on."""
    if nomination.lock_version != lock_version:
        raise Conflict(N_("The list was changed since you opened it. Look at it again."))
