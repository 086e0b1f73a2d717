"""Who is told what by mail, in the transaction that it is about. Persons without an address are told by their party."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from forumhub import installation
from forumhub.events.models import Event
from forumhub.mail.actions import Recipient, post, post_to_each
from forumhub.parties.models import Person
from forumhub.registration import rules
from forumhub.registration.models import Invitation, Registration
from forumhub.registration.snapshots import event_snapshot

REQUEST = "REQUEST"
CANCEL = "CANCEL"


def tell_invited(invitation: Invitation, token: str, inviter: str, *, now: datetime) -> None:
    registration = invitation.registration
    to = registration.person
    if to.email:
        post(
            "registration_invitation",
            to_email=to.email,
            to_name=to.name,
            language=to.language,
            timezone=to.timezone,
            snapshot={
                "event": event_snapshot(registration.event, installation.uid_host(), now=now),
                "inviter": inviter,
                "expires_at": invitation.expires_at.isoformat(),
            },
            now=now,
            secret=token,
        )


def tell_registered(registration: Registration, *, promoted: bool = False, now: datetime) -> None:
    """Of a place, of its being confirmed, or of the waiting list; what is confirmed goes into the calendar."""
    if registration.state == rules.CONFIRMED:
        _tell(registration, "registration_confirmed", _method_of(registration, registration.event), now=now)
    else:
        template = "registration_promoted" if promoted else f"registration_{registration.state}"
        _tell(registration, template, "", now=now)


def tell_ended(registration: Registration, before: str, *, now: datetime) -> None:
    """That the registration, or the invitation, no longer holds; a calendar that has the event drops it."""
    outcome = "uninvited" if before == rules.INVITED else registration.state
    method = CANCEL if registration.in_calendar else ""
    _tell(registration, "registration_cancelled", method, outcome=outcome, now=now)


def tell_of_change(event: Event, registrations: Iterable[Registration], change: str, *, now: datetime) -> int:
    """`change`: moved, postponed, confirmed or cancelled. One mail each, in one batch; returns how many."""
    template = "event_cancelled" if change == "cancelled" else "event_changed"
    shared = event_snapshot(event, installation.uid_host(), now=now)
    told = [
        _recipient(registration.person, _own(registration, shared, _method_of(registration, event, told_before=True)))
        for registration in registrations
        if registration.person.email
    ]
    post_to_each(template, told, {"change": change}, now=now)
    return len(told)


def _tell(registration: Registration, template: str, method: str, *, now: datetime, **more: object) -> None:
    if registration.person.email:
        shared = event_snapshot(registration.event, installation.uid_host(), now=now)
        to = _recipient(registration.person, _own(registration, shared, method))
        post_to_each(template, [to], dict(more), now=now)


def _method_of(registration: Registration, event: Event, *, told_before: bool = False) -> str:
    """What to tell the person's calendar: nothing where it does not hold the event and should not."""
    if told_before and not registration.in_calendar:
        return ""
    return CANCEL if event.state == "cancelled" else REQUEST


def _own(registration: Registration, shared: Mapping[str, Any], method: str) -> dict[str, Any]:
    """The person's own part of the snapshot; notes on the registration what its calendar is told."""
    sent, event_sequence = registration.calendar_sequence, shared["sequence"]
    if method == REQUEST:
        sent = rules.request_sequence(event_sequence, sent, in_calendar=registration.in_calendar)
    if method == CANCEL:
        sent = rules.cancel_sequence(event_sequence, sent)
    if method:
        registration.calendar_sequence, registration.in_calendar = sent, method == REQUEST
    return {"method": method, "event": {**shared, "sequence": sent if method else event_sequence}}


def _recipient(person: Person, more: dict[str, Any]) -> Recipient:
    assert person.email
    return Recipient(person.email, person.name, person.language, person.timezone, more)
