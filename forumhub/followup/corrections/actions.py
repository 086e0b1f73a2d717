"""Items follow what every party agreed of their minutes afterwards: a corrigendum, one more language.

What they are is not changed by it: whoever closed, cancelled or withdrew an item did so, whatever it says now.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from forumhub import audit, ledger
from forumhub.database import db
from forumhub.errors import RuleBroken
from forumhub.followup.acceptance.queries import acceptance_of
from forumhub.followup.corrections import rules
from forumhub.followup.corrections.models import ItemCorrection
from forumhub.followup.corrections.rules import Correction
from forumhub.followup.entering import clauses_of, links_of, owners_of
from forumhub.followup.models import Item, ItemLink
from forumhub.followup.rules import PROPOSED, UNFINISHED
from forumhub.followup.signals import item_changed
from forumhub.followup.sources import Minutes, Source, day_due, read_source, words_by_id
from forumhub.markdown import Document
from forumhub.markdown import Item as Line
from forumhub.phrases import in_language


def add_words(
    minutes: Minutes, version: Minutes, language: str, text: Document, *, by: int | None, now: datetime
) -> None:
    """The items of agreed minutes get their words in a language that became authentic later. `version` is the document
    that gives them. An item that is missing there, or has words in the language, stays as it is.
    """
    words = words_by_id({language: text})
    found = [item for item in _locked(minutes, words) if language not in item.texts]
    for item in found:
        item.texts = {**item.texts, **words[item.code]}
    _tell(found, now)
    if found:
        audit.record(
            "followup.add_language",
            version.ulid,
            by=by,
            parties=minutes.event.party_ids,
            now=now,
            label=in_language(minutes.event.titles, "en"),
            language=language,
            items=len(found),
        )


def _locked(minutes: Minutes, codes: Collection[str]) -> list[Item]:
    """Of these items, those that the minutes opened, in the order of their ids."""
    opened = Item.document_id == minutes.id, Item.state != PROPOSED, Item.code.in_(codes)
    statement = select(Item).where(*opened).order_by(Item.id).with_for_update(of=Item)
    return list(db.session.scalars(statement.execution_options(populate_existing=True)).unique())


def _tell(items: Collection[Item], now: datetime) -> None:
    for item in items:
        item.worded_at = now
        item.lock_version += 1
    db.session.flush()
    for item in items:
        item_changed.send(item, before=item.state)


def correct_items(
    minutes: Minutes,
    corrigendum: Minutes,
    corrections: Collection[Correction],
    working_language: str,
    *,
    by: int | None,
    now: datetime,
) -> None:
    """The items of agreed minutes follow an agreed corrigendum; whoever calls it has held the chain and the meeting."""
    said = {correction.code: correction for correction in corrections}
    lines = [line for correction in corrections for line in correction.lines or ()]
    source = read_source(minutes, {}, lines, minutes.event.local_start.date(), now)
    found = _locked(minutes, said)
    for item in found:
        correction = said[item.code]
        outcome, moved = _follow(source, item, correction, working_language)
        _enter(item, corrigendum, correction, outcome, now)
        _state(item, corrigendum, outcome, moved, by, now)
    _tell(found, now)


def _follow(source: Source, item: Item, correction: Correction, working_language: str) -> tuple[str, bool]:
    """What could follow, and whether the due day has moved."""
    item.texts = {**item.texts, **correction.words}
    item.text = correction.words.get(working_language, item.text)
    if correction.lines is None:
        return correction.outcome, False
    try:
        return rules.FIELDS, _set_fields(source, item, *correction.lines, correction.changed)
    except RuleBroken:  # the corrected line names whom or what the meeting does not know: the page says so
        return rules.FIELDS_STAY, False


OWNERS, CLAUSES, LINKS = {"owners", "with"}, {"under"}, {"from", "split into", "superseded by"}


def _set_fields(source: Source, item: Item, before: Line, after: Line, changed: Collection[str]) -> bool:
    """Raises RuleBroken, before anything is set, for an owner, a clause or an id that leads nowhere."""
    owners = list(owners_of(source, after)) if OWNERS & {*changed} else None
    clauses = clauses_of(source, after) if CLAUSES & {*changed} else None
    links = _links(source, item, before, after) if LINKS & {*changed} else item.links
    item.owners = item.owners if owners is None else []
    item.clauses = item.clauses if clauses is None else []
    db.session.flush()  # what was there leaves first: each stands once in an item
    item.owners = item.owners if owners is None else owners
    if owners is not None:
        _ask_anew(item)
    item.clauses = item.clauses if clauses is None else clauses
    item.links = links
    item.priority = (after.priority or "") if "priority" in changed else item.priority
    return "due" in changed and _set_due(source, item, before, after)


def _ask_anew(item: Item) -> None:
    """A recommendation asks those who do not make it now; a finished one keeps its answers: none is given any more."""
    if item.kind == "RECOMMENDATION" and item.state in UNFINISHED:
        item.acceptance = acceptance_of(item)


def _links(source: Source, item: Item, before: Line, after: Line) -> list[ItemLink]:
    """Those that the line names now; what later minutes say of the item stays."""
    gone, come = _targets(source, before), _targets(source, after)
    kept = [link for link in item.links if (link.relation, link.target_id) not in gone - come]
    there = {(link.relation, link.target_id) for link in kept}
    return kept + [ItemLink(relation=name, target_id=id) for name, id in sorted(come - there)]


def _targets(source: Source, line: Line) -> set[tuple[str, int]]:
    return {(link.relation, link.target_id) for link in links_of(source, line)}


def _set_due(source: Source, item: Item, before: Line, after: Line) -> bool:
    """A corrected text stands so from the beginning (Vienna Convention on the Law of Treaties, article 79, 4): so does
    the day that was first agreed. Whether the day that holds has moved.
    """
    standing = item.due
    item.original_due_on = day_due(after.due, source.next_day)
    item.due = rules.due_after(standing, before.due, after.due)
    if item.due == standing:
        return False
    item.due_on = item.original_due_on
    return True


def _enter(item: Item, corrigendum: Minutes, correction: Correction, outcome: str, now: datetime) -> None:
    db.session.add(
        ItemCorrection(
            item_id=item.id,
            document_id=corrigendum.id,
            document_ulid=corrigendum.ulid,
            outcome=outcome,
            before=dict(correction.before),
            after=dict(correction.after),
            at=now,
        )
    )


def _state(item: Item, corrigendum: Minutes, outcome: str, moved: bool, by: int | None, now: datetime) -> None:
    """In the chain, where the due day has moved; and in the audit."""
    if moved:
        body = {"item": item.code, "document": corrigendum.ulid, "due": item.due}
        ledger.append(item.register_id, item.register.code, "due", body, now=now)
    audit.record(
        "followup.correct",
        item.reference,
        by=by,
        parties=item.event.party_ids,
        now=now,
        label=item.words("en")[:300],
        document=corrigendum.ulid,
        outcome=outcome,
    )


def number_corrections(corrigendum_id: int, number: str) -> None:
    """The corrigendum was signed, and bears its official number."""
    own = ItemCorrection.document_id == corrigendum_id
    db.session.execute(update(ItemCorrection).where(own).values(number=number))
