"""Reads of papers. What a reader may see of an event's papers begins with the event itself."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, true

from forumhub.database import db
from forumhub.errors import N_, NotAllowed, NotFound
from forumhub.events.models import Event, EventParty
from forumhub.events.papers.models import Paper, PaperFile, PaperVersion
from forumhub.events.papers.rules import ALL_PARTIES, EVERYONE
from forumhub.events.sight import event_visible_to
from forumhub.parties import policy
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """Mirrors `policy.may_see_event` and `policy.may_see_paper` in SQL, for statements that read Paper."""
    seen = Paper.event_id.in_(select(Event.id).where(event_visible_to(reader)))
    own = sorted(reader.party_ids)
    of_parties = select(EventParty.event_id).where(EventParty.party_id.in_(own))
    shared = and_(Paper.shared_with == ALL_PARTIES, Paper.event_id.in_(of_parties))
    return and_(seen, or_(Paper.shared_with == EVERYONE, shared, Paper.party_id.in_(own)))


def selection(event_id: int, reader: Reader, *, party: str = "", kind: str = "", lang: str = "") -> Select[Paper]:
    """The event's papers by code of party, kind and a language of the last version; empty ones do not filter."""
    in_language = PaperVersion.files.any(PaperFile.language == lang)
    return (
        select(Paper)
        .where(Paper.event_id == event_id, visible_to(reader))
        .where(Paper.party.has(code=party) if party else true())
        .where(Paper.kind == kind if kind else true())
        .where(Paper.versions.any(and_(PaperVersion.number == Paper.latest, in_language)) if lang else true())
        .order_by(Paper.withdrawn_at.is_not(None), Paper.kind.desc(), Paper.number.is_(None), Paper.number, Paper.id)
    )


def open_papers(event_ids: Collection[int]) -> Sequence[Row[int, str, str, int | None, dict[str, str]]]:
    """Event's row id, ULID, kind, number and titles of each paper that all readers of its event may read; in order."""
    statement = (
        select(Paper.event_id, Paper.ulid, Paper.kind, Paper.number, Paper.titles)
        .where(Paper.event_id.in_(event_ids), Paper.shared_with == EVERYONE, Paper.withdrawn_at.is_(None))
        .order_by(Paper.event_id, Paper.kind.desc(), Paper.number)
    )
    return db.session.execute(statement).all()


def papers_of(event_id: int, reader: Reader, *, most: int) -> list[Paper]:
    """The first of the event's papers; those that were withdrawn come last."""
    return list(db.session.scalars(selection(event_id, reader).limit(most)))


def count_papers(event_id: int, reader: Reader) -> int:
    return db.session.scalar(select(func.count(Paper.id)).where(Paper.event_id == event_id, visible_to(reader))) or 0


def parties_with_papers(event_id: int, reader: Reader) -> list[Party]:
    """Who submitted what the reader may see."""
    submitting = select(Paper.party_id).where(Paper.event_id == event_id, visible_to(reader))
    return list(db.session.scalars(select(Party).where(Party.id.in_(submitting)).order_by(Party.code)))


def find_paper(event: str, ulid: str, reader: Reader) -> Paper | None:
    statement = select(Paper).join(Paper.event).where(Event.ulid == event, Paper.ulid == ulid, visible_to(reader))
    return db.session.scalar(statement)


def get_paper(event: str, ulid: str, reader: Reader, *, to_change: bool = False) -> Paper:
    """By the ULIDs of the event and of the paper.

    Raises NotFound where the reader may not see it; with `to_change`, NotAllowed where another party submitted it.
    """
    paper = find_paper(event, ulid, reader)
    if paper is None:
        raise NotFound
    if to_change and not policy.may_submit_papers(reader, {paper.party_id}):
        raise NotAllowed(N_("A paper is changed only by those who submit for its party."))
    return paper


def get_paper_file(event: str, ulid: str, file: str, reader: Reader) -> PaperFile:
    """A file of any version that was shared. Raises NotFound; of a withdrawn paper and of the drafts before it was
    shared, too, unless the reader is of its party.
    """
    shared = and_(Paper.withdrawn_at.is_(None), PaperVersion.number >= Paper.shown_from)
    open_to = or_(shared, Paper.party_id.in_(sorted(reader.party_ids)))
    statement = (
        select(PaperFile)
        .join(PaperVersion, PaperVersion.id == PaperFile.version_id)
        .join(Paper, Paper.id == PaperVersion.paper_id)
        .join(Event, Event.id == Paper.event_id)
        .where(Event.ulid == event, Paper.ulid == ulid, PaperFile.ulid == file, visible_to(reader), open_to)
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def others_shared(event_id: int, shared_with: str, own: Collection[int]) -> list[Paper]:
    """Papers of the event that stand, shared so, of other parties than these (row ids); whoever may see them."""
    theirs = Paper.event_id == event_id, Paper.shared_with == shared_with, Paper.party_id.not_in(sorted(own))
    statement = select(Paper).where(*theirs, Paper.withdrawn_at.is_(None)).order_by(Paper.kind.desc(), Paper.number)
    return list(db.session.scalars(statement))


def last_number(event_id: int, kind: str) -> int:
    """The last number given to a paper of this kind at the event, 0 before the first. Read it under a lock."""
    given = select(func.max(Paper.number)).where(Paper.event_id == event_id, Paper.kind == kind)
    return db.session.scalar(given) or 0
