"""A corrigendum is proposed: a draft of every party, which then goes the way of every text, or is withdrawn."""

from datetime import datetime

from forumhub.database import db, locked
from forumhub.errors import N_, NotAllowed
from forumhub.minutes import rules as minutes
from forumhub.minutes.actions import enter_document, record_writing, require_writer, writing_party
from forumhub.minutes.corrigenda import rules
from forumhub.minutes.corrigenda.lines import corrected_words
from forumhub.minutes.corrigenda.queries import correctable_texts, is_one_open
from forumhub.minutes.corrigenda.rules import Correction
from forumhub.minutes.corrigenda.skeletons import corrigendum
from forumhub.minutes.corrigenda.standing import agreed_pairs, agreed_texts
from forumhub.minutes.later import draft_of
from forumhub.minutes.models import Document
from forumhub.minutes.signing.queries import find_signature
from forumhub.minutes.skeletons import Meeting
from forumhub.minutes.texts import Draft, read_texts
from forumhub.parties import policy
from forumhub.parties.policy import Reader


def prepare_corrigendum(corrected: Document, correction: Correction, by: Reader) -> Draft:
    """Its text in each language of the agreed one, before the transaction. Raises RuleBroken."""
    require_writer(corrected, by)
    rules.check_correctable(corrected.kind, corrected.state)
    texts = {code: text.html for code, text in correctable_texts(corrected, by).items()}
    rules.check_correction(correction, texts, _corrected_words(corrected))
    event, signature = corrected.event, find_signature(corrected.id)
    meeting = Meeting(event.titles, event.city, event.local_start.date(), ())
    number = signature.number if signature else ""
    sources = {code: corrigendum(meeting, number, correction, code) for code in texts}
    return draft_of(minutes.CORRIGENDUM, read_texts(sources, corrected.working_language), 0)


def _corrected_words(corrected: Document) -> dict[str, list[str]]:
    """By language, what agreed corrigenda made of the text, and the lines of its items as they were written."""
    texts, earlier = agreed_texts(corrected), agreed_pairs(corrected)
    return {code: corrected_words(text, [each.get(code, ()) for each in earlier]) for code, text in texts.items()}


def propose_corrigendum(corrected: Document, draft: Draft, *, by: Reader, now: datetime) -> Document:
    """A draft that every party sees; the corrected text stays as it is.

    Raises NotAllowed unless `by` is a secretary of one of the event's parties, RuleBroken where the text is not agreed
    or another corrigendum of it is open.
    """
    corrected = locked(Document, corrected.id)
    require_writer(corrected, by)
    rules.check_correctable(corrected.kind, corrected.state)
    rules.check_none_open(is_one_open(corrected.id))
    party = writing_party(corrected.event, by)
    return enter_document(
        corrected.event, minutes.CORRIGENDUM, minutes.SHARED_DRAFT, party, draft, of=corrected, by=by, now=now
    )


def require_proposer(corrigendum: Document, by: Reader) -> None:
    """Raises NotAllowed unless `by` is a secretary of the party that proposed it."""
    if not policy.may_write_minutes(by, {corrigendum.drafted_by_id}):
        raise NotAllowed(N_("Only a secretary of the party that proposed the corrigendum withdraws it."))


def withdraw_corrigendum(corrigendum: Document, *, by: Reader, now: datetime) -> None:
    """Another one can then be proposed; what was written stays for those who saw it.

    Raises NotAllowed for another party, RuleBroken where it is not a draft.
    """
    corrigendum = locked(Document, corrigendum.id)
    rules.check_withdrawable(corrigendum.kind, corrigendum.state)
    require_proposer(corrigendum, by)
    corrigendum.state, corrigendum.withdrawn_at = minutes.WITHDRAWN, now
    db.session.flush()
    record_writing("minutes.withdraw_corrigendum", corrigendum, by, now)
