"""Writes of agreements: draft, propose, approve, amend. What a proposed version says is frozen."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from forumhub import audit, ledger
from forumhub.agreements import (
    drafting,
    freezing,  # noqa: F401 - what keeps frozen versions from being written
    queries,
    rules,
)
from forumhub.agreements.models import Agreement, AgreementApproval, AgreementVersion
from forumhub.agreements.signals import version_changed
from forumhub.agreements.texts import WrittenText
from forumhub.database import db, locked
from forumhub.errors import N_, Conflict, NotAllowed, RuleBroken
from forumhub.parties import policy
from forumhub.parties.actions import require_unquarantined
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader


def draft_agreement(
    code: str,
    parties: Collection[Party],
    texts: Iterable[WrittenText],
    *,
    reached_on: date | None = None,
    place: str = "",
    example: bool = False,
    by: Reader,
    now: datetime,
) -> Agreement:
    """A new agreement with its first version as a draft, which the keepers of all its parties see.

    `reached_on` and `place` tell of an agreement that was reached before it was entered here. Raises RuleBroken for
    a code that is malformed or taken, and for fewer than two parties; NotAllowed for who keeps none of them.
    """
    rules.require_code(code)
    rules.require_parties(len(parties))
    _require_keeper(by, {party.id for party in parties})
    taken = RuleBroken(N_("The code '%(code)s' is taken; another one is needed."), field="code", code=code)
    if queries.find_agreement(code):
        raise taken
    agreement = Agreement(code=code, parties=list(parties), example=example, created_at=now)
    db.session.add(agreement)
    try:
        db.session.flush()
    except IntegrityError as error:  # somebody else took it between the look and the write
        raise taken from error
    version = drafting.new_version(agreement, 1, by=by.person_id, now=now)
    drafting.write(version, texts, reached_on=reached_on, place=place)
    _record("drafted", version, by=by, now=now)
    return agreement


def save_version(
    version: AgreementVersion,
    texts: Iterable[WrittenText],
    *,
    reached_on: date | None,
    place: str,
    lock_version: int,
    by: Reader,
    now: datetime,
) -> AgreementVersion:
    """Replaces what a draft says. `lock_version` is the one that the writer saw.

    Raises Conflict, with the texts of both in `details`, when the draft was saved by another since.
    """
    version, texts = _locked(version, by), list(texts)
    rules.require_state(version.state, rules.DRAFT)
    if version.lock_version != lock_version:
        raise drafting.stale(version, texts)
    drafting.write(version, texts, reached_on=reached_on, place=place)
    version.lock_version += 1
    _record("saved", version, by=by, now=now)
    return version


def propose_version(version: AgreementVersion, *, by: Reader, now: datetime) -> AgreementVersion:
    """Freezes a draft and puts it before the parties under the hash of `drafting.statement`.

    Raises RuleBroken for the first of `drafting.obstacles`.
    """
    require_unquarantined(by)
    version = _locked(version, by)
    rules.require_state(version.state, rules.DRAFT)
    if found := drafting.obstacles(version):
        raise found[0]
    before = queries.version_in_force(version.agreement_id, date.max)
    previous_from = before.in_force_from if before else None
    rules.require_reached(version.reached_on, today=now.date(), previous_from=previous_from)
    version.sha256 = ledger.sha256(ledger.canonical(drafting.statement(version)))
    version.state, version.frozen_at = rules.PROPOSED, now
    _record("proposed", version, by=by, now=now, sha256=version.sha256)
    return version


def take_back_version(version: AgreementVersion, *, by: Reader, now: datetime) -> AgreementVersion:
    """Makes a proposed version a draft again; approvals that it had are void."""
    require_unquarantined(by)
    version = _locked(version, by)
    rules.require_state(version.state, rules.PROPOSED)
    version.state, version.sha256, version.frozen_at = rules.DRAFT, None, None
    version.approvals.clear()
    version.lock_version += 1
    _record("taken back", version, by=by, now=now)
    return version


def approve_version(
    version: AgreementVersion, party: Party, sha256: str, *, by: Reader, now: datetime
) -> AgreementApproval:
    """A party's approval of the text whose hash its person saw; with the last one the version is in force.

    It is in force from the day on which it was reached, else from today (UTC). Raises NotAllowed for who may not
    approve for the party, as nobody may within 72 hours after a reset, Conflict for another hash, RuleBroken for a
    second approval.
    """
    _require_keeper(by, {party.id})
    require_unquarantined(by)
    version = _locked(version, by)
    rules.require_state(version.state, rules.PROPOSED)
    _require_approvable(version, party, sha256)
    approval = AgreementApproval(version=version, party=party, person_id=by.person_id, sha256=sha256, approved_at=now)
    db.session.add(approval)
    db.session.flush()
    _record("approved", version, by=by, now=now, party=party.code, sha256=sha256)
    if {given.party_id for given in version.approvals} == {each.id for each in version.agreement.parties}:
        _put_in_force(version, by=by, now=now)
    return approval


def _require_approvable(version: AgreementVersion, party: Party, sha256: str) -> None:
    if party not in version.agreement.parties:
        raise NotAllowed(N_("%(party)s is not a party to this agreement."), party=party.code)
    if version.sha256 != sha256:
        raise Conflict(N_("The text is not the one that you saw; read it again, then approve it."))
    if any(given.party_id == party.id for given in version.approvals):
        raise RuleBroken(N_("%(party)s has approved this version already."), party=party.code)


def _put_in_force(version: AgreementVersion, *, by: Reader, now: datetime) -> None:
    before = queries.version_in_force(version.agreement_id, date.max)
    if before is not None:
        before.state = rules.SUPERSEDED
    version.state, version.in_force_from = rules.IN_FORCE, version.reached_on or now.date()
    _record("in force", version, by=by, now=now, sha256=version.sha256)


def amend_agreement(agreement: Agreement, *, by: Reader, now: datetime) -> AgreementVersion:
    """A draft of the next version, copied from the one in force. Raises RuleBroken while another is being worked on."""
    agreement = locked(Agreement, agreement.id)
    _require_keeper(by, {party.id for party in agreement.parties})
    if being_made := queries.open_version(agreement.id):
        raise RuleBroken(
            N_("Version %(number)s is being worked on; it comes into force, or is edited, before another is made."),
            number=being_made.number,
        )
    before = queries.version_in_force(agreement.id, date.max)
    if before is None:
        raise RuleBroken(N_("Only a version in force can be amended."))
    version = drafting.new_version(agreement, before.number + 1, by=by.person_id, now=now)
    drafting.copy(before, version)
    _record("drafted", version, by=by, now=now)
    return version


def _locked(version: AgreementVersion, by: Reader) -> AgreementVersion:
    version = locked(AgreementVersion, version.id)
    _require_keeper(by, {party.id for party in version.agreement.parties})
    return version


def _require_keeper(by: Reader, party_ids: set[int]) -> None:
    if not policy.may_keep_agreements(by, party_ids):
        raise NotAllowed(N_("Agreements are kept by the secretaries and the heads of delegation of their parties."))


def _record(act: str, version: AgreementVersion, *, by: Reader, now: datetime, **details: object) -> None:
    db.session.flush()
    audit.record(
        f"agreements.{act.replace(' ', '_')}",
        version.agreement.code,
        by=by.person_id,
        parties=[party.id for party in version.agreement.parties],
        now=now,
        label=version.reference,
        **details,
    )
    version_changed.send(version, change=act)
