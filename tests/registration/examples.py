"""Registrations to arrange tests with, made by the room's own actions; and an example of each object of this room."""

from datetime import datetime, timedelta

from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.mail import sealing
from forumhub.mail.models import OutboxMail
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader
from forumhub.registration.actions import apply_for_place, invite_person
from forumhub.registration.models import Registration
from forumhub.registration.offers.queries import PURPOSE
from tests.events.examples import make_event
from tests.world import NOW, World

NAMES = ("李伟", "Ірына Кавальчук", "Анна Смирнова", "Maria Weiss")


def make_person(world: World, number: int, party: str | None = "CN") -> Reader:
    """Somebody of this party, with an address and no role, as the reader that they would be."""
    with writing():
        person = Person(name=f"{NAMES[number % len(NAMES)]} {number}", email=f"person{number}@example.org")
        person.party_id = world.party[party] if party else None
        db.session.add(person)
        db.session.flush()
        return Reader(person_id=person.id, name=person.name, home_party_id=person.party_id)


def make_people(world: World, count: int, party: str | None = "CN") -> list[Reader]:
    return [make_person(world, number, party) for number in range(count)]


def apply(event: Event, who: Reader, now: datetime = NOW) -> Registration:
    with writing():
        return apply_for_place(event, by=who, now=now)


def apply_all(event: Event, people: list[Reader]) -> list[Registration]:
    """One after another, a minute apart."""
    return [apply(event, who, NOW + timedelta(minutes=number)) for number, who in enumerate(people)]


def invite(world: World, event: Event, *, name: str = "王芳", email: str = "wang@example.org", **changes) -> tuple:
    """The invitation by Belarus' organizer, and the token that its mail carries."""
    with writing():
        party = db.session.get(Party, world.party["CN"])
        values = {"party": party, "by": world.reader("BY", "organizer"), "now": NOW}
        invitation = invite_person(event, name=name, email=email, **{**values, **changes})
    return invitation, last_token()


def last_token() -> str:
    """Of the newest invitation in the outbox."""
    statement = select(OutboxMail).where(OutboxMail.template == "registration_invitation")
    return sealing.unseal(db.session.scalars(statement.order_by(OutboxMail.id.desc())).first().secret)


def mails(template: str | None = None) -> list[tuple[str, str]]:
    """(template, recipient) of what was posted, in order."""
    rows = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))
    return [(mail.template, mail.recipient) for mail in rows if template in (None, mail.template)]


def states(event: Event) -> list[str]:
    """In the order in which the people were made."""
    statement = select(Registration.state).where(Registration.event_id == event.id).order_by(Registration.person_id)
    return list(db.session.scalars(statement))


def taken(event: Event) -> int:
    db.session.expire(event)
    return event.places_taken


def examples(world: World) -> dict[str, str | dict]:
    """An event of China and Belarus; China's delegate has applied, and somebody of China is invited."""
    from tests.registration.badges import examples as badges  # which arranges with what is here
    from tests.registration.privacy import examples as privacy

    with world.app.app_context():
        event = make_event(world, "REG", access="parties", capacity=5)
        delegate = apply(event, world.reader("CN", "delegate"))
        invitation, token = invite(world, event)
        of_event = {name: f"/events/{event.ulid}/{name}" for name in ("apply", "invite")}
        of_delegate = f"/registrations/{delegate.ulid}"
        offer = f"/offers/{sealing.signed(f'{delegate.ulid}-{int(NOW.timestamp())}', PURPOSE)}"
        return {
            **badges.rights_examples(event),
            **privacy.rights_examples(world),
            "registration.index": f"/events/{event.ulid}/registrations",
            "registration.invite": of_event["invite"],
            "registration.settings": f"/events/{event.ulid}/registration",
            "registration.apply": of_event["apply"],
            "registration.send_application": of_event["apply"],
            "registration.show": of_delegate,
            "registration.confirm": f"{of_delegate}/confirm",
            "registration.decline": f"{of_delegate}/decline",
            "registration.withdraw": f"{of_delegate}/withdraw",
            "registration.invite_again": f"/registrations/{invitation.registration.ulid}/invite-again",
            "registration.invitation": f"/invitations/{token}",
            "registration.offer": offer,
            "registration.answer_offer": {"url": offer, "data": {"answer": "accept"}},
            "registration.own_offer": {"url": f"{of_delegate}/offer", "data": {"answer": "accept"}},
            "registration.correct_invited": {"url": f"/invitations/{token}/details", "data": {"title": "署长"}},
            "registration.answer": {"url": f"/invitations/{token}", "data": {"answer": "accept"}},
        }
