"""Approving and objecting: acts of a party, recorded by a person whom it named for the event."""

import hashlib
import re
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select

from forumhub import audit, files, ledger
from forumhub.database import db, locked
from forumhub.errors import N_, Conflict, NotAllowed, RuleBroken
from forumhub.followup.actions import open_items, void_items
from forumhub.minutes import rules
from forumhub.minutes.circulation import require_committing
from forumhub.minutes.models import Approval, Circulation, Document, Objection
from forumhub.minutes.notices import tell_secretariats
from forumhub.minutes.queries import approving_parties, find_circulation
from forumhub.minutes.signals import document_agreed
from forumhub.parties.models import Party, Person
from forumhub.parties.passkeys.ceremonies import Signature
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language

HASH = re.compile("[0-9a-f]{64}")
NOTHING_MORE = rules.Grounds()


def approve_minutes(
    document: Document,
    *,
    party_code: str,
    manifest_sha256: str,
    head_seen: str,
    way: str,
    grounds: rules.Grounds = NOTHING_MORE,
    signature: Signature | None = None,
    by: Reader,
    now: datetime,
) -> Approval:
    """Records a party's approval of the manifest that its person saw; with the last one the text is agreed.

    What was approved ad referendum is confirmed in the same way, by any other way. `head_seen` is the hash of the
    register's ledger that the page showed; `signature` one that `take_signature` verified over `challenge`; a scan is
    kept already (`files.take`). Raises NotAllowed unless the event names `by` to approve for the party, Conflict where
    another manifest is circulated now, RuleBroken for a second approval.
    """
    circulation, party = _pending(document, party_code, by)
    rules.check_same_manifest(manifest_sha256, circulation.manifest_sha256)
    grounds = rules.check_way(way, grounds, now)
    _check_head(circulation, head_seen)
    if (way == rules.PASSKEY) != (signature is not None):
        raise RuleBroken(N_("The passkey has not signed yet. Choose it and send the form again."), field="way")
    given = [approval.provisional for approval in circulation.approvals if approval.party_id == party.id]
    rules.check_not_given(way, given, party.code)
    person = db.session.get_one(Person, by.person_id)
    approval = _approval(circulation, party, way, grounds, now)
    approval.person, approval.head_seen = person, head_seen
    circulation.approvals.append(approval)
    db.session.flush()
    kind = "confirmation" if given else "approval"
    about: dict[str, object] = {"way": way, "head_seen": head_seen, **_grounds(grounds)}
    if signature:
        about["signed"] = asdict(signature)
    _enter(circulation, kind, now, **_who(party, person), **about)
    _record("minutes.confirm" if given else "minutes.approve", circulation, by, now, party=party.code, way=way)
    if not _agree_if_everyone_did(circulation, by, now):
        tell_secretariats(kind, circulation, now=now, by_names=party.names, provisional=approval.provisional)
    return approval


def challenge(document: Document, party_code: str, manifest_sha256: str, head_seen: str) -> bytes:
    """32 bytes that a passkey signs for the party."""
    statement = rules.signed_statement(manifest_sha256, document.ulid, document.version, party_code, head_seen)
    return hashlib.sha256(ledger.canonical(statement)).digest()


def _approval(circulation: Circulation, party: Party, way: str, grounds: rules.Grounds, now: datetime) -> Approval:
    scan = grounds.scan
    if scan:
        files.enter(scan.sha256, scan.size, files.media_type_of(scan.name), now=now)
    return Approval(
        circulation_id=circulation.id,
        party=party,
        way=way,
        provisional=rules.is_provisional(way),
        note=grounds.note,
        note_number=grounds.number,
        note_date=grounds.dated,
        scan_sha256=scan.sha256 if scan else None,
        scan_name=scan.name if scan else "",
        manifest_sha256=circulation.manifest_sha256,
        approved_at=now,
    )


def _grounds(grounds: rules.Grounds) -> dict[str, object]:
    """What the ledger says of them: words by their hash, a file by its hash, size, name and type."""
    scan, numbered = grounds.scan, {"number": grounds.number, "date": grounds.dated and grounds.dated.isoformat()}
    about: dict[str, object] = {"note": ledger.sha256(grounds.note.encode()) if grounds.note else None}
    if grounds.number:
        about["reference"] = numbered
    if scan:
        kind = files.media_type_of(scan.name)
        about["scan"] = {"name": scan.name, "type": kind, "size": scan.size, "sha256": scan.sha256}
    return about


def _agree_if_everyone_did(circulation: Circulation, by: Reader, now: datetime) -> bool:
    """Whether the text is agreed with what was recorded last."""
    document, parties = circulation.document, circulation.party_codes
    counting = [approval for approval in circulation.approvals if not approval.provisional]
    approved = {approval.party.code: approval.manifest_sha256 for approval in counting}
    if not rules.everyone_approved(parties, approved, circulation.manifest_sha256):
        return False
    document.state, circulation.agreed_at = rules.AGREED, now
    db.session.flush()
    _enter(circulation, "agreement", now, parties=sorted(parties))
    if document.kind == rules.MINUTES:
        open_items(document, now)
    _record("minutes.agree", circulation, by, now)
    tell_secretariats("agreed", circulation, now=now)
    document_agreed.send(document)
    return True


def object_to_minutes(document: Document, *, party_code: str, text: str, by: Reader, now: datetime) -> Objection:
    """A party objects: the version is void, its approvals with it, and the text is a draft of every party again."""
    circulation, party = _pending(document, party_code, by)
    text = rules.check_objection(text)
    person = db.session.get_one(Person, by.person_id)
    objection = Objection(circulation_id=circulation.id, party=party, person=person, text=text, at=now)
    circulation.objections.append(objection)
    circulation.voided_at, circulation.document.state = now, rules.SHARED_DRAFT
    db.session.flush()
    _enter(circulation, "objection", now, **_who(party, person), text=ledger.sha256(text.encode()))
    if circulation.document.kind == rules.MINUTES:
        void_items(circulation.document)
    _record("minutes.object", circulation, by, now, party=party.code)
    tell_secretariats("objected", circulation, now=now, by_names=party.names, text=text)
    return objection


def _pending(document: Document, party_code: str, by: Reader) -> tuple[Circulation, Party]:
    """The circulated version, locked, and the party for which the reader acts on it."""
    document = locked(Document, document.id)
    party = next((party for party in approving_parties(document.event_id, by) if party.code == party_code), None)
    if party is None or party.id not in document.event.party_ids:
        raise NotAllowed(N_("Only a person whom the event names to approve for the party may do that."))
    require_committing(by)
    rules.check_circulated(document.state)
    circulation = find_circulation(document.id, document.version)
    assert circulation, "a circulated document has its circulation"
    return circulation, party


def _check_head(circulation: Circulation, head_seen: str) -> None:
    """What the approver saw must be a head that this register had."""
    known = ledger.LedgerEntry.register_id == circulation.document.event.register_id
    entry = select(ledger.LedgerEntry.id).where(known, ledger.LedgerEntry.sha256 == head_seen)
    if not HASH.fullmatch(head_seen) or db.session.scalar(entry) is None:
        raise Conflict(N_("What you saw of the ledger is none of its heads. Open the page again, then approve."))


def _who(party: Party, person: Person) -> dict[str, object]:
    return {"party": party.code, "person": ledger.commit_to(person.id, person.ulid)}


def _enter(circulation: Circulation, kind: str, now: datetime, **body: object) -> None:
    document = circulation.document
    about = {"manifest": circulation.manifest_sha256, "document": document.ulid, "version": circulation.version}
    ledger.append(document.event.register_id, document.event.register.code, kind, {**about, **body}, now=now)


def _record(act: str, circulation: Circulation, by: Reader, now: datetime, **details: object) -> None:
    document, version = circulation.document, circulation.version
    parties = document.event.party_ids
    audit.record(
        act,
        document.ulid,
        by=by.person_id,
        parties=parties,
        now=now,
        label=in_language(document.event.titles, "en"),
        version=version,
        **details,
    )
