"""The demo's links to calendars, of Belarus' delegate: one in use, one that fell silent, one that never was used."""

from datetime import datetime, timedelta

from sqlalchemy import select

from forumhub.calendars.membership import ALL, DUE, PERSON
from forumhub.calendars.subscribing.actions import subscribe, write_uses
from forumhub.calendars.subscribing.noting import Use
from forumhub.database import db
from forumhub.demo.accounts import Cast
from forumhub.parties.models import Account
from forumhub.parties.policy import DELEGATE

LINKS = (  # what it shows, its name, made and last used how many days ago, by which program
    (PERSON, "My phone · мой телефон · 我的手机", 12, 0, "Apple Calendar"),
    (ALL, "Outlook at the office", 94, 41, "Outlook"),
    (f"{DUE}/", "Thunderbird", 23, None, ""),
)


def hand_out(cast: Cast, now: datetime) -> None:
    """Nobody knows their addresses; the page shows the links all the same."""
    person = cast.person("BY", DELEGATE)
    account_id = db.session.scalars(select(Account.id).where(Account.person_id == person.id)).one()
    reader = cast.reader("BY", DELEGATE, account_id)
    for asked, label, made, used, client in LINKS:
        link = subscribe(asked + person.ulid, label, by=reader, now=now - timedelta(days=made)).subscription
        if used is not None:
            write_uses([Use(link.ulid, now - timedelta(days=used), client)])
