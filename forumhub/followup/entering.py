"""Items from minutes: entered when they are circulated, opened when they are agreed, taken back at an objection."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from forumhub.agreements import queries as agreements
from forumhub.database import db
from forumhub.errors import N_, RuleBroken
from forumhub.followup import rules
from forumhub.followup.models import Item, ItemClause, ItemLink, ItemOwner
from forumhub.followup.queries import items_of_document
from forumhub.followup.signals import item_changed
from forumhub.followup.sources import Minutes, Source, day_due, read_source
from forumhub.followup.statuses import drop_pending, keep_pending, take_effect
from forumhub.markdown import Document, parse_reference
from forumhub.markdown import Item as Line


def enter_items(
    minutes: Minutes, texts: Mapping[str, Document], working_language: str, on: date, now: datetime
) -> list[Item]:
    """Makes or updates an item, provisional, of each line of the working text; its STATUS lines wait for agreement.

    `texts` are by language, `on` the day of the meeting, by which clauses are resolved. Raises RuleBroken, naming the
    line, for an owner, a clause or an id that leads nowhere, and for an item whose words stand in other minutes.
    """
    lines = texts[working_language].items
    source = read_source(minutes, texts, lines, on, now)
    drop_pending(minutes.id)
    entered = [(line, _enter(source, line)) for line in lines if line.kind != "STATUS"]
    db.session.flush()
    for line, item in entered:
        item.links = list(links_of(source, line))
    keep_pending(source, [line for line in lines if line.kind == "STATUS"], now)
    db.session.flush()
    return [item for _line, item in entered]


def _enter(source: Source, line: Line) -> Item:
    if line.id is None:
        raise RuleBroken(N_("Line %(line)s: the item has no id yet; saving the draft issues one."), line=line.line)
    item = source.find(line.id) or _new_item(source, line.kind, line.id)
    if item.document_id != source.minutes.id or item.state not in (rules.PROPOSED, rules.PROVISIONAL):
        msgid = N_("Line %(line)s: %(id)s stands in other minutes, whose words stay; report on it by STATUS %(id)s.")
        raise RuleBroken(msgid, line=line.line, id=line.id)
    before, item.state = item.state, rules.PROVISIONAL
    _write(source, line, item)
    item_changed.send(item, before=before)
    return item


def _new_item(source: Source, kind: str, code: str) -> Item:
    event = source.minutes.event
    item = Item(register=event.register, kind=kind, code=code, number=int(code.split("-")[1]), texts={})
    item.state, item.event = rules.PROPOSED, event
    item.document_id, item.document_ulid = source.minutes.id, source.minutes.ulid
    db.session.add(item)
    source.known[item.reference] = item
    return item


def _write(source: Source, line: Line, item: Item) -> None:
    item.text, item.texts = line.text, source.words[item.code]
    item.section, item.priority = line.section or "", line.priority or ""
    item.due, item.due_on = line.due or "", day_due(line.due, source.next_day)
    item.original_due_on = item.due_on
    item.owners, item.clauses, item.links = [], [], []
    db.session.flush()  # what was there leaves first: each stands once in an item
    item.owners = list(owners_of(source, line))
    item.clauses = clauses_of(source, line)


def owners_of(source: Source, line: Line) -> Iterable[ItemOwner]:
    """Raises RuleBroken for one that is no party or organ at the meeting."""
    written = [(code, False) for code in line.owners] + [(code, True) for code in line.with_]
    for position, (code, helps) in enumerate(dict.fromkeys(written), start=1):
        party_id, organ_id = source.owners.get(code, (0, None))
        if party_id not in source.parties:
            msgid = N_("Line %(line)s: %(code)s is no party or organ at this meeting.")
            raise RuleBroken(msgid, line=line.line, code=code)
        yield ItemOwner(position=position, code=code, party_id=party_id, organ_id=organ_id, helps=helps)


def clauses_of(source: Source, line: Line) -> list[ItemClause]:
    """Raises RuleBroken for one that was not in force on the day of the meeting."""
    return [_clause(source, line, text) for text in dict.fromkeys(line.under)]


def _clause(source: Source, line: Line, text: str) -> ItemClause:
    reference = parse_reference(text)
    clause = reference and agreements.find_clause(reference.code, reference.clause, source.on)
    if not reference or not clause:
        raise RuleBroken(
            N_("Line %(line)s: '%(text)s' is no clause in force on %(day)s. These are: %(clauses)s."),
            line=line.line,
            text=text,
            day=source.on.isoformat(),
            clauses=", ".join(_clauses_there_are(reference.code, source.on) if reference else ()) or "–",
        )
    return ItemClause(
        agreement_id=clause.version.agreement_id,
        version_id=clause.version_id,
        number=clause.number,
        reference=f"{reference.code} art. {clause.number}",
    )


def _clauses_there_are(code: str, on: date) -> list[str]:
    agreement = agreements.find_agreement(code)
    return [clause.number for clause in agreements.clauses_in_force(agreement.id, on)] if agreement else []


def links_of(source: Source, line: Line) -> Iterable[ItemLink]:
    """Raises RuleBroken for an id that is not in a register yet."""
    named = {"from": line.from_, "split_into": line.split_into, "superseded_by": line.superseded_by}
    for relation, ids in named.items():
        for target_id in dict.fromkeys(source.target(line, id).id for id in ids):
            yield ItemLink(relation=relation, target_id=target_id)


def open_items(minutes: Minutes, now: datetime) -> list[Item]:
    """At agreement: what was provisional is open, and what the STATUS lines say takes effect. Returns as
    `take_effect` does."""
    for item in items_of_document(minutes.id):
        if item.state == rules.PROVISIONAL:
            item.state, item.opened_at = rules.OPEN, now
            item_changed.send(item, before=rules.PROVISIONAL)
    db.session.flush()
    return take_effect(minutes, now)


def void_items(minutes: Minutes) -> None:
    """At an objection: the text is a draft again, what it entered is proposed again, its STATUS lines are gone."""
    drop_pending(minutes.id)
    for item in items_of_document(minutes.id):
        if item.state == rules.PROVISIONAL:
            item.state = rules.PROPOSED
            item_changed.send(item, before=rules.PROVISIONAL)
    db.session.flush()
