"""Reads of deferred points; who sees the text from which one was deferred sees it."""

from collections.abc import Iterable, Mapping, Sequence
from html import unescape

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import joinedload

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events.models import Event
from forumhub.events.series.queries import numbers_of
from forumhub.markdown import Heading, read_bounded
from forumhub.minutes import queries as documents
from forumhub.minutes.deferring.models import Deferral, DeferralTaken
from forumhub.minutes.deferring.rules import Meeting, same_point
from forumhub.minutes.models import Document
from forumhub.minutes.rules import PARTY_DRAFT
from forumhub.parties.policy import Reader, is_narrowed


def deferrals_of(event_id: int, reader: Reader) -> list[Deferral]:
    """From the event's texts that the reader may see, as they were deferred; those taken back are left out."""
    statement = (
        select(Deferral)
        .join(Document, Document.id == Deferral.document_id)
        .where(Document.event_id == event_id, Deferral.withdrawn_at.is_(None), documents.visible_to(reader))
    )
    return list(db.session.scalars(statement.order_by(Deferral.id)).unique())


def get_deferral(document: Document, ulid: str, reader: Reader) -> Deferral:
    """One of the meeting's. Raises NotFound."""
    found = next((each for each in deferrals_of(document.event_id, reader) if each.ulid == ulid), None)
    if found is None:
        raise NotFound
    return found


def arising_at(event: Event, reader: Reader) -> list[Deferral]:
    """What waits for this meeting: deferred from an earlier one of the series and of the same parties to which no fewer
    have access, and in no agenda of another meeting yet, as far as the reader learns of it."""
    return [each for each in _waiting(event, reader) if not _is_kept_back(each, event)]


def kept_back(event: Event, reader: Reader) -> list[Deferral]:
    """What would wait for this meeting, were it not that fewer may see the one from which it was deferred."""
    return [each for each in _waiting(event, reader) if _is_kept_back(each, event)]


def _is_kept_back(deferral: Deferral, event: Event) -> bool:
    return is_narrowed(event.access, deferral.document.event.access)


def _waiting(event: Event, reader: Reader) -> list[Deferral]:
    if event.series_id is None:
        return []
    taken = _taken(reader).where(Document.event_id != event.id)
    statement = (
        select(Deferral)
        .join(Document, Document.id == Deferral.document_id)
        .join(Event, Event.id == Document.event_id)
        .where(Event.series_id == event.series_id, Event.starts_at < event.starts_at)
        .where(Deferral.withdrawn_at.is_(None), Deferral.id.not_in(taken), documents.visible_to(reader))
    )
    found = db.session.scalars(statement.order_by(Event.starts_at, Deferral.id)).unique()
    return [each for each in found if each.document.event.party_ids == event.party_ids]


def came_by(event_id: int, titles: Mapping[str, str]) -> Deferral | None:
    """The deferral that brought a point with one of these titles to the meeting; None for one that is new there."""
    statement = (
        select(Deferral)
        .join(DeferralTaken, DeferralTaken.deferral_id == Deferral.id)
        .join(Document, Document.id == DeferralTaken.document_id)
        .where(Document.event_id == event_id)
    )
    found = db.session.scalars(statement.order_by(Deferral.id.desc())).unique()
    return next((each for each in found if same_point(titles, each.titles)), None)


def agendas_with(deferrals: Iterable[Deferral], reader: Reader) -> dict[int, Document]:
    """By the deferral's row id, the agenda in which it stands now, of those that the reader may see."""
    ids = [each.id for each in deferrals]
    statement = (
        select(DeferralTaken.deferral_id, Document)
        .join(Document, Document.id == DeferralTaken.document_id)
        .where(DeferralTaken.deferral_id.in_(ids), documents.visible_to(reader))
    )
    return {row[0]: row[1] for row in db.session.execute(statement).unique()}


def is_taken(deferral_id: int, reader: Reader) -> bool:
    return bool(db.session.scalar(select(_taken(reader).where(DeferralTaken.deferral_id == deferral_id).exists())))


def _taken(reader: Reader) -> Select[int]:
    """Row ids of deferrals that stand in an agenda: another side's own draft holds nothing back, and is not told of."""
    hidden = and_(Document.state == PARTY_DRAFT, ~documents.visible_to(reader))
    statement = select(DeferralTaken.deferral_id).join(Document, Document.id == DeferralTaken.document_id)
    return statement.where(~hidden).correlate(None)


def is_in(deferral_id: int, document_id: int) -> bool:
    return db.session.get(DeferralTaken, (deferral_id, document_id)) is not None


def get_arising(event: Event, ulid: str, reader: Reader) -> Deferral:
    """Raises NotFound."""
    found = next((each for each in arising_at(event, reader) if each.ulid == ulid), None)
    if found is None:
        raise NotFound
    return found


def meetings_of(deferral: Deferral) -> list[Meeting]:
    """From which it was deferred, the latest first."""
    return meetings_of_each([deferral])[deferral.id]


def meetings_of_each(deferrals: Sequence[Deferral]) -> dict[int, list[Meeting]]:
    """By row id, the same of these, which are of one series. Takes a constant number of queries."""
    if not deferrals:
        return {}
    series_id = deferrals[0].document.event.series_id
    of_series = select(Deferral).join(Document, Document.id == Deferral.document_id)
    statement = of_series.join(Event, Event.id == Document.event_id).where(Event.series_id == series_id)
    loaded = statement.options(joinedload(Deferral.document).joinedload(Document.event))
    known = list(db.session.scalars(loaded).unique())  # held, so that the chains below ask nothing more
    numbers = numbers_of({each.document.event_id for each in known})
    return {
        deferral.id: [(numbers.get(each.id), each.local_start.date()) for each in _events(deferral)]
        for deferral in deferrals
    }


def _events(deferral: Deferral) -> list[Event]:
    return [each.document.event for each in deferral.chain]


def points_of(document: Document) -> dict[str, tuple[dict[str, str], str]]:
    """By number, the titles by language and the closing parenthesis of each point of the text as it stands."""
    current = documents.current_circulation(document)
    revision = current.revision if current else documents.latest_revision(document.id)
    read = {text.language: _numbered(read_bounded(text.source).headings) for text in revision.texts}
    working = read[document.working_language]
    return {
        number: (
            {code: unescape(found[number].title) for code, found in read.items() if number in found},
            heading.parenthesis or "",
        )
        for number, heading in working.items()
    }


def _numbered(headings: Iterable[Heading]) -> dict[str, Heading]:
    return {heading.number: heading for heading in headings if heading.level == 2 and heading.number}
