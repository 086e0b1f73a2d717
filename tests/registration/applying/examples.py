"""Applications by mail to arrange tests with, and what their mails carry."""

from datetime import datetime

from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.mail import sealing
from forumhub.mail.models import OutboxMail
from forumhub.parties.models import Party
from forumhub.registration.applying.actions import ask_by_mail, confirm_application
from forumhub.registration.applying.models import Application
from forumhub.registration.queries import settings_of
from tests.events.examples import make_event
from tests.world import NOW, World

TYPED = {"name": "Aliaksandra Novik", "own_name": "Аляксандра Новік", "email": "novik@example.org"}
TYPED |= {"affiliation": "Academy of Sciences", "language": "ru"}


def open_event(world: World, **changes: object) -> Event:
    """A public forum for which everyone may apply."""
    event = make_event(world, **{"access": "public", **changes})
    set_up(event, applicants="everyone")
    return event


def set_up(event: Event, **values: object) -> None:
    with writing():
        settings = settings_of(event)
        for name, value in values.items():
            setattr(settings, name, value)
        db.session.add(settings)


def ask(event: Event, *, party: str | None = None, now: datetime = NOW, **changes: object) -> Application | None:
    with writing():
        row = db.session.query(Party).where(Party.code == party).one() if party else None
        return ask_by_mail(event, party=row, now=now, **{**TYPED, **changes})


def newest_token() -> str:
    """Of the newest link in the outbox."""
    statement = select(OutboxMail).where(OutboxMail.template == "registration_application")
    return sealing.unseal(db.session.scalars(statement.order_by(OutboxMail.id.desc())).first().secret)


def confirm(token: str, now: datetime = NOW) -> str:
    """The state that it leads to."""
    with writing():
        return confirm_application(token, now=now).registration.state


def examples(world: World) -> dict[str, str | dict]:
    """A public seminar for which everyone may apply, with an application by mail; and a meeting of members alone."""
    with world.app.app_context():
        event, members = open_event(world, code="SEMINAR").ulid, make_event(world, "SHUT", access="parties").ulid
        row = db.session.query(Event).where(Event.ulid == event).one()
        ask(row, email="confirmed@example.org")
        confirmed = newest_token()
        confirm(confirmed)
        ask(row)
        token = newest_token()
    link, typed = f"/applications/{token}", {**TYPED, "party": "-", "consent": "y"}
    return {
        "registration.apply_by_mail": {"url": f"/events/{event}/apply-by-mail", "data": typed},
        "registration.applied_by_mail": f"/events/{event}/apply-by-mail/sent",
        "registration.apply_by_mail#shut": {"url": f"/events/{members}/apply-by-mail", "data": typed},
        "registration.applied_by_mail#shut": f"/events/{members}/apply-by-mail/sent",
        "registration.application": link,
        "registration.correct_applied": {"url": f"/applications/{confirmed}/details", "data": {"title": "署长"}},
        "registration.answer_application": {"url": link, "data": {"answer": "confirm"}},
    }
