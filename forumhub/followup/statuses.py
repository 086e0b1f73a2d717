"""STATUS lines of minutes: kept while the minutes are circulated, taking effect when every party agreed them."""

from collections.abc import Iterable
from datetime import date, datetime

from forumhub.database import db, locked
from forumhub.errors import N_, RuleBroken
from forumhub.followup import references, rules
from forumhub.followup.models import Item, ItemLink, Report
from forumhub.followup.next_meetings import NEXT, days_after
from forumhub.followup.settling import settle
from forumhub.followup.sources import Minutes, Source, day_due
from forumhub.markdown import Item as Line
from forumhub.markdown.headings import plain


def drop_pending(document_id: int) -> None:
    for report in references.pending_reports(document_id):
        db.session.delete(report)
    db.session.flush()


def keep_pending(source: Source, lines: Iterable[Line], now: datetime) -> None:
    """Raises RuleBroken, naming the line, for a STATUS on what is in no register or cannot be said of it."""
    for line in lines:
        item = _reported_on(source, line)
        if item is not None:
            db.session.add(_report(source, line, item, now))


def _reported_on(source: Source, line: Line) -> Item | None:
    item = source.find(line.id or "")
    if item is None and line.state == "withdrawn" and source.is_own(line.id or ""):
        return None  # it was stamped in a draft of these minutes and never left it
    if item is None or not item.event.party_ids <= source.parties:
        raise RuleBroken(
            N_("Line %(line)s: %(id)s is in no register on which this meeting's parties alone decide."),
            line=line.line,
            id=line.id or "–",
        )
    return item


def _report(source: Source, line: Line, item: Item, now: datetime) -> Report:
    return Report(
        item=item,
        act=_act(source, line, item),
        document_id=source.minutes.id,
        document_ulid=source.minutes.ulid,
        event_id=source.minutes.event.id,
        pending=True,
        due=line.due or "",
        split_into=[source.target(line, id).reference for id in line.split_into],
        superseded_by=[source.target(line, id).reference for id in line.superseded_by],
        text=plain(line.text),
        evidence=line.evidence or "",
        at=now,
    )


def _act(source: Source, line: Line, item: Item) -> str:
    state = rules.OPEN if item.document_id == source.minutes.id else item.state
    try:
        return rules.said_in_minutes(line.state, kind=item.kind, successors=_has_successors(line), state=state)[0]
    except RuleBroken as error:
        msgid = N_("Line %(line)s, STATUS %(id)s: %(reason)s")
        raise RuleBroken(msgid, line=line.line, id=line.id or "–", reason=str(error)) from error


def _has_successors(said: Line | Report) -> bool:
    return bool(said.split_into or said.superseded_by)


def take_effect(minutes: Minutes, now: datetime) -> list[Item]:
    """Applies what the agreed minutes say. An item that was finished in the meantime by other means stays so.

    Whoever calls it has held the chains and meetings (`locking.hold_all_that_they_say`). Returns the items of other
    registers of which their own chains now say what became.
    """
    pending, elsewhere = references.pending_reports(minutes.id), []
    due_next = {report.item.event_id for report in pending if report.due == NEXT}
    next_days = days_after(minutes.event.id, due_next, now)
    for report in sorted(pending, key=lambda report: (report.item_id, report.id)):
        item = locked(Item, report.item_id)
        report.pending, report.at = False, now
        after = rules.STATE_BY_MINUTES[report.act]
        if rules.may_take_effect(item.kind, item.state, report.act) or _never_left_its_draft(item, minutes):
            _take_over(report, item, next_days.get(item.event_id))
            if settle(item, report, after, now=now, document=minutes.ulid) and item.register != minutes.event.register:
                elsewhere.append(item)
    db.session.flush()
    return elsewhere


def _never_left_its_draft(item: Item, minutes: Minutes) -> bool:
    """Entered by an earlier circulation of these minutes, and withdrawn by this one."""
    return item.document_id == minutes.id and item.state == rules.PROPOSED


def _take_over(report: Report, item: Item, next_day: date | None) -> None:
    """A new date, which replaces the due one and not the original one; and what came of the item."""
    if report.due:
        item.due, item.due_on = report.due, day_due(report.due, next_day)
    there = {(link.relation, link.target_id) for link in item.links}
    for relation, names in (("split_into", report.split_into), ("superseded_by", report.superseded_by)):
        for found in references.items_by_reference(names).values():
            if (relation, found.id) not in there:
                item.links.append(ItemLink(relation=relation, target_id=found.id))
