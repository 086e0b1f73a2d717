"""Reads of agreements. A version in force is for every member of its parties, one in the making for their keepers."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from forumhub.agreements.models import Agreement, AgreementApproval, AgreementParty, AgreementVersion, Clause
from forumhub.agreements.rules import OPEN, PROPOSED, WAS_IN_FORCE, same_address
from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.parties.policy import HEAD, SECRETARY, Reader


def kept_by(reader: Reader) -> frozenset[int]:
    """The parties for which the reader drafts and approves: those of `policy.may_keep_agreements`."""
    return reader.parties_as(SECRETARY, HEAD)


def _of_party(party_ids: Iterable[int]) -> ColumnElement[bool]:
    return exists().where(AgreementParty.agreement_id == Agreement.id, AgreementParty.party_id.in_(list(party_ids)))


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """Agreements that the reader may see; a query that uses it selects from Agreement."""
    was_in_force = exists().where(
        AgreementVersion.agreement_id == Agreement.id, AgreementVersion.state.in_(WAS_IN_FORCE)
    )
    return or_(_of_party(kept_by(reader)), and_(_of_party(reader.party_ids), was_in_force))


def version_visible_to(reader: Reader) -> ColumnElement[bool]:
    """Versions that the reader may see; a query that uses it joins AgreementVersion to Agreement."""
    return or_(_of_party(kept_by(reader)), and_(_of_party(reader.party_ids), AgreementVersion.state.in_(WAS_IN_FORCE)))


def find_agreement(code: str) -> Agreement | None:
    """Whoever reads: for rules alone, never for a page."""
    return db.session.scalar(select(Agreement).where(Agreement.code == code))


def get_agreement(code: str, reader: Reader) -> Agreement:
    """Raises NotFound."""
    agreement = db.session.scalar(select(Agreement).where(Agreement.code == code, visible_to(reader)))
    if agreement is None:
        raise NotFound
    return agreement


def agreements_of(reader: Reader) -> list[Agreement]:
    """In the order of their codes, with their versions and texts."""
    statement = select(Agreement).where(visible_to(reader)).order_by(Agreement.code)
    texts = selectinload(Agreement.versions).selectinload(AgreementVersion.texts)
    return list(db.session.scalars(statement.options(texts)))


def versions_of(agreement: Agreement, reader: Reader) -> list[AgreementVersion]:
    """Those that the reader may see, with their texts, newest first."""
    statement = (
        select(AgreementVersion)
        .join(AgreementVersion.agreement)
        .where(AgreementVersion.agreement_id == agreement.id, version_visible_to(reader))
        .order_by(AgreementVersion.number.desc())
    )
    return list(db.session.scalars(statement.options(selectinload(AgreementVersion.texts))))


def get_version(code: str, number: int, reader: Reader) -> AgreementVersion:
    """With texts, clauses and approvals. Raises NotFound."""
    statement = (
        select(AgreementVersion)
        .join(AgreementVersion.agreement)
        .where(Agreement.code == code, AgreementVersion.number == number, version_visible_to(reader))
        .options(
            contains_eager(AgreementVersion.agreement),
            selectinload(AgreementVersion.texts),
            selectinload(AgreementVersion.clauses),
            selectinload(AgreementVersion.approvals).joinedload(AgreementApproval.person),
        )
    )
    version = db.session.scalar(statement)
    if version is None:
        raise NotFound
    return version


def version_in_force(agreement_id: int, on: date) -> AgreementVersion | None:
    """The version that was in force at the end of that day; it may have been superseded since."""
    statement = select(AgreementVersion).where(
        AgreementVersion.agreement_id == agreement_id,
        AgreementVersion.state.in_(WAS_IN_FORCE),
        AgreementVersion.in_force_from <= on,
    )
    newest = statement.order_by(AgreementVersion.in_force_from.desc(), AgreementVersion.number.desc())
    return db.session.scalar(newest.limit(1))


def clauses_in_force(agreement_id: int, on: date) -> list[Clause]:
    """In the order of the text; empty before the first version came into force."""
    version = version_in_force(agreement_id, on)
    if version is None:
        return []
    statement = select(Clause).where(Clause.version_id == version.id).order_by(Clause.position)
    return list(db.session.scalars(statement.options(joinedload(Clause.version))))


def find_clause(code: str, clause: str, on: date) -> Clause | None:
    """The clause that `CN-BY-2016 art. 5(2)` means on that day; `5.2` finds `5(2)`. Its version is loaded with it."""
    agreement = find_agreement(code)
    if agreement is None:
        return None
    wanted = same_address(clause)
    return next((found for found in clauses_in_force(agreement.id, on) if same_address(found.number) == wanted), None)


def open_version(agreement_id: int) -> AgreementVersion | None:
    """The draft or proposed version on which the parties work, of which there is one at most."""
    statement = select(AgreementVersion).where(
        AgreementVersion.agreement_id == agreement_id, AgreementVersion.state.in_(OPEN)
    )
    return db.session.scalar(statement)


def numbers_before(version: AgreementVersion) -> tuple[set[str], set[str]]:
    """The clause numbers of the version just before this one, and those of every version before it."""
    statement = (
        select(AgreementVersion.number, Clause.number)
        .join(Clause, Clause.version_id == AgreementVersion.id)
        .where(AgreementVersion.agreement_id == version.agreement_id, AgreementVersion.number < version.number)
    )
    rows = db.session.execute(statement).all()
    return {clause for number, clause in rows if number == version.number - 1}, {clause for _, clause in rows}


def waiting_for(reader: Reader) -> list[AgreementVersion]:
    """Proposed versions that a party for which the reader may approve has not approved yet, oldest first."""
    party_ids = list(kept_by(reader))
    approved = exists().where(
        AgreementApproval.version_id == AgreementVersion.id, AgreementApproval.party_id == AgreementParty.party_id
    )
    missing = exists().where(
        AgreementParty.agreement_id == AgreementVersion.agreement_id, AgreementParty.party_id.in_(party_ids), ~approved
    )
    statement = select(AgreementVersion).where(AgreementVersion.state == PROPOSED, missing)
    texts = selectinload(AgreementVersion.texts)
    return list(db.session.scalars(statement.order_by(AgreementVersion.frozen_at).options(texts)))
