"""A new agenda made ready: its series' template, what arises, what was deferred to it, and what was put forward."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from forumhub.events.models import Event
from forumhub.followup.queries import issued
from forumhub.markdown import read_bounded
from forumhub.minutes.agendas.placing import placed
from forumhub.minutes.agendas.queries import points_of
from forumhub.minutes.agendas.rules import SUBMITTED
from forumhub.minutes.agendas.taking import Topics, same_in_all, topic_of, topics_of
from forumhub.minutes.deferring.queries import arising_at
from forumhub.minutes.outlines.filling import filled_outline, other_languages
from forumhub.minutes.preparing import skeleton
from forumhub.minutes.rules import AGENDA
from forumhub.minutes.texts import Draft, prepare, read_texts
from forumhub.parties.policy import Reader


@dataclass(frozen=True)
class Build:
    """The draft of an agenda, and the row ids of what was taken into it."""

    draft: Draft
    deferrals: tuple[int, ...]
    points: tuple[int, ...]


def prepare_agenda(event: Event, *, title: str, language: str, by: Reader) -> Build:
    """Raises what `texts.prepare` and reading raise. What was submitted, and is not left out, is taken in order."""
    deferrals = arising_at(event, by)
    points = [point for point in points_of(event.id, by) if point.state == SUBMITTED]
    topics = [*map(topics_of, deferrals), *(same_in_all(topic_of(point)) for point in points)]
    draft = _draft(event, dict(_beginnings(event, title.strip(), language, by)), topics, language)
    return Build(draft, tuple(each.id for each in deferrals), tuple(point.id for point in points))


def _beginnings(event: Event, title: str, language: str, by: Reader) -> Iterator[tuple[str, str]]:
    """By language, the working one first. The others come where the series has a template for both."""
    working = filled_outline(event, title, language)
    if working is None:
        yield language, skeleton(event, AGENDA, title, language, by)
        return
    yield language, working
    for code in other_languages(event, language):
        yield code, filled_outline(event, "", code) or ""


def _draft(event: Event, sources: dict[str, str], topics: list[Topics], working: str) -> Draft:
    """The other languages get the ids that the working text is issued."""
    source = sources.pop(working)
    for topic in topics:
        source = placed(read_bounded(source), topic[working], working)
    register = event.register_id
    draft = prepare(read_texts({working: source}, working), None, issued(register), 0)
    codes = (code for kind, code in draft.issued if kind == "CONCERN")
    coded = [(topic, next(codes, "") if topic[working].concern else "") for topic in topics]
    for language in sources:
        for topic, code in coded:
            sources[language] = placed(read_bounded(sources[language]), topic[language], language, code)
    texts = {working: draft.reading.working.source, **sources}
    return replace(draft, reading=read_texts(texts, working)) if sources else draft
