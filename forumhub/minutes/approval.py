"""Approving and objecting: acts of a party, recorded by a person whom it named for the event."""

import hashlib
import re
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import func, select

from forumhub import files, ledger
from forumhub.database import db, locked
from forumhub.errors import N_, Conflict, RuleBroken
from forumhub.followup.actions import void_items
from forumhub.minutes import rules
from forumhub.minutes.acts import (
    agree,
    enter,
    hold_chains,
    party_among,
    pending_version,
    record,
    who_under_grant,
    why_in_time,
)
from forumhub.minutes.circulation import require_committing
from forumhub.minutes.models import Approval, Circulation, Document, Objection
from forumhub.minutes.notices import let_out, tell_secretariats
from forumhub.minutes.queries import approving_parties
from forumhub.parties.models import Party, Person
from forumhub.parties.passkeys.ceremonies import Signature
from forumhub.parties.policy import Reader

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
    circulation, party = _pending(document, party_code, by, now)
    rules.check_same_manifest(manifest_sha256, circulation.manifest_sha256)
    grounds = rules.check_way(way, grounds, now)
    rules.check_not_by_silence(way, circulation.waits_in_silence)
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
    enter(circulation, kind, now, **who_under_grant(circulation.document.event, party, person), **about)
    record("minutes.confirm" if given else "minutes.approve", circulation, by.person_id, now, party=party.code, way=way)
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
        files.enter_named(scan, now=now)
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
    about: dict[str, object] = {"note": ledger.sha256(grounds.note.encode()) if grounds.note else None}
    if grounds.number:
        about["reference"] = {"number": grounds.number, "date": grounds.dated and grounds.dated.isoformat()}
    if scan := grounds.scan:
        about["scan"] = files.stated(scan)
    return about


def _agree_if_everyone_did(circulation: Circulation, by: Reader, now: datetime) -> bool:
    """Whether the text is agreed with what was recorded last."""
    counting = [approval for approval in circulation.approvals if not approval.provisional]
    approved = {approval.party.code: approval.manifest_sha256 for approval in counting}
    if not rules.everyone_approved(circulation.party_codes, approved, circulation.manifest_sha256):
        return False
    agree(circulation, by.person_id, now)
    return True


def object_to_minutes(
    document: Document, *, party_code: str, manifest_sha256: str, text: str, by: Reader, now: datetime
) -> Objection:
    """A party objects to the manifest that its person saw: the version is void, its approvals with it, and the text is
    a draft of every party again. Raises RuleBroken where another manifest is circulated now.
    """
    circulation, party = _pending(document, party_code, by, now)
    rules.check_written_of(manifest_sha256, circulation.manifest_sha256)
    text, late = rules.check_objection(text), why_in_time(circulation, now)
    person = db.session.get_one(Person, by.person_id)
    objection = Objection(circulation_id=circulation.id, party=party, person=person, text=text, at=now)
    circulation.objections.append(objection)
    circulation.voided_at, circulation.document.state = now, rules.SHARED_DRAFT
    db.session.flush()
    acting = who_under_grant(circulation.document.event, party, person)
    enter(circulation, "objection", now, **acting, text=ledger.sha256(text.encode()), **late)
    if circulation.document.kind == rules.MINUTES:
        void_items(circulation.document)
    record("minutes.object", circulation, by.person_id, now, party=party.code)
    tell_secretariats("objected", circulation, now=now, by_names=party.names, text=let_out(text, circulation))
    return objection


def _pending(document: Document, party_code: str, by: Reader, now: datetime) -> tuple[Circulation, Party]:
    """The circulated version, locked, and the party for which the reader acts on it; nobody unnames them meanwhile."""
    hold_chains(locked(Document, document.id))
    party = party_among(document.event, approving_parties(document.event_id, by), party_code)
    require_committing(by)
    return pending_version(document, now), party


def _check_head(circulation: Circulation, head_seen: str) -> None:
    """What the approver saw must be a head that this register had, and no older than what is approved."""
    entry, known = ledger.LedgerEntry, ledger.LedgerEntry.register_id == circulation.document.event.register_id
    since = select(func.min(entry.number)).where(known, entry.statement.contains(circulation.manifest_sha256))
    seen = select(entry.id).where(known, entry.sha256 == head_seen, entry.number >= since.scalar_subquery())
    if not HASH.fullmatch(head_seen) or db.session.scalar(seen) is None:
        message = N_(
            "The head that you saw is older than the circulation, or none of this ledger's."
            " Open the page again, then approve."
        )
        raise Conflict(message)
