"""The mail of an announcement. Many share one text, so a mail in the outbox names it and does not repeat it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from forumhub import installation
from forumhub.database import db
from forumhub.events.models import Event
from forumhub.mail.actions import Recipient, post_to_each
from forumhub.mail.models import OutboxMail
from forumhub.mail.worker import sharing
from forumhub.registration.announcing.models import Announcement
from forumhub.registration.announcing.rules import said_in
from forumhub.registration.bulk.rules import Chosen
from forumhub.registration.snapshots import event_snapshot

TEMPLATE = "announcement"


def tell(announcement: Announcement, people: Iterable[Chosen], written_by: str, *, now: datetime) -> None:
    told = [Recipient(str(each.email), each.name, each.language, each.timezone) for each in people]
    post_to_each(TEMPLATE, told, snapshot(announcement.event, written_by, announcement.ulid, now=now), now=now)


def snapshot(event: Event, written_by: str, ulid: str, *, now: datetime) -> dict[str, Any]:
    shared = event_snapshot(event, installation.uid_host(), now=now)
    return {"announcement": ulid, "event": shared, "written_by": written_by}


def words(
    subjects: Mapping[str, str], texts: Mapping[str, str], pages: Mapping[str, str], language: str
) -> dict[str, Any]:
    """What the template needs of an announcement, for somebody who reads this language."""
    said = said_in(subjects, language)
    return {"subject": subjects[said], "text": texts[said], "page": pages[said], "said_in": said}


def _of_mail(mail: OutboxMail) -> dict[str, Any]:
    found = db.session.scalars(select(Announcement).where(Announcement.ulid == mail.snapshot["announcement"])).one()
    return words(found.subjects, found.texts, found.pages, mail.language)


sharing[TEMPLATE] = _of_mail
