"""The agenda of a copied event: read and made ready before the transaction, entered in it as a draft of one side."""

from datetime import datetime

from forumhub.events.entering import EventValues
from forumhub.events.models import Event
from forumhub.followup import queries as followup
from forumhub.followup.rules import Issued
from forumhub.markdown import read_bounded
from forumhub.minutes import rules
from forumhub.minutes.actions import enter_document
from forumhub.minutes.carrying import carried
from forumhub.minutes.models import Document
from forumhub.minutes.queries import find_agenda, latest_revision
from forumhub.minutes.skeletons import Meeting
from forumhub.minutes.texts import Draft, prepare, read_texts
from forumhub.parties.policy import ORGANIZER, PARTIES, Reader


def prepare_agenda(source: Event, values: EventValues, *, same_register: bool, by: Reader) -> Draft | None:
    """The latest agenda that `by` may see, in each of its languages, for the copy; None where there is none.

    Raises RuleBroken, as `texts` do, where what is left of it cannot be read.
    """
    agenda = find_agenda(source.id, by)
    if agenda is None:
        return None
    old, new = _old(source), Meeting(values["titles"], _city(values), values["local_start"].date(), ())
    same_parties = {party.id for party in values["parties"]} == source.party_ids
    access = values.get("access", PARTIES)
    sources = {}
    for text in latest_revision(agenda.id).texts:
        arising = followup.matters_arising(source, text.language, access) if same_register and same_parties else ""
        sources[text.language] = carried(read_bounded(text.source), old, new, arising, text.language)
    issued = followup.issued(source.register_id) if same_register else Issued({})
    return prepare(read_texts(sources, agenda.working_language), None, issued, 0)


def _old(event: Event) -> Meeting:
    return Meeting(event.titles, event.city, event.local_start.date(), ())


def _city(values: EventValues) -> dict[str, str]:
    host = values.get("host")
    return values.get("city") or (host.city if host else {})


def enter_agenda(event: Event, draft: Draft, *, by: Reader, now: datetime) -> Document:
    """A draft of the copier's own side, whose secretaries share it when it is ready."""
    own = by.parties_as(ORGANIZER) & event.party_ids
    party_id = by.home_party_id if by.home_party_id in own else min(own)
    assert party_id is not None
    return enter_document(event, rules.AGENDA, rules.PARTY_DRAFT, party_id, draft, by=by, now=now)
