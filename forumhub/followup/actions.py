"""Writes of the registers by people: ids, reports, closing and returning. Minutes write through `entering`."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, text

from forumhub import files, ledger
from forumhub.database import db
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.files import KeptFile
from forumhub.followup import queries, rules
from forumhub.followup.entering import enter_items, open_items, void_items
from forumhub.followup.locking import hold_all_that_they_say, locked_item
from forumhub.followup.models import Item, ItemCounter, Report, ReportFile
from forumhub.followup.settling import settle
from forumhub.parties import policy
from forumhub.parties.actions import require_unquarantined
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader

__all__ = [
    "close_item",
    "enter_items",
    "hold_all_that_they_say",
    "issue_code",
    "issue_codes",
    "open_items",
    "report_item",
    "return_item",
    "void_items",
]

MOST_FILES = 10


def issue_code(register_id: int, kind: str, now: datetime) -> str:
    """The next id of this kind in the register, `A-14`. Locks the counter, so that none is issued twice."""
    return issue_codes(register_id, kind, 1, now)[0]


def issue_codes(register_id: int, kind: str, count: int, now: datetime) -> list[str]:
    """As `issue_code`, so many in a row: minutes bring hundreds at once."""
    beginning = "INSERT INTO item_counter (register_id, kind, last) VALUES (:register, :kind, 0) ON CONFLICT DO NOTHING"
    db.session.execute(text(beginning), {"register": register_id, "kind": kind})
    statement = select(ItemCounter).where(ItemCounter.register_id == register_id, ItemCounter.kind == kind)
    counter = db.session.scalars(statement.with_for_update().execution_options(populate_existing=True)).one()
    first, counter.last = counter.last + 1, counter.last + count
    db.session.flush()
    return [f"{rules.LETTERS[kind]}-{number}" for number in range(first, first + count)]


def report_item(
    item: Item,
    party: Party,
    act: str,
    *,
    words: str = "",
    evidence: str = "",
    kept: Iterable[KeptFile] = (),
    by: Reader,
    now: datetime,
) -> Report:
    """An owner's report: one of rules.OWNERS_ACTS. Reported done, the secretariats are told.

    Raises NotAllowed for who may not report for the party, RuleBroken for what the item's state forbids, and for a
    report of 'done' or 'blocked' that says nothing.
    """
    require_follower(by, party)
    item = locked_item(item)
    after = rules.require_report(item.kind, item.state, act, party.id, item.owner_ids)
    kept = list(kept)
    if act != rules.START and not (words.strip() or evidence.strip() or kept):
        raise RuleBroken(N_("Say what was done, or what stands in the way, or attach a file."), field="words")
    report = add_report(item, party, act, words, by, now)
    report.evidence = evidence.strip()
    report.files = _enter_files(kept, now)
    settle(item, report, after, now=now)
    return report


def _enter_files(kept: list[KeptFile], now: datetime) -> list[ReportFile]:
    if len(kept) > MOST_FILES:
        raise RuleBroken(N_("A report takes %(limit)s files; put them into one."), field="files", limit=MOST_FILES)
    rows = []
    for file in kept:
        files.enter_named(file, now=now)
        rows.append(ReportFile(sha256=file.sha256, name=file.name[-255:]))
    return rows


def close_item(item: Item, party: Party, *, words: str = "", by: Reader, now: datetime) -> Report:
    """Closes what another party reported done; where several own it, confirms what `rules.answer` says is confirmed.

    Raises NotAllowed (also within the 72 hours after a reset), RuleBroken as `rules.answer` does.
    """
    return _answer(item, party, rules.CLOSE, words, by, now)


def return_item(item: Item, party: Party, *, words: str, by: Reader, now: datetime) -> Report:
    """Returns what another party reported done: it is in progress again. Raises as `close_item` does, and RuleBroken
    without a reason."""
    if not words.strip():
        raise RuleBroken(N_("Say what is still missing, so that the owner knows."), field="words")
    return _answer(item, party, rules.RETURN, words, by, now)


def _answer(item: Item, party: Party, act: str, words: str, by: Reader, now: datetime) -> Report:
    require_follower(by, party)
    require_unquarantined(by)
    ledger.hold(item.register_id)
    item = locked_item(item)
    standing = rules.standing(queries.history_of(item))
    act, after = rules.answer(act, item.state, party.id, standing, item.owner_ids, item.event.party_ids)
    report = add_report(item, party, act, words, by, now)
    settle(item, report, after, now=now)
    return report


def add_report(item: Item, party: Party, act: str, words: str, by: Reader, now: datetime) -> Report:
    report = Report(item=item, act=act, party=party, person_id=by.person_id, text=words.strip(), at=now)
    db.session.add(report)
    db.session.flush()
    return report


def require_follower(by: Reader, party: Party) -> None:
    if not policy.may_follow_up(by, {party.id}):
        raise NotAllowed(N_("Secretaries, organizers and heads of delegation act for their own party."))
