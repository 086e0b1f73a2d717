"""Invitations by mail: a signed link for somebody who needs no account, to be shown by GET and answered by POST."""

from datetime import datetime
from typing import Unpack

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from forumhub.database import db, locked
from forumhub.errors import N_, Conflict, NotFound, RuleBroken
from forumhub.events.entering import require_organizer
from forumhub.events.models import Event
from forumhub.events.polls.proposing import instant_of
from forumhub.mail import sealing
from forumhub.parties import policy
from forumhub.parties.actions import add_person
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader
from forumhub.parties.queries import find_person_by_email
from forumhub.parties.rules import check_email
from forumhub.registration import notices, queries, rules
from forumhub.registration.applying.models import Application
from forumhub.registration.details import Details, correct_details
from forumhub.registration.models import Invitation, Registration
from forumhub.registration.places import close_invitations, end, enter, new_registration, record, seat, under_lock

ACCEPT = "accept"
DECLINE = "decline"
"""Before accepting it declines the invitation, afterwards it withdraws."""


def invite_person(
    event: Event,
    *,
    name: str,
    email: str,
    party: Party | None,
    function: str = rules.MEMBER,
    language: str | None = None,
    answer_by: datetime | None = None,
    by: Reader,
    now: datetime,
) -> Invitation:
    """Mails a link to somebody, whom their address identifies; `party` None is a guest.

    `answer_by` is on the event's clock. Asked twice, it mails once and answers with the open invitation. Raises
    NotAllowed unless `by` organizes the event, RuleBroken where it is over, the party is not among its parties, the
    deadline cannot be, or the person is registered already.
    """
    event = locked(Event, event.id)
    require_organizer(by, event.party_ids)
    rules.check_open(event.state, event.ends_at, now)
    if party and party.id not in event.party_ids:
        raise RuleBroken(N_("The party does not take part; choose one of the event's, or none for a guest."), "party")
    expires_at = _expiry(event, answer_by, now)
    person = _known_or_new(event, name, email, party, language, by, now)
    registration = queries.find_registration(event.id, person.id)
    before = registration.state if registration else None
    rules.check_may_invite(before)
    if registration and before == rules.INVITED and (standing := queries.open_invitations(registration.id)):
        return standing[0]
    registration = registration or new_registration(event, person, party, now)
    registration.party, registration.function, registration.way = party, function, rules.BY_INVITATION
    return _issue(registration, before, expires_at, by, now)


def _expiry(event: Event, answer_by: datetime | None, now: datetime) -> datetime:
    instant = instant_of(answer_by, event.timezone, "answer_by") if answer_by else None
    return rules.invitation_expiry(event.ends_at, now, instant)


def _known_or_new(
    event: Event, name: str, email: str, party: Party | None, language: str | None, by: Reader, now: datetime
) -> Person:
    if known := find_person_by_email(email):
        return known
    try:
        with db.session.begin_nested():
            clock = None if party else event.timezone
            return add_person(name=name, email=email, party=party, language=language, timezone=clock, by=by, now=now)
    except IntegrityError as raced:
        raise Conflict(N_("Somebody else entered this person at the same moment; send it again.")) from raced


def invite_again(
    registration: Registration,
    *,
    email: str | None = None,
    answer_by: datetime | None = None,
    by: Reader,
    now: datetime,
) -> Invitation:
    """A new link, to the corrected address where one is given; the old one no longer holds.

    Raises NotAllowed, RuleBroken where the person is registered, their party has left, or the address or the deadline
    cannot be.
    """
    registration = under_lock(registration)
    event = registration.event
    require_organizer(by, event.party_ids)
    rules.check_open(event.state, event.ends_at, now)
    rules.check_may_invite(registration.state)
    if not _takes_part(registration):
        raise RuleBroken(
            N_("Their party does not take part any more. Withdraw this, and invite them for another, or as a guest.")
        )
    expires_at = _expiry(event, answer_by, now)
    if email is not None:
        _readdress(registration, check_email(email), by, now)
    close_invitations(registration, now=now)
    return _issue(registration, registration.state, expires_at, by, now)


def _takes_part(registration: Registration) -> bool:
    """Guests do, whichever parties there are."""
    return registration.party_id is None or registration.party_id in registration.event.party_ids


def _readdress(registration: Registration, address: str, by: Reader, now: datetime) -> None:
    """Of a guest or somebody of one's own party, known from this event alone. No link that was sent to the address
    before opens the registration any more."""
    person = registration.person
    if address == person.email:
        return
    own = by.parties_as(policy.ORGANIZER, policy.SECRETARY)
    rules.check_may_readdress(
        of_another_party=person.party_id is not None and person.party_id not in own,
        known_elsewhere=queries.is_known_elsewhere(registration),
    )
    if find_person_by_email(address):
        raise RuleBroken(
            N_("Somebody else has this address. Withdraw this invitation, and invite them by their own name."), "email"
        )
    person.email = address
    db.session.execute(delete(Application).where(Application.registration_id == registration.id))
    record(registration, "readdress", by=by.person_id, now=now)


def _issue(
    registration: Registration, before: str | None, expires_at: datetime, by: Reader, now: datetime
) -> Invitation:
    token = sealing.new_token()
    invitation = Invitation(
        registration=registration,
        token_sha256=queries.token_sha256(token),
        invited_by_id=by.person_id,
        created_at=now,
        expires_at=expires_at,
    )
    db.session.add(invitation)
    registration.wanted = True
    enter(registration, "invite", rules.INVITED, before, by=by.person_id, now=now)
    notices.tell_invited(invitation, token, by.name, now=now)
    return invitation


def answer_invitation(token: str, answer: str, *, now: datetime) -> Registration:
    """ACCEPT or DECLINE by who holds the link; the same answer again changes nothing.

    Raises NotFound for a token that is not ours, RuleBroken for a link or an event that no longer holds, or where the
    party of who accepts has left.
    """
    invitation = _standing(token)
    return _accept(invitation, now) if answer == ACCEPT else _decline(invitation.registration, now)


def correct_by_invitation(token: str, *, now: datetime, **said: Unpack[Details]) -> Registration:
    """By who holds the link, as long as it holds. Raises NotFound, RuleBroken."""
    return correct_details(_standing(token).registration, now=now, **said)


def _standing(token: str) -> Invitation:
    """Under the lock on its event."""
    invitation = queries.find_invitation(token)
    if invitation is None:
        raise NotFound
    under_lock(invitation.registration)
    db.session.refresh(invitation)
    rules.check_link(invitation.withdrawn_at)
    return invitation


def _accept(invitation: Invitation, now: datetime) -> Registration:
    """A place and its confirmation at once, since the organizer asked; or the queue's end."""
    registration, before = invitation.registration, invitation.registration.state
    if before in rules.REGISTERED:
        return registration
    rules.check_not_expired(invitation.expires_at, now)
    rules.check_open(registration.event.state, registration.event.ends_at, now)
    if not _takes_part(registration):
        raise RuleBroken(
            N_("Your party does not take part in the event any more. Ask whoever invited you for a new invitation.")
        )
    seat(registration, "accept", before, wanted=True, by=registration.person_id, now=now)
    notices.tell_registered(registration, now=now)
    return registration


def _decline(registration: Registration, now: datetime) -> Registration:
    before = registration.state
    if before in rules.REGISTERED:
        return end(registration, "withdraw", rules.WITHDRAWN, by=registration.person_id, now=now)
    if before == rules.INVITED:
        enter(registration, "decline", rules.DECLINED, before, by=registration.person_id, now=now)
    return registration
