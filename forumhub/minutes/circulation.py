"""Circulating: the strict checks, the frozen manifest, the ledger, the registers, the message to all parties."""

from dataclasses import dataclass, replace
from datetime import datetime

from forumhub import ledger
from forumhub.database import db, locked
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.followup.actions import enter_items, hold_all_that_they_say
from forumhub.mail.rules import can_be_sent_to
from forumhub.markdown import NO_STATE, Remark, read_bounded
from forumhub.markdown import Document as Text
from forumhub.minutes import checks, rules
from forumhub.minutes.actions import record_writing, require_writer, same_texts, writing_party
from forumhub.minutes.acts import enter, who
from forumhub.minutes.annexes.freezing import freeze_annexes, frozen_annexes
from forumhub.minutes.annexes.images import image_remarks
from forumhub.minutes.annexes.queries import annexes_of
from forumhub.minutes.completion.rules import gaps_left
from forumhub.minutes.corrigenda.foreseen import doubts_of_corrigendum, remarks_of_corrigendum, remarks_of_version
from forumhub.minutes.expected import remarks_of_agenda
from forumhub.minutes.later import remarks_of_later
from forumhub.minutes.manifest import CitedVersion, FrozenText, PriorChoice, manifest
from forumhub.minutes.models import Circulation, Document, Revision
from forumhub.minutes.notices import tell_secretariats
from forumhub.minutes.proposals.queries import open_for_all
from forumhub.minutes.proposals.rules import check_none_open
from forumhub.minutes.queries import approvers_of, find_circulation, latest_revision, settled_circulation
from forumhub.minutes.silence.queries import counting_choices, may_be_silent
from forumhub.minutes.silence.rules import (
    check_correctable_by_silence,
    check_heard,
    check_reached,
    check_silence,
    longest,
)
from forumhub.minutes.texts import Reading, Remarks, TextsRefused, dialect_remarks
from forumhub.parties import policy
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader


@dataclass(frozen=True)
class Terms:
    """What the parties say of the text beside its words. `deadline` is an instant; only silence is settled by it."""

    legal_status: str = "record"
    deadline: datetime | None = None
    prevailing_language: str | None = None
    procedure: str = rules.BY_EVERY_PARTY


def all_remarks(document: Document, reading: Reading, by: Reader) -> Remarks:
    """What is wrong with a draft, by language: warnings while it is one, refusals when it is circulated."""
    found, expected = _own_remarks(document, reading, by), remarks_of_agenda(document, reading, by)
    foreseen = remarks_of_corrigendum(document, reading), remarks_of_version(document, reading)
    all_of_it = (expected, found, *foreseen)
    return {
        code: sorted((remark for each in all_of_it for remark in each[code]), key=lambda remark: remark.line)
        for code in found
    }


def _own_remarks(document: Document, reading: Reading, by: Reader) -> Remarks:
    """Without what its agenda leads one to expect, and what registers will not follow: these keep nothing back, and are
    read anew.
    """
    found = dialect_remarks(reading)
    around = checks.surroundings(document, list(reading.documents.values()), by)
    attached = [annex.name for annex in annexes_of(document.id)]
    later = remarks_of_later(document.kind, reading, _settled_text(document))
    doubts = doubts_of_corrigendum(document, reading)
    for language, text in reading.documents.items():
        images = image_remarks(text.source, text.html, attached)
        of_others = later[language] + doubts[language] + checks.remarks(text, around)
        if document.kind == rules.MINUTES:
            of_others += checks.status_remarks(text, around) + checks.section_remarks(text)
        if document.kind == rules.AGENDA:
            of_others += checks.remarks_on_points(text, around)
        all_of_it = found[language] + images + gaps_left(text.source) + of_others
        found[language] = sorted(_that_count(document, all_of_it), key=lambda remark: remark.line)
    return found


def _that_count(document: Document, remarks: list[Remark]) -> list[Remark]:
    """An agenda lists what arises and says nothing of it: that is for its minutes."""
    about = document.of or document
    return [remark for remark in remarks if about.kind != rules.AGENDA or remark.msgid != NO_STATE]


def _settled_text(document: Document) -> Text | None:
    """The working text that a language version is compared with, word for word as it was agreed."""
    agreed = find_circulation(document.of_id, document.of.version) if document.of_id and document.of else None
    if agreed is None or document.of is None or document.kind != rules.LANGUAGE_VERSION:
        return None
    working = document.of.working_language
    return read_bounded(next(text.source for text in agreed.revision.texts if text.language == working))


def blocking(found: Remarks) -> Remarks:
    """The remarks that keep a text from being circulated; empty where none does."""
    kept = {language: [remark for remark in remarks if remark.blocks] for language, remarks in found.items()}
    return {language: remarks for language, remarks in kept.items() if remarks}


def circulate_document(
    document: Document, *, revision_number: int, reading: Reading, terms: Terms, by: Reader, now: datetime
) -> Circulation:
    """Freezes the revision that was seen, in every language, and tells all parties together.

    `reading` is that revision as it was read before the transaction. Raises TextsRefused with what blocks, Conflict
    where somebody saved since, RuleBroken unless it is a shared draft, NotAllowed for others than secretaries.
    """
    document = locked(Document, document.id)
    require_writer(document, by)
    require_committing(by)
    rules.check_shared(document.state)
    if document.kind == rules.MINUTES:
        hold_all_that_they_say(document)
    rules.check_deadline(terms.deadline, now)
    if document.of:
        terms = replace(terms, prevailing_language=settled_circulation(document.of).prevailing_language)
    revision = latest_revision(document.id)
    rules.check_base(revision_number if same_texts(revision.sources, reading) else 0, revision.number)
    check_none_open(len(open_for_all(document.id)))
    _require_clean(document, reading, by)
    choices = require_choices(document, terms, now) if terms.procedure == rules.SILENCE else []
    document.version, document.state, document.legal_status = document.version + 1, rules.CIRCULATED, terms.legal_status
    circulation = _freeze(document, revision, reading, terms, choices, by, now)
    enter(circulation, "circulation", now, **who(circulation.circulated_for, circulation.circulated_by))
    if document.kind == rules.MINUTES:
        on = document.event.local_start.date()
        enter_items(document, reading.documents, document.working_language, on, now)
    record_writing("minutes.circulate", document, by, now)
    by_names = circulation.circulated_for.names
    circulation.message_id = tell_secretariats("circulated", circulation, now=now, by_names=by_names)
    db.session.flush()
    return circulation


def require_committing(by: Reader) -> None:
    """Raises NotAllowed within the 72 hours after a reset of the password or of the second factor."""
    if not policy.may_commit_party(by):
        raise NotAllowed(
            N_("The password or code of this account was reset a short while ago, so it cannot bind a party yet.")
        )


def _require_clean(document: Document, reading: Reading, by: Reader) -> None:
    found = blocking(_own_remarks(document, reading, by))
    if found:
        raise TextsRefused(N_("The text cannot be circulated yet; these lines need another look."), found)


def require_choices(document: Document, terms: Terms, now: datetime) -> list[PriorChoice]:
    """Every party's prior choice of silence, the chain locked: none can be taken back meanwhile. Raises RuleBroken."""
    event = document.event
    ledger.hold(event.register_id)
    check_correctable_by_silence(later=document.of is not None, silent=may_be_silent(document))
    chosen, approvers = counting_choices(event, now), approvers_of(event, now)
    days = longest({code: choice.days for code, choice in chosen.items()}, sorted(approvers))
    check_silence(terms.legal_status, terms.deadline, days, now)
    for code, named in approvers.items():
        check_heard(code, named)
    for party in event.parties:
        check_reached(party.code, can_be_sent_to=can_be_sent_to(party.secretariat_email))
    return [PriorChoice(code, choice.days, choice.entry_sha256) for code, choice in sorted(chosen.items())]


def _freeze(
    document: Document,
    revision: Revision,
    reading: Reading,
    terms: Terms,
    choices: list[PriorChoice],
    by: Reader,
    now: datetime,
) -> Circulation:
    if terms.procedure not in rules.PROCEDURES:
        raise RuleBroken(N_("Choose how the text is agreed."), field="procedure")
    if terms.legal_status not in rules.LEGAL_STATUSES:
        raise RuleBroken(N_("Choose what the text is."), field="legal_status")
    if document.of and terms.legal_status != document.of.legal_status:
        raise RuleBroken(N_("It has the legal status of the text that it belongs to."), field="legal_status")
    if not document.of and terms.prevailing_language not in (None, *reading.documents):
        raise RuleBroken(N_("The text has no version in that language."), field="prevailing_language")
    statement = ledger.canonical(_manifest(document, revision, reading, terms, choices, by))
    circulation = Circulation(
        document=document,
        revision=revision,
        version=document.version,
        manifest=statement.decode(),
        manifest_sha256=ledger.sha256(statement),
        circulated_by=db.session.get_one(Person, by.person_id),
        circulated_for=db.session.get_one(Party, writing_party(document.event, by)),
        circulated_at=now,
        deadline=terms.deadline,
        procedure=terms.procedure,
    )
    db.session.add(circulation)
    db.session.flush()
    freeze_annexes(circulation)
    return circulation


def _manifest(
    document: Document, revision: Revision, reading: Reading, terms: Terms, choices: list[PriorChoice], by: Reader
) -> dict[str, object]:
    event, before = document.event, find_circulation(document.id, document.version - 1)
    cited = checks.cited_versions(reading.working, event.local_start.date(), by)
    return manifest(
        register=event.register.code,
        event=event.ulid,
        document=document.ulid,
        kind=document.kind,
        version=document.version,
        parties=[party.code for party in event.parties],
        legal_status=terms.legal_status,
        procedure=terms.procedure,
        silence=choices,
        deadline=terms.deadline,
        prevailing_language=terms.prevailing_language,
        previous=before.manifest_sha256 if before else None,
        belongs=_belongs(document),
        annexes=frozen_annexes(document),
        texts=[FrozenText(text.language, len(text.source.encode()), text.sha256) for text in revision.texts],
        cited=[CitedVersion(version.agreement.code, version.number, version.sha256 or "") for version in cited],
    )


def _belongs(document: Document) -> dict[str, str]:
    """The manifest that a corrigendum corrects, or that a language version gives in another language."""
    if document.of is None:
        return {}
    how = "corrects" if document.kind == rules.CORRIGENDUM else "renders"
    return {how: settled_circulation(document.of).manifest_sha256}
