"""Circulating: the strict checks, the frozen manifest, the ledger, the registers, the message to all parties."""

from dataclasses import dataclass
from datetime import datetime

from forumhub import audit, ledger
from forumhub.database import db, locked
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.followup.actions import enter_items
from forumhub.minutes import checks, rules
from forumhub.minutes.actions import require_writer, same_texts, writing_party
from forumhub.minutes.annexes.freezing import freeze_annexes, frozen_annexes
from forumhub.minutes.manifest import CitedVersion, FrozenText, manifest
from forumhub.minutes.models import Circulation, Document, Revision
from forumhub.minutes.notices import tell_secretariats
from forumhub.minutes.queries import find_circulation, latest_revision
from forumhub.minutes.texts import Reading, Remarks, TextsRefused, dialect_remarks
from forumhub.parties import policy
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language


@dataclass(frozen=True)
class Terms:
    """What the parties say of the text beside its words. `deadline` is an instant; nothing lapses by it."""

    legal_status: str = "record"
    deadline: datetime | None = None
    prevailing_language: str | None = None


def all_remarks(document: Document, reading: Reading, by: Reader) -> Remarks:
    """What is wrong with a draft, by language: warnings while it is one, refusals when it is circulated."""
    found = dialect_remarks(reading)
    around = checks.surroundings(document.event, document.id, reading.documents.values(), by)
    for language, text in reading.documents.items():
        found[language] = sorted(found[language] + checks.remarks(text, around), key=lambda remark: remark.line)
    return found


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
    rules.check_deadline(terms.deadline, now)
    revision = latest_revision(document.id)
    rules.check_base(revision_number if same_texts(revision, reading) else 0, revision.number)
    _require_clean(document, reading, by)
    document.version, document.state, document.legal_status = document.version + 1, rules.CIRCULATED, terms.legal_status
    circulation = _freeze(document, revision, reading, terms, by, now)
    _enter_in_ledger(circulation, by, now)
    if document.kind == rules.MINUTES:
        on = document.event.local_start.date()
        enter_items(document, reading.documents, document.working_language, on, now)
    parties = document.event.party_ids
    audit.record(
        "minutes.circulate",
        document.ulid,
        by=by.person_id,
        parties=parties,
        now=now,
        label=in_language(document.event.titles, "en"),
    )
    tell_secretariats("circulated", circulation, now=now, by_names=circulation.circulated_for.names)
    return circulation


def require_committing(by: Reader) -> None:
    """Raises NotAllowed within the 72 hours after a reset of the password or of the second factor."""
    if not policy.may_commit_party(by):
        raise NotAllowed(
            N_("The password or code of this account was reset a short while ago, so it cannot bind a party yet.")
        )


def _require_clean(document: Document, reading: Reading, by: Reader) -> None:
    found = blocking(all_remarks(document, reading, by))
    if found:
        raise TextsRefused(N_("The text cannot be circulated yet; these lines need another look."), found)


def _freeze(
    document: Document, revision: Revision, reading: Reading, terms: Terms, by: Reader, now: datetime
) -> Circulation:
    if terms.legal_status not in rules.LEGAL_STATUSES:
        raise RuleBroken(N_("Choose what the text is."), field="legal_status")
    if terms.prevailing_language not in (None, *reading.documents):
        raise RuleBroken(N_("The text has no version in that language."), field="prevailing_language")
    statement = ledger.canonical(_manifest(document, revision, reading, terms, by))
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
    )
    db.session.add(circulation)
    db.session.flush()
    freeze_annexes(circulation)
    return circulation


def _manifest(document: Document, revision: Revision, reading: Reading, terms: Terms, by: Reader) -> dict[str, object]:
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
        deadline=terms.deadline,
        prevailing_language=terms.prevailing_language,
        previous=before.manifest_sha256 if before else None,
        annexes=frozen_annexes(document),
        texts=[FrozenText(text.language, len(text.source.encode()), text.sha256) for text in revision.texts],
        cited=[CitedVersion(version.agreement.code, version.number, version.sha256 or "") for version in cited],
    )


def _enter_in_ledger(circulation: Circulation, by: Reader, now: datetime) -> None:
    document, person = circulation.document, circulation.circulated_by
    body = {
        "manifest": circulation.manifest_sha256,
        "document": document.ulid,
        "version": circulation.version,
        "party": circulation.circulated_for.code,
        "person": ledger.commit_to(person.id, person.ulid),
    }
    ledger.append(document.event.register_id, document.event.register.code, "circulation", body, now=now)
