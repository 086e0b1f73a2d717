"""What a text refers to must be there: parties, organs, clauses, ids. Warnings in a draft, refusals at circulation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from forumhub.agreements import queries as agreements
from forumhub.agreements.models import Agreement, AgreementVersion
from forumhub.agreements.rules import same_address
from forumhub.database import db
from forumhub.errors import N_
from forumhub.events import queries as events
from forumhub.events.models import Event, Register
from forumhub.followup import queries as followup
from forumhub.followup.models import Item as RegisteredItem
from forumhub.markdown import Document, Item, Reference, Remark, parse_reference
from forumhub.parties.models import Organ
from forumhub.parties.policy import Reader


@dataclass(frozen=True)
class Surroundings:
    """What a text of an event may refer to, read once. `issued` are ids by register code; '' is the event's own."""

    day: date
    codes: frozenset[str]
    agreements: dict[str, list[str]]
    issued: dict[str, set[str]]
    elsewhere: frozenset[str]
    """Ids whose words stand in another document."""


def surroundings(event: Event, document_id: int | None, texts: Iterable[Document], by: Reader) -> Surroundings:
    """Reads what these texts refer to, as far as `by` may see it: a constant number of queries for each agreement."""
    items = [item for text in texts for item in text.items]
    day, references = event.local_start.date(), list(_references(items))
    foreign = {id.split("/")[0] for item in items for id in _answered(item) if "/" in id}
    return Surroundings(
        day=day,
        codes=_codes(event),
        agreements={code: _clauses(code, day, by) for code in sorted({reference.code for reference in references})},
        issued={"": followup.issued_codes(event.register_id), **_issued_elsewhere(foreign, by)},
        elsewhere=_elsewhere(event.register_id, document_id),
    )


def _references(items: Iterable[Item]) -> Iterator[Reference]:
    for item in items:
        for text in item.under:
            if reference := parse_reference(text):
                yield reference


def _codes(event: Event) -> frozenset[str]:
    organs = select(Organ.code).where(Organ.party_id.in_(event.party_ids))
    return frozenset(db.session.scalars(organs)) | {party.code for party in event.parties}


def _clauses(code: str, day: date, by: Reader) -> list[str]:
    statement = select(Agreement.id).where(Agreement.code == code, agreements.visible_to(by))
    agreement_id = db.session.scalar(statement)
    return [clause.number for clause in agreements.clauses_in_force(agreement_id, day)] if agreement_id else []


def _issued_elsewhere(codes: set[str], by: Reader) -> dict[str, set[str]]:
    seen = select(Event.register_id).where(events.visible_to(by))
    registers = db.session.scalars(select(Register).where(Register.code.in_(codes), Register.id.in_(seen)))
    return {register.code: followup.issued_codes(register.id) for register in registers}


def _elsewhere(register_id: int, document_id: int | None) -> frozenset[str]:
    statement = select(RegisteredItem.code).where(
        RegisteredItem.register_id == register_id, RegisteredItem.document_id != (document_id or 0)
    )
    return frozenset(db.session.scalars(statement))


def remarks(document: Document, around: Surroundings) -> list[Remark]:
    """References of the text that lead nowhere, each with its line, and what would be right."""
    return [remark for item in document.items for remark in _of_item(item, around)]


def _of_item(item: Item, around: Surroundings) -> Iterator[Remark]:
    for code in (*item.owners, *item.with_):
        if code not in around.codes:
            msgid = N_("%(code)s is no party or organ at this meeting; these are: %(codes)s.")
            yield Remark(item.line, msgid, {"code": code, "codes": ", ".join(sorted(around.codes))})
    for text in item.under:
        if reference := parse_reference(text):
            yield from _of_clause(item, reference, around)
    for id in _answered(item):
        register, _, code = id.rpartition("/")
        if code not in around.issued.get(register, ()):
            yield Remark(item.line, N_("%(id)s is in no register that you see; it was never issued."), {"id": id})
    if item.kind != "STATUS" and item.id in around.elsewhere:
        msgid = N_("%(id)s stands in other minutes, whose words stay; report on it by **STATUS %(id)s**.")
        yield Remark(item.line, msgid, {"id": item.id or ""})


def _answered(item: Item) -> tuple[str, ...]:
    return item.from_ + item.split_into + item.superseded_by


def _of_clause(item: Item, reference: Reference, around: Surroundings) -> Iterator[Remark]:
    clauses = around.agreements[reference.code]
    if not clauses:
        msgid = N_("No agreement %(code)s was in force on %(day)s.")
        yield Remark(item.line, msgid, {"code": reference.code, "day": around.day.isoformat()})
    elif not any(same_address(clause) == same_address(reference.clause) for clause in clauses):
        msgid = N_("%(code)s has no clause %(clause)s on %(day)s; it has: %(clauses)s.")
        values = {"code": reference.code, "clause": reference.clause, "clauses": ", ".join(clauses)}
        yield Remark(item.line, msgid, {**values, "day": around.day.isoformat()})


def cited_versions(document: Document, day: date, by: Reader) -> list[AgreementVersion]:
    """The versions that the text's references name on that day, in the order of the agreements' codes."""
    codes = {reference.code for reference in _references(document.items)}
    statement = (
        select(Agreement.id).where(Agreement.code.in_(codes), agreements.visible_to(by)).order_by(Agreement.code)
    )
    found = [agreements.version_in_force(agreement_id, day) for agreement_id in db.session.scalars(statement)]
    return [version for version in found if version]
