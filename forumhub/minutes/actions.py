"""Drafts: a document is made, shared, saved as revisions, and kept as it is typed."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from forumhub import audit, ledger
from forumhub.database import db, key_of, locked
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.events.models import Event
from forumhub.followup.actions import issue_codes
from forumhub.markdown.limits import MAX_BYTES
from forumhub.minutes import rules
from forumhub.minutes.models import Document, Revision, RevisionText, WorkingCopy
from forumhub.minutes.queries import latest_revision, latest_sources, other_of_its_kind, working_copies
from forumhub.minutes.texts import Draft, IdsTaken, Reading
from forumhub.parties import policy
from forumhub.parties.policy import SECRETARY, Reader
from forumhub.phrases import in_language


def create_document(event: Event, *, kind: str, draft: Draft, shared: bool, by: Reader, now: datetime) -> Document:
    """A draft with its first revision: the reader's own side's, or, `shared`, every party's.

    Raises NotAllowed unless `by` is a secretary of one of the event's parties, RuleBroken where there is one already.
    """
    state = rules.SHARED_DRAFT if shared else rules.PARTY_DRAFT
    return enter_document(event, kind, state, writing_party(event, by), draft, by=by, now=now)


def enter_document(
    event: Event,
    kind: str,
    state: str,
    party_id: int,
    draft: Draft,
    *,
    of: Document | None = None,
    by: Reader,
    now: datetime,
) -> Document:
    """Whoever `by` is: a copied event brings its organizer's side a draft, too. Raises RuleBroken as above.

    `of`: the settled document to which it belongs, whose legal status it has.
    """
    event = locked(Event, event.id)
    document = Document(
        event=event,
        kind=kind,
        of_id=of.id if of else None,
        legal_status=of.legal_status if of else "record",
        state=state,
        drafted_by_id=party_id,
        working_language=draft.reading.working_language,
        version=0,
        shared_from=None if state == rules.PARTY_DRAFT else 1,
        created_at=now,
    )
    with db.session.no_autoflush:
        _check_alone(document)
    db.session.add(document)
    db.session.flush()
    _add_revision(document, 1, draft, by, now)
    record_writing("minutes.create", document, by, now)
    return document


def writing_party(event: Event, by: Reader) -> int:
    """The party for which the reader writes at the event; their own where they serve several. Raises NotAllowed."""
    parties = by.parties_as(SECRETARY) & event.party_ids
    if not parties:
        raise NotAllowed(N_("Only a secretary of one of the event's parties writes its documents."))
    return by.home_party_id if by.home_party_id in parties else min(parties)


def _check_alone(document: Document) -> None:
    if document.kind in rules.LATER:
        return  # who proposes one looks for another that is open
    own = document.drafted_by_id if document.state == rules.PARTY_DRAFT else None
    check_alone(document.event, document.kind, own, document.id)


def check_alone(event: Event, kind: str, own: int | None, but: int | None = None) -> None:
    """Raises RuleBroken where one more draft would be the second of its kind that the same people see.

    `own` is the party whose own draft it would be, None for one that every party sees.
    """
    if db.session.scalar(other_of_its_kind(event.id, kind, but)):
        raise RuleBroken(N_("There is one already that every party sees; open that one and write there."), field="kind")
    if own is not None:
        drafts = Document.event_id == event.id, Document.drafted_by_id == own, Document.kind == kind
        if db.session.scalar(select(Document).where(*drafts).limit(1)):
            raise RuleBroken(N_("Your side has a draft already; open that one and write there."), field="kind")


def require_writer(document: Document, by: Reader) -> None:
    """Raises NotAllowed unless `by` writes the document: a secretary of its side, or, once shared, of any party."""
    own = document.state == rules.PARTY_DRAFT
    if not policy.may_write_minutes(by, {document.drafted_by_id} if own else document.event.party_ids):
        raise NotAllowed(N_("Only a secretary of one of the event's parties writes its documents."))


def check_sharable(document: Document, by: Reader) -> None:
    """Raises NotAllowed for others than its writers and where their side is no party of the event any more, RuleBroken
    where it is shared."""
    require_writer(document, by)
    if document.state != rules.PARTY_DRAFT:
        raise RuleBroken(N_("Every party sees this text already."))
    if not is_of_a_party(document):
        raise NotAllowed(N_("Only a party of the event shares a draft with its parties; yours is none of them now."))


def is_of_a_party(document: Document) -> bool:
    """Whether the side that drafted it is a party of the event still."""
    return document.drafted_by_id in document.event.party_ids


def share_document(document: Document, *, by: Reader, now: datetime) -> Document:
    """One side's draft becomes every party's. Raises what `check_sharable` raises, and RuleBroken where another of its
    kind is shared already.
    """
    document = locked(Document, document.id)  # before its event, as an approval does, at whose end calendars lock both
    locked(Event, document.event_id)
    check_sharable(document, by)
    with db.session.no_autoflush:
        document.state, document.shared_from = rules.SHARED_DRAFT, latest_revision(document.id).number
        _check_alone(document)
    db.session.flush()
    record_writing("minutes.share", document, by, now)
    return document


def save_revision(
    document: Document, draft: Draft, *, by: Reader, now: datetime, keep_copies: bool = False
) -> Revision | None:
    """A new revision, or None where nothing changed. The person's working copies are what was saved, so they are
    dropped either way; `keep_copies` where the draft is of something else.

    Raises Conflict where somebody saved since the draft's base, IdsTaken where its ids were issued to another text.
    """
    document = locked(Document, key_of(document))
    require_writer(document, by)
    rules.check_draft(document.state)
    number, latest = latest_sources(document.id)
    rules.check_base(draft.base, number)
    if not keep_copies:
        _drop_working_copies(document.id, by)
    if same_texts(latest, draft.reading):
        return None
    revision = _add_revision(document, number + 1, draft, by, now)
    record_writing("minutes.save", document, by, now, revision=revision.number)
    return revision


def same_texts(sources: Mapping[str, str], reading: Reading) -> bool:
    """Whether the reading is of these texts, in every language and to the last character."""
    return sources == {language: text.source for language, text in reading.documents.items()}


def _add_revision(document: Document, number: int, draft: Draft, by: Reader, now: datetime) -> Revision:
    meant: dict[str, list[str]] = {}
    for kind, code in draft.issued:
        meant.setdefault(kind, []).append(code)
    for kind, codes in meant.items():
        if issue_codes(document.event.register_id, kind, len(codes), now) != codes:
            raise IdsTaken
    revision = Revision(document=document, number=number, author_id=by.person_id, created_at=now)
    revision.texts = [
        RevisionText(language=language, source=text.source, html=text.html, sha256=ledger.sha256(text.source.encode()))
        for language, text in draft.reading.documents.items()
    ]
    db.session.add(revision)
    db.session.flush()
    return revision


def keep_working_copy(document: Document, sources: Mapping[str, str], base: int, *, by: Reader, now: datetime) -> None:
    """Keeps what the person has typed, unstamped, for this person alone; whatever became of the document meanwhile."""
    document = locked(Document, document.id)
    require_writer(document, by)
    if by.person_id is None or any(len(source.encode()) > MAX_BYTES for source in sources.values()):
        raise RuleBroken(
            N_("The text is larger than %(limit)s KB; annexes can be files of their own."), limit=MAX_BYTES // 1024
        )
    kept = working_copies(document.id, by.person_id)
    for language, source in sources.items():
        copy = kept.get(language) or WorkingCopy(document_id=document.id, person_id=by.person_id, language=language)
        copy.base_number, copy.source, copy.saved_at = base, source, now
        db.session.add(copy)
    db.session.flush()


def drop_working_copies(document: Document, *, by: Reader) -> None:
    """Forgets what the person typed and did not save."""
    _drop_working_copies(document.id, by)
    db.session.flush()


def _drop_working_copies(document_id: int, by: Reader) -> None:
    for copy in working_copies(document_id, by.person_id or 0).values():
        db.session.delete(copy)


def record_writing(act: str, document: Document, by: Reader, now: datetime, **details: object) -> None:
    """What the act's person did to the text, for the parties that see it."""
    parties = {document.drafted_by_id} if document.state == rules.PARTY_DRAFT else document.event.party_ids
    audit.record(
        act,
        document.ulid,
        by=by.person_id,
        parties=parties,
        now=now,
        label=in_language(document.event.titles, "en"),
        **details,
    )
