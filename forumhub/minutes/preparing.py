"""Drafts made ready before a transaction begins: what is decided here is checked again when they are saved."""

from collections.abc import Mapping

from forumhub.events.models import Event
from forumhub.followup import queries as followup
from forumhub.markdown import Document as Text
from forumhub.markdown import read_bounded
from forumhub.minutes import rules, skeletons
from forumhub.minutes.actions import require_writer
from forumhub.minutes.attending import delegations_of
from forumhub.minutes.models import Document, Revision
from forumhub.minutes.queries import find_agenda, latest_revision, next_numbers
from forumhub.minutes.texts import Draft, Reading, prepare, read_texts
from forumhub.parties.policy import Reader


def prepare_first(event: Event, *, kind: str, title: str, language: str, by: Reader) -> Draft:
    """The skeleton of an agenda or of minutes; an empty title gets the usual one."""
    source = _skeleton(event, kind, title, language, by)
    reading = read_texts({language: source}, language)
    return prepare(reading, None, followup.issued_codes(event.register_id), next_numbers(event.register_id), 0)


def _skeleton(event: Event, kind: str, title: str, language: str, by: Reader) -> str:
    title = title.strip() or skeletons.default_title(kind, event.titles, language)
    meeting, arising = _meeting(event, language, by), followup.matters_arising(event, language)
    if kind == rules.AGENDA:
        return skeletons.agenda(title, meeting, arising, language)
    agenda = find_agenda(event.id, by)
    return skeletons.minutes(
        title, meeting, _working_text(latest_revision(agenda.id)) if agenda else None, arising, language
    )


def _meeting(event: Event, language: str, by: Reader) -> skeletons.Meeting:
    delegations = delegations_of(event, language, by)
    return skeletons.Meeting(event.titles, event.city, event.local_start.date(), delegations)


def prepare_next(document: Document, sources: Mapping[str, str], base: int, by: Reader) -> Draft:
    """What a save would store. Raises what `save_revision` and `texts.prepare` raise, the cheapest first."""
    require_writer(document, by)
    rules.check_draft(document.state)
    latest = latest_revision(document.id)
    rules.check_base(base, latest.number)
    register_id = document.event.register_id
    reading, before = read_texts(sources, document.working_language), source_in(latest, document.working_language)
    return prepare(reading, before, followup.issued_codes(register_id), next_numbers(register_id), base)


def _working_text(revision: Revision) -> Text:
    return read_bounded(source_in(revision, revision.document.working_language))


def source_in(revision: Revision, language: str) -> str:
    """The revision's text in the language; empty where it has none."""
    return next((text.source for text in revision.texts if text.language == language), "")


def read_revision(revision: Revision) -> Reading:
    """A stored revision, read again: for its remarks and its items."""
    return read_texts({text.language: text.source for text in revision.texts}, revision.document.working_language)
