"""What calendars are told of actions and of agreed minutes, in the first of the languages of their meeting.

Who may see an action or minutes is never everybody, whatever the public sees of the meeting. So their words leave the
house only where the series carries more; else an action is its reference and the meeting's title, with its due day.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from urllib.parse import quote

from forumhub.calendars.addresses import address
from forumhub.calendars.describing import language_of
from forumhub.calendars.mapping import CANCELLED, CLOSED, FULL, CalendarEvent, Link
from forumhub.calendars.membership import DUE, TASKS, item_uid, uid_of
from forumhub.calendars.outcomes.mapping import CalendarJournal, CalendarTask
from forumhub.calendars.outcomes.rules import CALLED_OFF, headline
from forumhub.events.models import Event
from forumhub.followup.models import Item, ItemClause
from forumhub.minutes.models import Circulation
from forumhub.parties import policy
from forumhub.phrases import in_language

# A stored component has the one language of its event, so its words are not the reader's gettext.
_DUE = {"en": "Due", "zh": "期限", "ru": "Срок"}
_MINUTES = {"en": "Minutes", "zh": "纪要", "ru": "Протокол"}
_STATES = {"closed": CLOSED, **dict.fromkeys(CALLED_OFF, CANCELLED)}


def calendar_task(item: Item, changed_at: datetime, audience: str, host: str) -> CalendarTask:
    """`changed_at`, aware, is when the item was opened or last reported on."""
    event = item.event
    language = language_of(event)
    return CalendarTask(
        uid=item_uid(TASKS, item.register.code, item.code, host),
        sequence=_sequence(item),
        changed_at=changed_at,
        opened_at=item.opened_at or changed_at,
        closed_at=item.closed_at,
        due_on=item.due_on,
        summary=_summary(item, language, audience),
        state=item.state,
        access=_access(event),
        url=address("followup.item", register=item.register.code, code=item.code),
        description=_description(item, language),
        priority=item.priority,
        related_to=uid_of(event.ulid, host),
        refids=_refids(item),
        links=_clauses(item),
    )


def calendar_due_day(item: Item, changed_at: datetime, audience: str, host: str) -> CalendarEvent:
    """The same action as the whole day on which it is due, for the many calendars that know no tasks."""
    event = item.event
    assert item.due_on, "an action without a due date has no due day"
    language, midnight = language_of(event), datetime.combine(item.due_on, time())
    return CalendarEvent(
        uid=item_uid(DUE, item.register.code, item.code, host),
        sequence=_sequence(item),
        changed_at=changed_at,
        local_start=midnight,
        local_end=midnight + timedelta(days=1),
        timezone="UTC",
        all_day=True,
        summary=_labelled(_DUE, _summary(item, language, audience), language),
        state=_STATES.get(item.state, "confirmed"),
        access=_access(event),
        url=address("followup.item", register=item.register.code, code=item.code),
        language=language,
        description=_description(item, language),
        related_to=uid_of(event.ulid, host),
        refid=", ".join(_refids(item)),
        links=_clauses(item),
    )


def calendar_journal(circulation: Circulation, host: str) -> CalendarJournal:
    """Of minutes that every party agreed, in the meeting's first language if they have it, else in the working one."""
    document = circulation.document
    event = document.event
    language = language_of(event)
    texts = {text.language: text.source for text in circulation.revision.texts}
    return CalendarJournal(
        uid=uid_of(document.ulid, host),
        sequence=0,
        changed_at=circulation.agreed_at or circulation.circulated_at,
        day=event.local_start.date(),
        summary=_labelled(_MINUTES, in_language(event.titles, language), language),
        access=_access(event),
        url=address("minutes.show", ulid=document.ulid),
        text=_text(texts, language, document.working_language),
        related_to=uid_of(event.ulid, host),
        refid=event.agreement.code if event.agreement else None,
    )


def minutes_link(circulation: Circulation) -> Link:
    """For the event's own component, where everybody who reads it may see its minutes."""
    language = language_of(circulation.document.event)
    return Link(address("minutes.show", ulid=circulation.document.ulid), in_language(_MINUTES, language))


def _labelled(words: Mapping[str, str], text: str, language: str) -> str:
    word = in_language(words, language)
    return f"{word}：{text}" if word == words["zh"] else f"{word}: {text}"


def _access(event: Event) -> str:
    """What came of a public event is for the people of its parties."""
    return policy.PARTIES if event.access == policy.PUBLIC else event.access


def _sequence(item: Item) -> int:
    """Grows with each state and each new due date."""
    return item.lock_version - 1


def _summary(item: Item, language: str, audience: str) -> str:
    if audience == FULL:
        return headline(item.reference, item.words(language))
    title = in_language(item.event.titles, language)
    return f"{item.reference}（{title}）" if language == "zh" else f"{item.reference} ({title})"


def _description(item: Item, language: str) -> str:
    owners = ", ".join(owner.code for owner in item.owners if not owner.helps)
    helpers = ", ".join(owner.code for owner in item.owners if owner.helps)
    return "\n\n".join((item.words(language), f"{owners} (+ {helpers})" if helpers else owners))


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
