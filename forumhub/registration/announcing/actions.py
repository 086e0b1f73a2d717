"""Announcing something to an event's delegates. It is mailed once, and kept with the list of those who were told."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert

from forumhub import audit
from forumhub.database import db
from forumhub.events.entering import require_organizer
from forumhub.events.models import Event
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language
from forumhub.registration.announcing import notices, rules
from forumhub.registration.announcing.models import Announcement, AnnouncementReader
from forumhub.registration.bulk.rules import Outlook


def announce(
    event: Event,
    readers: Outlook,
    *,
    ulid: str,
    markup: str,
    subjects: Mapping[str, str],
    texts: Mapping[str, str],
    pages: Mapping[str, str],
    chosen_by: Mapping[str, str],
    seen: str,
    by: Reader,
    now: datetime,
) -> Announcement:
    """Mails it to `readers`, each in their language where it is written, else in English, else in what there is.

    `pages` is the HTML of the texts, sanitised. Raises NotAllowed unless `by` organizes the event, RuleBroken for a
    text without a subject, SelectionChanged unless `readers` are those whom the organizer saw.
    """
    require_organizer(by, event.party_ids)
    rules.check_said(subjects, texts)
    readers.require_seen(seen)
    announcement = Announcement(
        ulid=ulid,
        event=event,
        written_by_id=by.person_id,
        sent_at=now,
        markup=markup,
        subjects=dict(subjects),
        texts=dict(texts),
        pages=dict(pages),
        chosen_by=dict(chosen_by),
        told=len(readers.told),
        unreached=len(readers.unreached),
    )
    db.session.add(announcement)
    db.session.flush()
    db.session.execute(insert(AnnouncementReader), _rows(announcement, readers))
    notices.tell(announcement, readers.told, by.name, now=now)
    label = in_language(announcement.subjects, "en")
    audit.record(
        "registration.announce", announcement.ulid, by=by.person_id, parties=event.party_ids, now=now, label=label,
        number=announcement.told,
    )  # fmt: skip
    return announcement


def _rows(announcement: Announcement, readers: Outlook) -> list[dict[str, object]]:
    return [
        {
            "announcement_id": announcement.id,
            "person_id": each.person_id,
            "language": rules.said_in(announcement.subjects, each.language),
            "mailed": bool(each.email),
        }
        for each in readers.concerned
    ]
