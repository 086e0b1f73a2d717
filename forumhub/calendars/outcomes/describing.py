"""What calendars are told of actions and of agreed minutes, in the languages of their meeting, side by side.

Who may see an action or minutes is never everybody, whatever the public sees of the meeting. So their words leave the
house only where the series carries more; else an action is its reference and the meeting's title, with its due day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from urllib.parse import quote

from forumhub.calendars.addresses import address
from forumhub.calendars.describing import languages_of, told_at
from forumhub.calendars.mapping import CANCELLED, CLOSED, FULL, CalendarEvent, Link
from forumhub.calendars.membership import DUE, TASKS, item_uid, uid_of
from forumhub.calendars.outcomes.mapping import CalendarJournal, CalendarTask
from forumhub.calendars.outcomes.queries import Agreed
from forumhub.calendars.outcomes.rules import CALLED_OFF, headline
from forumhub.events.models import Event
from forumhub.followup.models import Item, ItemClause
from forumhub.parties import policy
from forumhub.phrases import side_by_side

# A stored component has the languages of its event, so its words are not the reader's gettext.
_DUE = {"en": "Due", "zh": "期限", "ru": "Срок"}
_MINUTES = {"en": "Minutes", "zh": "纪要", "ru": "Протокол"}
_CORRIGENDUM = {"en": "Corrigendum %s", "zh": "更正%s", "ru": "Исправление %s"}
_STATES = {"closed": CLOSED, **dict.fromkeys(CALLED_OFF, CANCELLED)}


def calendar_task(item: Item, changed_at: datetime, audience: str, host: str) -> CalendarTask:
    """`changed_at`, aware, is when the item, or what is said with it of its meeting, changed last."""
    event = item.event
    languages = languages_of(event)
    return CalendarTask(
        uid=item_uid(TASKS, item.register.code, item.code, host),
        sequence=_sequence(item),
        changed_at=changed_at,
        opened_at=item.opened_at or changed_at,
        closed_at=item.closed_at,
        due_on=item.due_on,
        summary=_summary(item, languages, audience),
        state=item.state,
        access=_access(event),
        url=address("followup.item", register=item.register.code, code=item.code),
        description=_description(item, languages),
        priority=item.priority,
        related_to=uid_of(event.ulid, host),
        refids=_refids(item),
        links=_clauses(item),
    )


def calendar_due_day(item: Item, changed_at: datetime, audience: str, host: str) -> CalendarEvent:
    """The same action as the whole day on which it is due, for the many calendars that know no tasks."""
    event = item.event
    assert item.due_on, "an action without a due date has no due day"
    languages, midnight = languages_of(event), datetime.combine(due_day(item.due_on), time())
    return CalendarEvent(
        uid=item_uid(DUE, item.register.code, item.code, host),
        sequence=_sequence(item),
        changed_at=changed_at,
        local_start=midnight,
        local_end=midnight + timedelta(days=1),
        timezone="UTC",
        all_day=True,
        summary=_labelled(_DUE, _summary(item, languages, audience), languages),
        state=_STATES.get(item.state, "confirmed"),
        access=_access(event),
        url=address("followup.item", register=item.register.code, code=item.code),
        languages=languages,
        description=_description(item, languages),
        related_to=uid_of(event.ulid, host),
        refid=", ".join(_refids(item)),
        links=_clauses(item),
    )


def due_day(due_on: date) -> date:
    """The day, or the last one that a day can follow: an action may have been agreed for the end of all years."""
    return min(due_on, date.max - timedelta(days=2))


def calendar_journal(minutes: Agreed, host: str) -> CalendarJournal:
    """Of minutes that every party agreed: their text in the meeting's first language, else in the working one."""
    journal = _journal(minutes, _MINUTES, uid_of(minutes.document.event.ulid, host), host)
    return replace(journal, sequence=len(minutes.corrigenda), links=_corrections(minutes))


def calendar_corrigenda(minutes: Agreed, host: str) -> Iterator[CalendarJournal]:
    """Each a journal of its own, which belongs to that of its minutes."""
    corrected = uid_of(minutes.document.ulid, host)
    for number, each in enumerate(minutes.corrigenda, 1):
        yield _journal(each, _numbered(number), corrected, host)


def _journal(agreed: Agreed, words: Mapping[str, str], related_to: str, host: str) -> CalendarJournal:
    document = agreed.document
    event = document.event
    languages = languages_of(event)
    return CalendarJournal(
        uid=uid_of(document.ulid, host),
        sequence=0,
        changed_at=told_at(event, agreed.changed_at),
        day=event.local_start.date(),
        summary=_labelled(words, side_by_side(event.titles, languages), languages),
        access=_access(event),
        url=address("minutes.show", ulid=document.ulid),
        text=_text(agreed.sources, languages[0], document.working_language),
        related_to=related_to,
        refid=event.agreement.code if event.agreement else None,
    )


def minutes_links(minutes: Agreed) -> tuple[Link, ...]:
    """For the event's own component, where everybody who reads it may see its minutes; with their corrigenda."""
    return _document_link(minutes, _MINUTES), *_corrections(minutes)


def _corrections(minutes: Agreed) -> tuple[Link, ...]:
    return tuple(_document_link(each, _numbered(number)) for number, each in enumerate(minutes.corrigenda, 1))


def _document_link(agreed: Agreed, words: Mapping[str, str]) -> Link:
    languages = languages_of(agreed.document.event)
    return Link(address("minutes.show", ulid=agreed.document.ulid), side_by_side(words, languages))


def _numbered(number: int) -> dict[str, str]:
    """What a corrigendum is called, in each language: minutes may have several."""
    return {language: words % number for language, words in _CORRIGENDUM.items()}


def _labelled(words: Mapping[str, str], text: str, languages: tuple[str, ...]) -> str:
    word = side_by_side(words, languages)
    return f"{word}：{text}" if word == words["zh"] else f"{word}: {text}"


def _access(event: Event) -> str:
    """What came of a public event is for the people of its parties."""
    return policy.PARTIES if event.access == policy.PUBLIC else event.access


def _sequence(item: Item) -> int:
    """Grows with each state and each new due date."""
    return item.lock_version - 1


def _summary(item: Item, languages: tuple[str, ...], audience: str) -> str:
    if audience == FULL:
        return headline(item.reference, *map(item.words, languages))
    title = side_by_side(item.event.titles, languages)
    return f"{item.reference}（{title}）" if languages == ("zh",) else f"{item.reference} ({title})"


def _description(item: Item, languages: tuple[str, ...]) -> str:
    owners = ", ".join(owner.code for owner in item.owners if not owner.helps)
    helpers = ", ".join(owner.code for owner in item.owners if owner.helps)
    words = dict.fromkeys(map(item.words, languages))
    return "\n\n".join((*words, f"{owners} (+ {helpers})" if helpers else owners))


def _refids(item: Item) -> tuple[str, ...]:
    return tuple(clause.reference for clause in _in_order(item))


def _clauses(item: Item) -> tuple[Link, ...]:
    return tuple(
        Link(f"{address('desk.agreement', code=_code(clause.reference))}#art-{quote(clause.number)}", clause.reference)
        for clause in _in_order(item)
    )


def _in_order(item: Item) -> list[ItemClause]:
    """As the minutes name them: the same action gives the same bytes."""
    return sorted(item.clauses, key=lambda clause: clause.id)


def _code(reference: str) -> str:
    return reference.partition(" art. ")[0]


def _text(texts: Mapping[str, str], language: str, working: str) -> str:
    return texts.get(language) or texts[working]
