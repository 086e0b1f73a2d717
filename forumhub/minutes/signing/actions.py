"""Signing: an agreed text gets its official number, and what was signed on paper is entered in the ledger."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from forumhub import audit, files, ledger
from forumhub.database import db, locked
from forumhub.files import KeptFile
from forumhub.followup.corrections.actions import number_corrections
from forumhub.minutes import rules as minutes
from forumhub.minutes.actions import require_writer, writing_party
from forumhub.minutes.acts import enter, who
from forumhub.minutes.circulation import require_committing
from forumhub.minutes.models import Circulation, Document
from forumhub.minutes.notices import tell_secretariats
from forumhub.minutes.queries import current_circulation
from forumhub.minutes.signing import rules
from forumhub.minutes.signing.models import Signatory, Signature, SignedCopy
from forumhub.minutes.signing.queries import numbers_given
from forumhub.minutes.signing.rules import Signing
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language


def sign_minutes(
    document: Document, signing: Signing, scans: Mapping[str, KeptFile], *, by: Reader, now: datetime
) -> Signature:
    """Enters that the agreed text was signed. `scans`: kept files, by the code of the party whose copy each shows.

    Raises NotAllowed unless `by` is a secretary of one of the event's parties, RuleBroken for what cannot be.
    """
    document = locked(Document, document.id)
    require_writer(document, by)
    require_committing(by)
    rules.check_signable(document.kind, document.state)
    ledger.hold(document.event.register_id)  # numbers are given one after the other
    circulation = current_circulation(document)
    assert circulation, "an agreed document has its circulation"
    _check(circulation, signing, scans, now)
    signature = _enter(circulation, signing, scans, by, now)
    document.state = minutes.SIGNED
    db.session.flush()
    number_corrections(document.id, signature.number)
    _append(circulation, signature, now)
    _tell(circulation, signature, by, now)
    return signature


def _check(circulation: Circulation, signing: Signing, scans: Mapping[str, KeptFile], now: datetime) -> None:
    event, parties = circulation.document.event, circulation.party_codes
    zone, met_on = ZoneInfo(event.timezone), event.local_start.date()
    circulated_on = circulation.circulated_at.astimezone(zone).date()
    existed_on = met_on if rules.was_in_the_room(circulation.counting_ways) else circulated_on
    rules.check_number(signing.number, numbers_given(event.register_id))
    rules.check_place(signing.place)
    rules.check_day(signing.signed_on, met_on=met_on, existed_on=existed_on, today=now.astimezone(zone).date())
    rules.check_signers(parties, signing.signers)
    rules.check_scans(parties, {code: kept.name for code, kept in scans.items()})


def _enter(
    circulation: Circulation, signing: Signing, scans: Mapping[str, KeptFile], by: Reader, now: datetime
) -> Signature:
    event = circulation.document.event
    parties = {party.code: party for party in event.parties}
    for kept in scans.values():
        files.enter_named(kept, now=now)
    signature = Signature(
        document_id=circulation.document_id,
        circulation_id=circulation.id,
        register_id=event.register_id,
        number=signing.number,
        place=signing.place,
        signed_on=signing.signed_on,
        person=db.session.get_one(Person, by.person_id),
        party=db.session.get_one(Party, writing_party(event, by)),
        entered_at=now,
        salt=secrets.token_hex(16),
    )
    signature.signatories = [
        Signatory(party=parties[code], name=signing.signers[code].name, office=signing.signers[code].office)
        for code in circulation.party_codes
    ]
    signature.copies = [SignedCopy(party=parties[code], name=k.name, sha256=k.sha256) for code, k in scans.items()]
    db.session.add(signature)
    db.session.flush()
    return signature


def signatories_hash(signature: Signature) -> str:
    """What the ledger holds of the names: SHA-256 of canonical JSON of the salt and of who signed for whom."""
    names = [{"party": s.party.code, "name": s.name, "office": s.office} for s in signature.signatories]
    return ledger.sha256(ledger.canonical({"salt": signature.salt, "signatories": names}))


def _append(circulation: Circulation, signature: Signature, now: datetime) -> None:
    enter(
        circulation,
        "signature",
        now,
        **who(signature.party, signature.person),
        official_number=signature.number,
        place=signature.place,
        signed_on=signature.signed_on.isoformat(),
        signatories=signatories_hash(signature),
        copies=[_copy(copy) for copy in signature.copies],
    )


def _copy(copy: SignedCopy) -> dict[str, object]:
    return {"party": copy.party.code, **files.stated(KeptFile(copy.name, copy.sha256, copy.stored.size))}


def _tell(circulation: Circulation, signature: Signature, by: Reader, now: datetime) -> None:
    event, ulid = circulation.document.event, circulation.document.ulid
    label = f"{signature.number} {in_language(event.titles, 'en')}"[:300]
    audit.record("minutes.sign", ulid, by=by.person_id, parties=event.party_ids, now=now, label=label)
    about = {"number": signature.number, "place": signature.place, "signed_on": signature.signed_on.isoformat()}
    tell_secretariats("signed", circulation, now=now, **about)
