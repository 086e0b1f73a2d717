"""What the parties of the demo say of the draft agenda of the next meeting."""

from datetime import datetime, timedelta

from sqlalchemy import select

from forumhub.database import db
from forumhub.demo.accounts import Cast
from forumhub.events.models import Event
from forumhub.minutes.models import Document
from forumhub.minutes.preparing import source_in
from forumhub.minutes.proposals.actions import Said, answer, decline, propose
from forumhub.minutes.proposals.rules import paragraphs
from forumhub.minutes.queries import latest_revision
from forumhub.minutes.rules import SHARED_DRAFT

WORDING = "## 3. Suggestions of the forum and how they are carried out (75 min; CN-MPS; from FORUM/R-1)"


def put_all(cast: Cast, event: Event, now: datetime) -> None:
    """Another wording with an answer, a comment, and one that was declined."""
    drafts = select(Document).where(Document.event_id == event.id, Document.state == SHARED_DRAFT)
    document = db.session.scalars(drafts).unique().one()
    at = now - timedelta(hours=20)
    by, cn = cast.reader("BY", "secretary"), cast.reader("CN", "secretary")
    wording = propose(
        document, _said(document, "## 3.", "wording", "The forum asked for this.", WORDING), by=by, now=at
    )
    answer(wording, "75 minutes leave none for the visit; could it be 60?", by=cn, now=at + timedelta(hours=1))
    propose(document, _said(document, "Made up", "comment", "Is a place proposed already?"), by=by, now=at)
    declined = propose(
        document, _said(document, "## 1.", "deletion", "The hosts open the meeting elsewhere."), by=cn, now=at
    )
    decline(declined, "The rules of procedure ask for it.", by=by, now=at + timedelta(hours=2))


def _said(document: Document, begins: str, kind: str, words: str, wording: str = "") -> Said:
    """Of the paragraph that begins so."""
    revision, code = latest_revision(document.id), document.working_language
    source = source_in(revision, code)
    place = next(place for place, unit in paragraphs(source) if unit.startswith(begins))
    return Said(code, place, revision.number, kind, words, wording)
