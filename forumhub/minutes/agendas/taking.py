"""A point made ready to be taken into an agenda, in each of its languages, before the transaction begins."""

from dataclasses import replace

from forumhub.errors import N_, RuleBroken
from forumhub.events.models import Event
from forumhub.followup.queries import issued
from forumhub.markdown import read_bounded
from forumhub.minutes import rules
from forumhub.minutes.actions import require_writer
from forumhub.minutes.agendas.models import AgendaPoint
from forumhub.minutes.agendas.placing import Topic, placed
from forumhub.minutes.agendas.rules import CONCERN
from forumhub.minutes.deferring.models import Deferral
from forumhub.minutes.deferring.queries import meetings_of
from forumhub.minutes.deferring.rules import deferred_line
from forumhub.minutes.models import Document
from forumhub.minutes.queries import find_agenda, latest_revision
from forumhub.minutes.skeletons import WORDS
from forumhub.minutes.texts import Draft, prepare, read_texts
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language

Topics = dict[str, Topic]
"""One topic in each language of agendas."""


def agenda_to_write(event: Event, by: Reader) -> Document:
    """The draft into which the reader takes points. Raises RuleBroken where there is none, or it is frozen."""
    agenda = find_agenda(event.id, by)
    if agenda is None:
        raise RuleBroken(N_("There is no agenda yet. Begin it first, then take in what was put forward."))
    require_writer(agenda, by)
    rules.check_draft(agenda.state)
    return agenda


def prepare_taking(point: AgendaPoint, agenda: Document, by: Reader) -> Draft:
    return prepare_topic(same_in_all(topic_of(point)), agenda, by)


def prepare_topic(topics: Topics, agenda: Document, by: Reader) -> Draft:
    """The agenda's next revision. The other languages get the id that the working text is issued."""
    require_writer(agenda, by)
    rules.check_draft(agenda.state)
    latest, working = latest_revision(agenda.id), agenda.working_language
    texts = {text.language: read_bounded(text.source) for text in latest.texts}
    register = agenda.event.register_id
    first = read_texts({working: placed(texts[working], topics[working], working)}, working)
    draft = prepare(first, texts[working].source, issued(register), latest.number)
    code = draft.issued[0][1] if draft.issued else ""
    others = {code_: placed(text, topics[code_], code_, code) for code_, text in texts.items() if code_ != working}
    return replace(draft, reading=read_texts({working: draft.reading.working.source, **others}, working))


def same_in_all(topic: Topic) -> Topics:
    """What somebody put forward in one language stands so in each."""
    return dict.fromkeys(WORDS, topic)


def topics_of(deferral: Deferral) -> Topics:
    meetings = meetings_of(deferral)
    return {
        code: Topic(
            in_language(deferral.titles, code),
            "",
            deferred_line(meetings, deferral.words, code),
            fields=deferral.fields,
        )
        for code in WORDS
    }


def topic_of(point: AgendaPoint) -> Topic:
    return Topic(point.title, point.organ, point.text, point.minutes_long, concern=point.kind == CONCERN)
