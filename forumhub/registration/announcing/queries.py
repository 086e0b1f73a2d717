"""Reads of announcements. One shows to those to whom it was addressed, and to the event's organizers."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, func, or_, select

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events.models import Event, EventParty
from forumhub.parties.policy import ORGANIZER, Reader
from forumhub.registration.announcing.models import Announcement, AnnouncementReader
from forumhub.registration.announcing.rules import is_told
from forumhub.registration.bulk.rules import Chosen, Outlook


def visible_to(reader: Reader) -> ColumnElement[bool]:
    organized = select(EventParty.event_id).where(EventParty.party_id.in_(reader.parties_as(ORGANIZER)))
    addressed = select(AnnouncementReader.announcement_id).where(AnnouncementReader.person_id == reader.person_id)
    return or_(Announcement.event_id.in_(organized), Announcement.id.in_(addressed))


def get_announcement(ulid: str, reader: Reader) -> Announcement:
    """Raises NotFound."""
    found = db.session.scalar(select(Announcement).where(Announcement.ulid == ulid, visible_to(reader)))
    if found is None:
        raise NotFound
    return found


def announcements_of(event: Event, reader: Reader) -> Select[Announcement]:
    """Those of the event that the reader may see, the latest first."""
    found = select(Announcement).where(Announcement.event_id == event.id, visible_to(reader))
    return found.order_by(Announcement.sent_at.desc(), Announcement.id.desc())


def latest_of(event: Event, reader: Reader, most: int = 3) -> list[Announcement]:
    return list(db.session.scalars(announcements_of(event, reader).limit(most)))


def languages_of(announcement: Announcement) -> dict[str, int]:
    """To how many people it was mailed in each language."""
    statement = (
        select(AnnouncementReader.language, func.count())
        .where(AnnouncementReader.announcement_id == announcement.id, AnnouncementReader.mailed)
        .group_by(AnnouncementReader.language)
        .order_by(AnnouncementReader.language)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def audience(chosen: Iterable[Chosen], *, state: str = "", by_hand: bool = False) -> Outlook:
    """Whom an announcement reaches: `by_hand` all who were ticked, else those of the filters who still come."""
    concerned, left_out = list[Chosen](), dict[str, list[Chosen]]()
    for each in chosen:
        told = by_hand or is_told(each.state, state)
        (concerned if told else left_out.setdefault(each.state, [])).append(each)
    return Outlook(concerned, left_out, by_state=False)
