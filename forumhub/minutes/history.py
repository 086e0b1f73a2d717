"""Reads of a document's revisions: for those who write and lead, whatever became of the text since."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.minutes.comparing import count_changed_words
from forumhub.minutes.models import Document, Revision
from forumhub.minutes.queries import led_by, of_parties, visible_to
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY, Reader

PAGE = 20
"""Revisions of one page: their texts are read to count words."""


def history_visible_to(reader: Reader) -> ColumnElement[bool]:
    """Revisions that the reader may see, for statements that join Document.

    Secretaries, organizers and heads: all of their own side's, and of another's those since it was shared.
    """
    drafters = reader.parties_as(SECRETARY, ORGANIZER, HEAD)
    shared = and_(Revision.number >= Document.shared_from, or_(of_parties(drafters), led_by(reader)))
    return and_(visible_to(reader), or_(Document.drafted_by_id.in_(drafters), shared))


@dataclass(frozen=True)
class Step:
    """A revision, and the words that it added and took out since the one before, by language."""

    revision: Revision
    words: dict[str, tuple[int, int]]


def find_steps(document_id: int, reader: Reader, before: int | None = None) -> tuple[list[Step], int | None]:
    """Those of one page, newest first, and the number `before` which the next page begins, None on the last."""
    wanted = Revision.document_id == document_id, history_visible_to(reader)
    statement = select(Revision).join(Revision.document).where(*wanted).order_by(Revision.number.desc())
    if before is not None:
        statement = statement.where(Revision.number < before)
    found = list(db.session.scalars(statement.options(contains_eager(Revision.document)).limit(PAGE + 1)).unique())
    more = found[PAGE - 1].number if len(found) > PAGE else None
    return list(_steps(found))[:PAGE], more


def _steps(found: list[Revision]) -> Iterator[Step]:
    """The first of all that the reader may see is counted from nothing."""
    for revision, earlier in zip(found, [*found, None][1:], strict=True):
        old = earlier.sources if earlier else {}
        new = revision.sources
        codes = sorted({*old, *new})
        yield Step(revision, {code: count_changed_words(old.get(code, ""), new.get(code, "")) for code in codes})


def find_revision(document_id: int, number: int, reader: Reader) -> Revision | None:
    wanted = Revision.document_id == document_id, Revision.number == number, history_visible_to(reader)
    return db.session.execute(select(Revision).join(Revision.document).where(*wanted)).unique().scalar_one_or_none()


def get_revision(document_id: int, number: int, reader: Reader) -> Revision:
    """Raises NotFound."""
    revision = find_revision(document_id, number, reader)
    if revision is None:
        raise NotFound
    return revision
