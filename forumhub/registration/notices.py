"""Who is told what by mail, in the transaction that it is about. Persons without an address are told by their party."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from forumhub import installation
from forumhub.events.consequences.queries import foresee
from forumhub.events.consequences.rules import Facts
from forumhub.events.models import Event
from forumhub.events.rules import sequence_grows
from forumhub.mail.actions import Recipient, post_to_each
from forumhub.parties.addressing import post_to_person
from forumhub.parties.models import Person
from forumhub.registration import queries, rules
from forumhub.registration.checkin.codes import code_of
from forumhub.registration.models import Invitation, Registration
from forumhub.registration.offers.queries import offer_token
from forumhub.registration.snapshots import (
    calendar_snapshot,
    event_snapshot,
    said_of_change,
    secretariat_of,
    without_description,
)

REQUEST = "REQUEST"
CANCEL = "CANCEL"


def tell_invited(invitation: Invitation, token: str, inviter: str, *, now: datetime) -> None:
    registration = invitation.registration
    to = registration.person
    if to.email:
        snapshot = {
            "event": event_snapshot(registration.event, installation.uid_host(), now=now),
            "inviter": inviter,
            "party": registration.party.names if registration.party else {},
            "function": registration.function,
            "expires_at": invitation.expires_at.isoformat(),
        }
        post_to_person(to, to.email, "registration_invitation", snapshot, now=now, secret=token)


def tell_registered(registration: Registration, *, promoted: bool = False, now: datetime) -> None:
    """Of a place, of its being confirmed, or of the waiting list; what is confirmed goes into the calendar."""
    if registration.state == rules.CONFIRMED:
        tell_confirmed([registration], now=now)
    else:
        template = "registration_promoted" if promoted else f"registration_{registration.state}"
        _tell(registration, template, "", now=now)


def tell_offered(registration: Registration, *, now: datetime) -> None:
    """That a place is free for them for a time, with the link by which they answer. They have an address."""
    to, until = registration.person, registration.offered_until
    assert to.email
    assert until
    snapshot = {
        "event": event_snapshot(registration.event, installation.uid_host(), now=now),
        "offered_until": until.isoformat(),
    }
    post_to_person(to, to.email, "registration_offered", snapshot, now=now, secret=offer_token(registration))


def tell_lapsed(registration: Registration, *, now: datetime) -> None:
    """That the place went to the next, and how they can join the queue again."""
    _tell(registration, "registration_lapsed", "", now=now)


def tell_confirmed(registrations: Sequence[Registration], *, now: datetime) -> None:
    """All of one event, in one batch."""
    told = [(each, _method_of(each.event), {"code": code_of(each)}) for each in registrations]
    _tell_each(told, "registration_confirmed", now=now)


def tell_declined(registrations: Sequence[Registration], *, now: datetime) -> None:
    """All of one event, in one batch: as `tell_ended` tells each who had asked for a place."""
    told = [(each, CANCEL if each.in_calendar else "", {"outcome": rules.DECLINED}) for each in registrations]
    _tell_each(told, "registration_cancelled", now=now)


def tell_ended(registration: Registration, before: str, *, now: datetime) -> None:
    """That the registration, or the invitation, no longer holds; a calendar that has the event drops it."""
    outcome = "uninvited" if before == rules.INVITED else registration.state
    method = CANCEL if registration.in_calendar else ""
    _tell(registration, "registration_cancelled", method, outcome=outcome, now=now)


def tell_of_change(event: Event, before: Facts, after: Facts, change: str, *, now: datetime) -> int:
    """`change`: moved, postponed, confirmed, reinstated, cancelled or changed. Returns how many mails, in one batch.

    Those whom `events.consequences` foresees: who awaits the event, heads of delegation and the parties'
    secretariats, each address once. Calendars of participants are told with it; heads and secretariats have feeds.
    """
    told = foresee(event.id, before, after, now).told
    if not told:
        return 0
    languages = {each.language for each in told}
    said = {language: said_of_change(event, before, after, language) for language in languages}
    template = "event_cancelled" if change == "cancelled" else "event_changed"
    shared, moved = calendar_snapshot(event, installation.uid_host(), now=now), sequence_grows(before, after)
    registrations = {registration.person_id: registration for registration in queries.to_be_told(event.id)}
    recipients = [
        Recipient(
            str(each.email), each.name, each.language, each.timezone,
            {**said[each.language], **_own_part(registrations.get(each.person_id or 0), event, shared, moved)},
        )
        for each in told
    ]  # fmt: skip
    post_to_each(template, recipients, {"change": change}, now=now)
    return len(recipients)


def _own_part(
    registration: Registration | None, event: Event, shared: Mapping[str, Any], moved: bool
) -> dict[str, Any]:
    """What the mail holds for this one: nothing for a calendar of who has no place, or that dropped the event already.

    Who was confirmed without a mail, or while the event was cancelled, is asked now.
    """
    method = _method_of(event)
    asked = registration and (
        registration.in_calendar or (method == REQUEST and registration.state in rules.IN_CALENDARS)
    )
    if not (registration and asked):
        return {"method": "", "event": without_description(shared)}
    return _own(registration, shared, method, moved=moved)


def _tell(registration: Registration, template: str, method: str, *, now: datetime, **more: object) -> None:
    _tell_each([(registration, method, more)], template, now=now)


def _tell_each(told: Iterable[tuple[Registration, str, dict[str, Any]]], template: str, *, now: datetime) -> None:
    """Each registration of one event with its calendar's method and what more its mail holds."""
    reached = [each for each in told if each[0].person.email]
    if reached:
        shared = calendar_snapshot(reached[0][0].event, installation.uid_host(), now=now)
        recipients = [_recipient(each.person, {**_own(each, shared, method), **more}) for each, method, more in reached]
        post_to_each(template, recipients, {}, now=now)


def _method_of(event: Event) -> str:
    return CANCEL if event.state == "cancelled" else REQUEST


def _own(registration: Registration, shared: Mapping[str, Any], method: str, *, moved: bool = False) -> dict[str, Any]:
    """The person's own part of the snapshot; notes on the registration what its calendar is told."""
    if not method:
        return {"method": "", "event": without_description(shared)}
    sent, event_sequence = registration.calendar_sequence, shared["sequence"]
    if method == REQUEST:
        sent = rules.request_sequence(event_sequence, sent, in_calendar=registration.in_calendar, moved=moved)
    else:
        sent = rules.cancel_sequence(event_sequence, sent)
    registration.calendar_sequence, registration.in_calendar = sent, method == REQUEST
    return {
        "method": method,
        "registration": registration.ulid,
        "reply_to": secretariat_of(registration.event),
        "intention": rules.standing_intention(registration.intention, registration.intention_sequence, sent),
        "event": {**shared, "sequence": sent},
    }


def _recipient(person: Person, more: dict[str, Any]) -> Recipient:
    assert person.email
    return Recipient(person.email, person.name, person.language, person.timezone, more)
