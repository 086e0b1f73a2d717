"""Drafts made ready before a transaction begins: what is decided here is checked again when they are saved."""

from collections.abc import Mapping

from forumhub.events.models import Event
from forumhub.followup import queries as followup
from forumhub.markdown import Document as Text
from forumhub.markdown import read_bounded
from forumhub.minutes import rules, skeletons
from forumhub.minutes.actions import require_writer
from forumhub.minutes.attending import delegations_of
from forumhub.minutes.deferring.queries import deferrals_of, meetings_of
from forumhub.minutes.deferring.rules import deferred_line
from forumhub.minutes.later import draft_of
from forumhub.minutes.models import Document, Revision
from forumhub.minutes.queries import find_agenda, latest_revision, latest_sources
from forumhub.minutes.texts import Draft, Reading, prepare, read_texts
from forumhub.parties.policy import Reader


def prepare_first(event: Event, *, kind: str, title: str, language: str, shared: bool, by: Reader) -> Draft:
    """The skeleton of an agenda or of minutes; an empty title gets the usual one.

    `shared`: every party sees it at once, so that nothing of one side's own draft is in it.
    """
    source = skeleton(event, kind, title, language, by, shared=shared)
    reading = read_texts({language: source}, language)
    return prepare(reading, None, followup.issued(event.register_id), 0)


def skeleton(event: Event, kind: str, title: str, language: str, by: Reader, *, shared: bool = True) -> str:
    """Markdown; an empty title gets the usual one."""
    title = title.strip() or skeletons.default_title(kind, event.titles, language)
    meeting, arising = _meeting(event, language, by), followup.matters_arising(event, language)
    if kind == rules.AGENDA:
        return skeletons.agenda(title, meeting, arising, language)
    agenda = _agenda_for(event, by, shared=shared)
    text = _text_for(latest_revision(agenda.id), language) if agenda else None
    return skeletons.minutes(title, meeting, text, arising, language, _deferred(event, language, by))


def _agenda_for(event: Event, by: Reader, *, shared: bool) -> Document | None:
    agenda = find_agenda(event.id, by)
    return None if agenda and shared and agenda.state == rules.PARTY_DRAFT else agenda


def _deferred(event: Event, language: str, by: Reader) -> dict[str, str]:
    """By title, in lower case, what the minutes say of a point that was put off before they were begun."""
    return {
        title.casefold(): deferred_line(meetings_of(each), each.words, language)
        for each in deferrals_of(event.id, by)
        for title in each.titles.values()
    }


def _meeting(event: Event, language: str, by: Reader) -> skeletons.Meeting:
    delegations = delegations_of(event, language, by)
    return skeletons.Meeting(event.titles, event.city, event.local_start.date(), delegations)


def prepare_next(document: Document, sources: Mapping[str, str], base: int, by: Reader) -> Draft:
    """What a save would store. Raises what `save_revision` and `texts.prepare` raise, the cheapest first."""
    require_writer(document, by)
    rules.check_draft(document.state)
    number, latest = latest_sources(document.id)
    rules.check_base(base, number)
    reading, before = read_texts(sources, document.working_language), latest[document.working_language]
    if document.kind in rules.LATER:
        return draft_of(document.kind, reading, base)
    register_id = document.event.register_id
    return prepare(reading, before, followup.issued(register_id), base)


def _text_for(revision: Revision, language: str) -> Text:
    """In this language where the revision has it, else in its working language."""
    return read_bounded(source_in(revision, language) or source_in(revision, revision.document.working_language))


def source_in(revision: Revision, language: str) -> str:
    """The revision's text in the language; empty where it has none."""
    return next((text.source for text in revision.texts if text.language == language), "")


def read_revision(revision: Revision) -> Reading:
    """A stored revision, read again: for its remarks and its items."""
    return read_texts(revision.sources, revision.document.working_language)
