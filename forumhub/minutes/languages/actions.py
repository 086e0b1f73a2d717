"""A settled text in one more language: a draft of every party, which then goes the way of every text."""

from collections.abc import Collection
from datetime import datetime

from forumhub.database import locked
from forumhub.minutes import rules as minutes
from forumhub.minutes.actions import enter_document, require_writer, writing_party
from forumhub.minutes.languages import rules
from forumhub.minutes.languages.queries import begun_versions, settled_languages
from forumhub.minutes.later import draft_of
from forumhub.minutes.models import Document
from forumhub.minutes.queries import settled_circulation
from forumhub.minutes.texts import Draft, read_texts
from forumhub.parties.policy import Reader


def prepare_version(settled: Document, code: str, source: str, by: Reader) -> Draft:
    """Its draft, before the transaction. Raises RuleBroken."""
    require_writer(settled, by)
    rules.check_addable(settled.kind, settled.state)
    rules.check_text(source, _agreed(settled).values())
    return draft_of(minutes.LANGUAGE_VERSION, read_texts({code: source}, code), 0)


def add_version(settled: Document, draft: Draft, known: Collection[str], *, by: Reader, now: datetime) -> Document:
    """A draft that every party sees; the settled text stays as it is. `known`: the languages of the installation.

    Raises NotAllowed unless `by` is a secretary of one of the event's parties, RuleBroken where the text is not agreed,
    or is in this language already.
    """
    settled = locked(Document, settled.id)
    require_writer(settled, by)
    rules.check_addable(settled.kind, settled.state)
    there = {*_agreed(settled), *settled_languages(settled.id)}
    begun = {version.working_language for version in begun_versions(settled.id)}
    rules.check_language(draft.reading.working_language, known, there, begun)
    party = writing_party(settled.event, by)
    return enter_document(
        settled.event, minutes.LANGUAGE_VERSION, minutes.SHARED_DRAFT, party, draft, of=settled, by=by, now=now
    )


def _agreed(settled: Document) -> dict[str, str]:
    """The texts of its manifest, by language."""
    return settled_circulation(settled).revision.sources
