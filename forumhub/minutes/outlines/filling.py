"""A series' template as the beginning of one meeting's agenda, read and checked before a transaction begins."""

from collections.abc import Mapping

from forumhub.errors import N_, RuleBroken
from forumhub.events.models import Event
from forumhub.events.series.queries import numbers_of
from forumhub.followup.queries import matters_arising
from forumhub.markdown import Document, read_bounded
from forumhub.minutes.outlines.queries import find_outline
from forumhub.minutes.outlines.rules import ARISING, check_outline, filled
from forumhub.minutes.skeletons import WORDS, default_title, literal
from forumhub.phrases import in_language, long_day


def read_outline(source: str, language: str) -> Document:
    """The template as it would be read, with words in its places. Raises RuleBroken for what no template may hold."""
    check_outline(source)
    text = read_bounded(filled(source, {ARISING: WORDS[language].nothing_arising}))
    if text.items:
        raise RuleBroken(
            N_("Line %(line)s is an item. A template holds none: items belong to one meeting."), line=text.items[0].line
        )
    return text


def filled_outline(event: Event, title: str, language: str) -> str | None:
    """Markdown for the event's agenda by its series' template; None where that has none in this language."""
    row = find_outline(event.series_id, language) if event.series_id else None
    return filled(row.source, values_for(event, title, language)) if row else None


def values_for(event: Event, title: str, language: str) -> Mapping[str, str]:
    """An empty title gets the usual one."""
    number = numbers_of([event.id]).get(event.id)
    return {
        "title": literal(title or default_title("agenda", event.titles, language)),
        "number": str(number or ""),
        "date": long_day(event.local_start.date(), language),
        "place": literal(in_language(event.city, language)),
        "host": literal(in_language(event.host.names, language)) if event.host else "",
        ARISING: matters_arising(event, language).strip() or WORDS[language].nothing_arising,
    }


def usual_outline(language: str) -> str:
    """With what a series' first template begins: the agenda that there is without one."""
    words = WORDS[language]
    topics = (words.opening, words.arising, words.next_meeting, words.other)
    sections = [f"## {number}. {topic}" for number, topic in enumerate(topics, start=1)]
    sections.insert(2, "{arising}")
    return "\n\n".join(["# {title}", "{place}, {date}", *sections]) + "\n"


def other_languages(event: Event, working: str) -> list[str]:
    """Those of the event's languages, but the working one, in which its series has a template."""
    others = [code for code in event.languages if code != working and code in WORDS]
    return [code for code in others if event.series_id and find_outline(event.series_id, code)]
