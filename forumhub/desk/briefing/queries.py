"""What a reader takes along to a meeting: nothing but what they may see anyway. A constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from forumhub.database import db
from forumhub.events.models import Event, EventHead
from forumhub.events.papers.models import Paper, PaperFile, PaperVersion
from forumhub.events.papers.queries import selection as papers_of
from forumhub.events.queries import heads_of
from forumhub.followup.models import Item, ItemClause, Report
from forumhub.followup.queries import reports_visible_to, visible_to
from forumhub.followup.rules import OPEN, UNFINISHED
from forumhub.followup.story import linked
from forumhub.minutes.agendas.models import AgendaPoint
from forumhub.minutes.agendas.queries import points_of
from forumhub.minutes.agendas.rules import WITHDRAWN
from forumhub.minutes.corrigenda.queries import corrigenda_of
from forumhub.minutes.languages.queries import authentic_texts
from forumhub.minutes.models import Document, Revision, RevisionText
from forumhub.minutes.queries import find_agenda
from forumhub.minutes.queries import visible_to as documents_visible_to
from forumhub.minutes.rules import FROZEN, MINUTES
from forumhub.parties.models import Party
from forumhub.parties.policy import ORGANIZER, SECRETARY, Reader
from forumhub.registration.badges.queries import named_to, numbers_of_others
from forumhub.registration.models import Registration

MOST_ITEMS = 200
"""Of each kind; the register has the rest."""


@dataclass(frozen=True)
class Text:
    """A document and the one text of it that the reader gets; `holder` is the language version that it stands in."""

    document: Document
    text: RevisionText
    holder: Document


@dataclass(frozen=True)
class Story:
    """An item, what was reported on it, and what it answers or led to."""

    item: Item
    reports: Sequence[Report]
    links: Sequence[tuple[str, bool, Item]]
    """(relation, whether it points away from the item, the other item)"""


@dataclass(frozen=True)
class Brought:
    """A paper as the reader sees it: its last version, and that version's files."""

    paper: Paper
    version: PaperVersion
    files: Sequence[PaperFile]


@dataclass
class Pack:
    event: Event
    agenda: Text | None = None
    minutes: Text | None = None
    """Of the last meeting before this one whose minutes the reader may see."""
    corrigenda: Sequence[Text] = ()
    """Those by which every party corrected them."""
    points: Sequence[AgendaPoint] = ()
    actions: Sequence[Story] = ()
    actions_in_all: int = 0
    concerns: Sequence[Item] = ()
    heads: Sequence[EventHead] = ()
    people: Sequence[Registration] = ()
    others: Sequence[tuple[Party, int]] = ()
    papers: Sequence[Brought] = field(default_factory=list)

    @property
    def texts(self) -> list[Text]:
        return [each for each in (self.agenda, self.minutes, *self.corrigenda) if each]


def gather(event: Event, reader: Reader, language: str) -> Pack:
    """`language` is what texts are taken in where they have it; else the working language."""
    agenda = find_agenda(event.id, reader)
    minutes = _last_minutes(event, reader)
    corrigenda = _corrigenda(minutes, reader)
    texts = _texts([each for each in (agenda, minutes, *corrigenda) if each], language)
    if minutes and texts[minutes.id].text.language != language:
        texts[minutes.id] = _in_later_language(texts[minutes.id], reader, language)
    actions, in_all = _actions(event, reader)
    named = bool(reader.parties_as(ORGANIZER, SECRETARY) & event.party_ids)  # as the list of delegates is read
    return Pack(
        event,
        agenda=texts.get(agenda.id) if agenda else None,
        minutes=texts.get(minutes.id) if minutes else None,
        corrigenda=[texts[each.id] for each in corrigenda],
        points=[point for point in points_of(event.id, reader) if point.state != WITHDRAWN],
        actions=_stories(actions, reader),
        actions_in_all=in_all,
        concerns=_concerns(event, reader),
        heads=sorted(heads_of(event.id), key=lambda head: (head.party.code, not head.leads)),
        people=named_to(event, reader) if named else (),
        others=numbers_of_others(event, reader) if named else (),
        papers=_papers(event, reader),
    )


def _last_minutes(event: Event, reader: Reader) -> Document | None:
    statement = (
        select(Document)
        .join(Event, Event.id == Document.event_id)
        .where(documents_visible_to(reader), Document.kind == MINUTES, Document.state.in_(FROZEN))
        .where(Event.register_id == event.register_id, Event.starts_at < event.starts_at)
        .order_by(Event.starts_at.desc(), Document.id.desc())
        .limit(1)
    )
    return db.session.scalars(statement).unique().first()


def _corrigenda(minutes: Document | None, reader: Reader) -> list[Document]:
    if minutes is None:
        return []
    return [each.document for each in corrigenda_of(minutes.id, reader) if each.agreed_at]


def _in_later_language(first: Text, reader: Reader, language: str) -> Text:
    """The text in this language where every party approved one after the first ones."""
    later = authentic_texts(first.document.id, reader).get(language)
    return Text(first.document, later.text, later.document) if later else first


def _texts(documents: Sequence[Document], language: str) -> dict[int, Text]:
    """By the document's row id, of its last revision."""
    ids = [document.id for document in documents]
    last = select(func.max(Revision.id)).where(Revision.document_id.in_(ids)).group_by(Revision.document_id)
    statement = select(Revision).where(Revision.id.in_(last)).options(selectinload(Revision.texts))
    revisions = {revision.document_id: revision for revision in db.session.scalars(statement).unique()}
    found = {}
    for document in documents:
        texts = {text.language: text for text in revisions[document.id].texts}
        chosen = texts.get(language) or texts.get(document.working_language) or next(iter(texts.values()))
        found[document.id] = Text(document, chosen, document)
    return found


def _of_meeting(event: Event) -> ColumnElement[bool]:
    """In the meeting's own register, or under its agreement."""
    own = Item.register_id == event.register_id
    if event.agreement_id is None:
        return own
    return or_(own, Item.id.in_(select(ItemClause.item_id).where(ItemClause.agreement_id == event.agreement_id)))


def _actions(event: Event, reader: Reader) -> tuple[list[Item], int]:
    """Unfinished ones, the soonest due first, those without a day last; and how many there are in all."""
    where = visible_to(reader), _of_meeting(event), Item.kind == "ACTION", Item.state.in_(UNFINISHED)
    order = Item.due_on.is_(None), Item.due_on, Item.register_id, Item.number
    statement = select(Item).where(*where).order_by(*order).options(joinedload(Item.event)).limit(MOST_ITEMS)
    in_all = db.session.scalar(select(func.count(Item.id)).where(*where)) or 0
    return list(db.session.scalars(statement).unique()), in_all


def _concerns(event: Event, reader: Reader) -> list[Item]:
    where = visible_to(reader), _of_meeting(event), Item.kind == "CONCERN", Item.state == OPEN
    statement = select(Item).where(*where).options(joinedload(Item.event)).limit(MOST_ITEMS)
    return list(db.session.scalars(statement.order_by(Item.register_id, Item.number)).unique())


def _stories(items: Sequence[Item], reader: Reader) -> list[Story]:
    ids = [item.id for item in items]
    reports: dict[int, list[Report]] = defaultdict(list)
    of_these = select(Report).where(Report.item_id.in_(ids), reports_visible_to(reader)).order_by(Report.at, Report.id)
    for report in db.session.scalars(of_these).unique():
        reports[report.item_id].append(report)
    links: dict[int, list[tuple[str, bool, Item]]] = defaultdict(list)
    for holder, target, relation, other in linked(ids, visible_to(reader)):
        away = other.id == target
        links[holder if away else target].append((relation, away, other))
    return [Story(item, reports.get(item.id, ()), _in_order(links[item.id])) for item in items]


def _in_order(links: Iterable[tuple[str, bool, Item]]) -> list[tuple[str, bool, Item]]:
    """First what the item names, then what names it."""
    return sorted(links, key=lambda link: (not link[1], link[2].id))


def _papers(event: Event, reader: Reader) -> list[Brought]:
    """Those that were not withdrawn: to its own party each one's last version, to others the last one shared."""
    statement = papers_of(event.id, reader).where(Paper.withdrawn_at.is_(None))
    found = []
    for paper in db.session.scalars(statement):
        shown = paper.versions_shown(own=paper.party_id in reader.party_ids)
        if shown:
            found.append(Brought(paper, shown[0], shown[0].files))
    return found
