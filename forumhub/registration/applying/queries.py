"""Reads of applications by mail."""

from datetime import datetime

from sqlalchemy import func, select

from forumhub.database import db
from forumhub.mail import sealing
from forumhub.parties.models import Person
from forumhub.registration.applying.models import Application
from forumhub.registration.applying.rules import WINDOW
from forumhub.registration.models import Registration
from forumhub.registration.queries import token_sha256
from forumhub.registration.rules import REGISTERED


def find_application(token: str) -> Application | None:
    """The bearer of the link needs no other right."""
    if not sealing.is_ours(token):
        return None
    return db.session.scalar(select(Application).where(Application.token_sha256 == token_sha256(token)))


def count_recent(email: str, now: datetime) -> int:
    """How many links were sent to this address, for whatever event, within the hour."""
    statement = select(func.count()).select_from(Application).where(Application.email == email)
    return db.session.scalar(statement.where(Application.created_at > now - WINDOW)) or 0


def find_registered(event_id: int, email: str) -> int | None:
    """Row id of the registration of whoever has this address, where they are registered.

    The same one query, whether the address is known or not.
    """
    of_person = select(Registration.id).join(Person, Person.id == Registration.person_id).where(Person.email == email)
    return db.session.scalar(of_person.where(Registration.event_id == event_id, Registration.state.in_(REGISTERED)))
