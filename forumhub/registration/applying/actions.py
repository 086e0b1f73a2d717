"""Asking by mail, and confirming by its link."""

from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.exc import IntegrityError

from forumhub import installation
from forumhub.database import db, locked
from forumhub.errors import N_, Conflict, NotFound
from forumhub.events.models import Event
from forumhub.mail import sealing
from forumhub.mail.actions import post
from forumhub.mail.rules import one_line
from forumhub.parties import policy
from forumhub.parties.actions import enter_oneself
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader
from forumhub.parties.queries import find_person_by_email
from forumhub.parties.rules import check_email, check_name
from forumhub.registration import rules
from forumhub.registration.applying import queries
from forumhub.registration.applying.models import Application
from forumhub.registration.applying.rules import (
    KEPT_AFTER,
    MOST_MAILS,
    check_by_mail,
    check_not_lapsed,
    confirm_until,
)
from forumhub.registration.details import Details, correct_details
from forumhub.registration.models import Registration
from forumhub.registration.places import end, register_person, under_lock
from forumhub.registration.queries import find_registration, is_invited, settings_of, token_sha256
from forumhub.registration.snapshots import event_snapshot


def ask_by_mail(
    event: Event,
    *,
    name: str,
    own_name: str,
    email: str,
    affiliation: str,
    party: Party | None,
    language: str,
    now: datetime,
) -> Application | None:
    """Sends a link to the address: to confirm by, or to one's registration where there is one. Takes no place.

    None where the address was sent as many as it may be; the caller says the same in each case. Raises RuleBroken for
    a bad name or address, and where the event does not take such applications.
    """
    _check_takes(event, now)
    name, address = check_name(name), check_email(email)
    if queries.count_recent(address, now) >= MOST_MAILS:
        return None
    token, registered = sealing.new_token(), queries.find_registered(event.id, address)
    application = Application(event=event, email=address, language=language, registration_id=registered, created_at=now)
    application.token_sha256 = token_sha256(token)
    application.expires_at = confirm_until(settings_of(event).deadline, event.ends_at, now)
    if not registered:
        application.name, application.own_name = name, one_line(own_name)
        application.affiliation, application.party = one_line(affiliation), party
    db.session.add(application)
    db.session.flush()
    _mail(application, token, now)
    return application


def _check_takes(event: Event, now: datetime) -> None:
    if event.access != policy.PUBLIC:
        raise NotFound
    settings = settings_of(event)
    check_by_mail(settings.applicants, settings.deadline, event.state, event.ends_at, now)


def _mail(application: Application, token: str, now: datetime) -> None:
    """Bears nothing that was typed: whoever types somebody else's address cannot write to them."""
    event = application.event
    snapshot: dict[str, Any] = {
        "event": event_snapshot(event, installation.uid_host(), now=now),
        "registered": application.registration_id is not None,
        "expires_at": application.expires_at.isoformat(),
    }
    post(
        "registration_application",
        to_email=application.email,
        to_name="",
        language=application.language,
        timezone=event.timezone,
        snapshot=snapshot,
        now=now,
        secret=token,
    )


def confirm_application(token: str, *, now: datetime) -> Application:
    """By who holds the link: a place, or the end of the queue. Again, it changes nothing.

    Who is known by the address keeps the name that is stored; who was registered before, their party and function.
    Raises NotFound for a token that is not ours or no longer there, RuleBroken where it is too late or the event takes
    none, Conflict where the person was entered at the same moment.
    """
    application = _under_lock(token)
    event, own = application.event, application.registration
    if own and own.state in rules.REGISTERED:
        return application
    if own is None:
        check_not_lapsed(application.expires_at, now)
    _check_takes(event, now)
    person = own.person if own else _known_or_new(application, now)
    application.registration = _register(application, person, now)
    application.name = application.own_name = application.affiliation = ""
    application.party = None
    return application


def _register(application: Application, person: Person, now: datetime) -> Registration:
    event, before = application.event, find_registration(application.event_id, person.id)
    invited = before is not None and is_invited(before, now)
    return register_person(
        event,
        person,
        party=before.party if before else application.party,
        function=before.function if before else rules.MEMBER,
        way=rules.BY_INVITATION if invited else rules.BY_APPLICATION,
        wanted=invited,
        by=Reader(person_id=person.id, name=person.name),
        now=now,
        affiliation=application.affiliation or (before.affiliation if before else ""),
    )


def _known_or_new(application: Application, now: datetime) -> Person:
    if known := find_person_by_email(application.email):
        return known
    try:
        with db.session.begin_nested():
            return enter_oneself(
                name=application.name,
                own_name=application.own_name,
                email=application.email,
                language=application.language,
                timezone=application.party.timezone if application.party else application.event.timezone,
                now=now,
            )
    except IntegrityError as raced:
        raise Conflict(N_("Somebody else entered this person at the same moment; send it again.")) from raced


def withdraw_application(token: str, *, now: datetime) -> Application:
    """By who holds the link, once it leads to a registration; again, it changes nothing.

    Raises NotFound, RuleBroken.
    """
    application = _under_lock(token)
    registration = _registered(application)
    end(registration, "withdraw", rules.WITHDRAWN, by=registration.person_id, now=now)
    return application


def correct_application(token: str, *, now: datetime, **said: Unpack[Details]) -> Registration:
    """By who holds the link, once it leads to a registration. Raises NotFound."""
    return correct_details(_registered(_under_lock(token)), now=now, **said)


def _registered(application: Application) -> Registration:
    if application.registration is None:
        raise NotFound
    return under_lock(application.registration)


def _under_lock(token: str) -> Application:
    application = queries.find_application(token)
    if application is None:
        raise NotFound
    locked(Event, application.event_id)
    db.session.refresh(application)
    return application


def drop_lapsed(*, now: datetime) -> int:
    """Deletes what nobody confirmed in time, and links to events that are long over. Returns how many."""
    over = select(Event.id).where(Event.ends_at <= now - KEPT_AFTER)
    lapsed = or_(
        and_(Application.registration_id.is_(None), Application.expires_at <= now), Application.event_id.in_(over)
    )
    return db.session.execute(delete(Application).where(lapsed)).rowcount  # type: ignore[attr-defined,no-any-return]
