"""What a text refers to must be there: parties, organs, clauses, ids. Warnings in a draft, refusals at circulation."""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from forumhub.agreements import queries as agreements
from forumhub.agreements.models import Agreement, AgreementVersion
from forumhub.agreements.rules import same_address
from forumhub.database import db
from forumhub.errors import N_, RuleBroken
from forumhub.events.models import Event
from forumhub.followup import queries as followup
from forumhub.followup.models import Item as RegisteredItem
from forumhub.followup.references import items_by_reference
from forumhub.followup.rules import LONGEST_SECTION, OPEN, said_in_minutes
from forumhub.followup.sources import full
from forumhub.markdown import Document, Item, Reference, Remark, parse_reference
from forumhub.markdown.points import Point, read_point
from forumhub.minutes.models import Document as Row
from forumhub.minutes.rules import AGENDA, MINUTES
from forumhub.parties.models import Organ
from forumhub.parties.policy import Reader

NEVER_ISSUED = N_("%(id)s is in no register that you see; it was never issued.")
NOT_ENTERED = N_(
    "%(id)s was issued, but no minutes that every party here has have entered it, so nothing can answer it yet. "
    "Put its own line in this text, as it stands in the agenda, or take it out here."
)


@dataclass(frozen=True)
class Surroundings:
    """What a text of an event may refer to, read once.

    `issued` are ids by register code: in the event's own, '', every one; in others those that the reader sees.
    """

    day: date
    codes: frozenset[str]
    agreements: dict[str, list[str]]
    issued: Mapping[str, Container[str]]
    elsewhere: frozenset[str]
    """Ids whose words stand in another document."""
    standing: dict[str, tuple[str, str]]
    """By id as written, (kind, state) of what is reported on, where this meeting's parties alone decide on it."""
    answerable: frozenset[str] | None
    """Ids that every party of the meeting finds in a register; None where the text enters nothing there."""


def surroundings(document: Row, texts: Collection[Document], by: Reader) -> Surroundings:
    """Reads what these texts refer to, as far as `by` may see it: a constant number of queries for each agreement."""
    event, items = document.event, [item for text in texts for item in text.items]
    day, references = event.local_start.date(), list(_references(items))
    answered = {id for item in items for id in _answered(item)}
    if document.kind == AGENDA:
        answered |= {id for text in texts for point in _points(text) for id in point.from_}
    return Surroundings(
        day=day,
        codes=_codes(event),
        agreements={code: _clauses(code, day, by) for code in sorted({reference.code for reference in references})},
        issued={"": followup.issued(event.register_id), **_seen_elsewhere(answered, by)},
        standing=_standing(event, items, by),
        elsewhere=_elsewhere(event.register_id, document.of_id or document.id),
        answerable=_answerable(event, answered) if document.kind == MINUTES else None,
    )


def _standing(event: Event, items: list[Item], by: Reader) -> dict[str, tuple[str, str]]:
    """What these texts enter themselves is as good as open."""
    code = event.register.code
    ids = {item.id for item in items if item.kind == "STATUS" and item.id}
    found = followup.named_items({full(code, id) for id in ids}, by)
    known = {name: (item.kind, item.state) for name, item in found.items() if item.event.party_ids <= event.party_ids}
    known |= {full(code, item.id): (item.kind, OPEN) for item in items if item.kind != "STATUS" and item.id}
    return {id: known[full(code, id)] for id in ids if full(code, id) in known}


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


def _seen_elsewhere(ids: Iterable[str], by: Reader) -> dict[str, set[str]]:
    """Of the ids in other registers those of items that `by` sees: how many others there are is not theirs to know."""
    found: dict[str, set[str]] = {}
    for name in followup.named_items({id for id in ids if "/" in id}, by):
        code, _slash, number = name.partition("/")
        found.setdefault(code, set()).add(number)
    return found


def _answerable(event: Event, ids: Iterable[str]) -> frozenset[str]:
    written = {id: full(event.register.code, id) for id in ids}
    known = items_by_reference(written.values())
    there = {name for name, item in known.items() if event.party_ids <= item.event.party_ids}
    return frozenset(id for id, name in written.items() if name in there)


def _elsewhere(register_id: int, document_id: int) -> frozenset[str]:
    statement = select(RegisteredItem.code).where(
        RegisteredItem.register_id == register_id, RegisteredItem.document_id != document_id
    )
    return frozenset(db.session.scalars(statement))


def remarks(document: Document, around: Surroundings) -> list[Remark]:
    """References of the text that lead nowhere, each with its line, and what would be right."""
    entered = {item.id for item in document.items if item.kind != "STATUS"}
    return [remark for item in document.items for remark in _of_item(item, around, entered)]


def status_remarks(document: Document, around: Surroundings) -> list[Remark]:
    """What minutes cannot say of an item, because of its kind, its state or its register: refused when they freeze."""
    return [remark for item in document.items if item.kind == "STATUS" for remark in _of_status(item, around)]


def _of_status(item: Item, around: Surroundings) -> Iterator[Remark]:
    successors = bool(item.split_into or item.superseded_by)
    if not item.id or not (item.state or successors):
        return  # the dialect's own remark says so
    if item.id not in around.standing:
        if item.state != "withdrawn" or "/" in item.id or item.id in around.elsewhere:  # else it leaves this draft so
            msgid = N_("%(id)s is in no register on which this meeting's parties alone decide.")
            yield Remark(item.line, msgid, {"id": item.id})
        return
    kind, state = around.standing[item.id]
    try:
        said_in_minutes(item.state, kind=kind, successors=successors, state=state)
    except RuleBroken as refused:
        yield Remark(item.line, refused.msgid)


def section_remarks(document: Document) -> list[Remark]:
    """Items under a heading whose number is longer than registers take: refused when minutes freeze."""
    msgid = N_("The heading's number '%(number)s' is longer than %(limit)s characters; fewer levels would be right.")
    entered = [(item.line, item.section or "") for item in document.items if item.kind != "STATUS"]
    return [
        Remark(line, msgid, {"number": number, "limit": str(LONGEST_SECTION)})
        for line, number in entered
        if len(number) > LONGEST_SECTION
    ]


def remarks_on_points(document: Document, around: Surroundings) -> list[Remark]:
    """The same for the headings of an agenda: who presents a point, and what it answers."""
    return [remark for point in _points(document) for remark in _of_point(point, around)]


def _points(document: Document) -> Iterator[Point]:
    return (read_point(heading) for heading in document.headings if heading.number and heading.parenthesis)


def _of_point(point: Point, around: Surroundings) -> Iterator[Remark]:
    yield from point.remarks
    for code in point.presented_by:
        if code not in around.codes and (point.certain or code.split("-")[0] in around.codes):
            yield _unknown_code(point.line, code, around)
    for id in point.from_:
        if not _is_issued(id, around):
            yield Remark(point.line, NEVER_ISSUED, {"id": id})


def _unknown_code(line: int, code: str, around: Surroundings) -> Remark:
    msgid = N_("%(code)s is no party or organ at this meeting; these are: %(codes)s.")
    return Remark(line, msgid, {"code": code, "codes": ", ".join(sorted(around.codes))})


def _is_issued(id: str, around: Surroundings) -> bool:
    register, _, code = id.rpartition("/")
    return code in around.issued.get(register, ())


def _of_item(item: Item, around: Surroundings, entered: Collection[str | None]) -> Iterator[Remark]:
    for code in (*item.owners, *item.with_):
        if code not in around.codes:
            yield _unknown_code(item.line, code, around)
    for text in item.under:
        if reference := parse_reference(text):
            yield from _of_clause(item, reference, around)
    for id in _answered(item):
        if not _is_issued(id, around):
            yield Remark(item.line, NEVER_ISSUED, {"id": id})
        elif around.answerable is not None and id not in around.answerable and id not in entered:
            yield Remark(item.line, NOT_ENTERED, {"id": id})
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
