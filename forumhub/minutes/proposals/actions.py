"""Comments and proposals are made, answered, and settled: accepted into the text, declined with words, withdrawn."""

from dataclasses import dataclass
from datetime import datetime

from forumhub import audit
from forumhub.database import db, locked
from forumhub.errors import N_, NotAllowed
from forumhub.minutes import rules as minutes
from forumhub.minutes.actions import require_writer, save_revision
from forumhub.minutes.models import Document
from forumhub.minutes.preparing import prepare_next, source_in
from forumhub.minutes.proposals import rules
from forumhub.minutes.proposals.models import Proposal, ProposalAnswer
from forumhub.minutes.proposals.notices import tell_others
from forumhub.minutes.proposals.queries import count_open_of, get_proposal, sources_at
from forumhub.minutes.queries import latest_revision
from forumhub.minutes.texts import Draft
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY, Reader
from forumhub.phrases import in_language


@dataclass(frozen=True)
class Said:
    """What a form holds: `place` is among the units of the revision's text in the language."""

    language: str
    place: int
    revision: int
    kind: str
    words: str
    wording: str


def speaking_party(document: Document, by: Reader) -> int:
    """The party for which the reader speaks on the draft: their own where they serve several. Raises NotAllowed."""
    seen = {document.drafted_by_id} if document.state == minutes.PARTY_DRAFT else document.event.party_ids
    parties = (by.parties_as(SECRETARY, ORGANIZER, HEAD) or by.party_ids) & seen
    if not parties or by.person_id is None:
        raise NotAllowed(N_("Only people of the event's parties comment on its drafts."))
    return by.home_party_id if by.home_party_id in parties else min(parties)


def propose(document: Document, said: Said, *, by: Reader, now: datetime) -> Proposal:
    """Raises Conflict where somebody saved since, RuleBroken for words that are missing, too long or too many."""
    document = locked(Document, document.id)
    minutes.check_draft(document.state)
    party_id, latest = speaking_party(document, by), latest_revision(document.id)
    minutes.check_base(said.revision, latest.number)
    paragraph = rules.paragraph_at(source_in(latest, said.language), said.place)
    already = count_open_of(document.id, party_id)
    words, wording = rules.check_new(said.kind, said.words, said.wording, paragraph, already)
    proposal = Proposal(
        document=document,
        language=said.language,
        paragraph=paragraph,
        place=said.place,
        revision=latest.number,
        wording=wording,
        words=words,
        own_side=document.state == minutes.PARTY_DRAFT,
        party_id=party_id,
        person_id=by.person_id,
        made_at=now,
        state=rules.OPEN,
    )
    db.session.add(proposal)
    db.session.flush()
    _tell("minutes.propose", proposal, party_id, by, now)
    return proposal


def answer(proposal: Proposal, words: str, *, by: Reader, now: datetime) -> None:
    """Raises Conflict once it is settled."""
    proposal = _to_settle(proposal, by)
    party_id = speaking_party(proposal.document, by)
    rules.check_answers(sum(given.party_id == party_id for given in proposal.answers))
    _add_answer(proposal, words, party_id, by, now)
    _tell("minutes.answer_proposal", proposal, party_id, by, now)


def prepare_acceptance(document: Document, proposal: Proposal, by: Reader) -> Draft:
    """The text with the wording in its place, made ready before the transaction. Raises what a save raises."""
    latest = latest_revision(document.id)
    source = source_in(latest, proposal.language)
    before = sources_at(document.id, proposal.language, {proposal.revision}).get(proposal.revision, "")
    place = rules.place_of(rules.lines_of(source), proposal.paragraph, proposal.place, rules.lines_of(before))
    rules.check_accepted(proposal.wording, place)
    assert place is not None  # checked just now
    sources = latest.sources
    sources[proposal.language] = rules.with_wording(source, place, proposal.wording or "")
    return prepare_next(document, sources, latest.number, by)


def accept(proposal: Proposal, draft: Draft, *, by: Reader, now: datetime) -> None:
    """Puts the wording into the text as a new revision. Raises Conflict where somebody saved since `draft` was made."""
    proposal = _to_settle(proposal, by)
    party_id = _settling_party(proposal, by)
    save_revision(proposal.document, draft, by=by, now=now, keep_copies=True)
    _settle(proposal, rules.ACCEPTED, party_id, by, now)


def decline(proposal: Proposal, words: str, *, by: Reader, now: datetime) -> None:
    """With words, which stay with it; a comment is closed so."""
    proposal = _to_settle(proposal, by)
    party_id = _settling_party(proposal, by)
    _add_answer(proposal, words, party_id, by, now)
    _settle(proposal, rules.DECLINED, party_id, by, now)


def may_withdraw(proposal: Proposal, by: Reader) -> bool:
    """Who drafts for the party that made it, or wrote it for that party and is of it today."""
    own = by.party_ids if proposal.person_id == by.person_id else by.parties_as(SECRETARY, ORGANIZER, HEAD)
    return proposal.party_id in own


def withdraw(proposal: Proposal, *, by: Reader, now: datetime) -> None:
    """Raises NotAllowed for others than `may_withdraw` says."""
    proposal = _to_settle(proposal, by)
    if not may_withdraw(proposal, by):
        raise NotAllowed(N_("Only the party that proposed it withdraws it."))
    _settle(proposal, rules.WITHDRAWN, proposal.party_id, by, now)


def _to_settle(proposal: Proposal, by: Reader) -> Proposal:
    """The document first, as every writer of it locks."""
    document = locked(Document, proposal.document_id)
    minutes.check_draft(document.state)
    found = get_proposal(document.id, proposal.ulid, by)
    db.session.refresh(found)
    rules.check_open(found.state)
    return found


def _settling_party(proposal: Proposal, by: Reader) -> int:
    """Another one than proposed it, where there are several. Raises NotAllowed for others than secretaries."""
    require_writer(proposal.document, by)
    parties = by.parties_as(SECRETARY) & proposal.document.event.party_ids
    rules.check_settles(proposal.party_id, parties, own_side=proposal.own_side)
    others = parties if proposal.own_side else parties - {proposal.party_id}
    return by.home_party_id if by.home_party_id in others else min(others)


def _add_answer(proposal: Proposal, words: str, party_id: int, by: Reader, now: datetime) -> None:
    words = rules.check_answer(words)
    proposal.answers.append(ProposalAnswer(party_id=party_id, person_id=by.person_id, words=words, at=now))
    db.session.flush()


def _settle(proposal: Proposal, state: str, party_id: int, by: Reader, now: datetime) -> None:
    proposal.state, proposal.settled_at = state, now
    proposal.settled_by_id, proposal.settled_for_id = by.person_id, party_id
    db.session.flush()
    _tell(f"minutes.{state}_proposal", proposal, party_id, by, now)


def _tell(act: str, proposal: Proposal, party_id: int, by: Reader, now: datetime) -> None:
    event = proposal.document.event
    parties = {proposal.party_id} if proposal.own_side else event.party_ids
    label = in_language(event.titles, "en")
    audit.record(act, proposal.document.ulid, by=by.person_id, parties=parties, now=now, label=label)
    if not proposal.own_side:
        tell_others(proposal.document, party_id, now=now)
