"""What follows when an item changes its state: ledger, audit, a message to the parties, the signal to later rooms."""

from datetime import datetime

from forumhub import audit, ledger
from forumhub.database import db
from forumhub.followup import queries, rules
from forumhub.followup.models import Item, Report
from forumhub.followup.notices import TOLD, tell_of_report
from forumhub.followup.signals import item_changed
from forumhub.followup.wishes import AGREE, CANCEL, PROPOSE
from forumhub.parties.models import Person

ENDINGS = {
    rules.CLOSED: "closing",
    rules.CANCELLED: "cancellation",
    rules.WITHDRAWN: "withdrawal",
    rules.SUPERSEDED: "supersession",
}
"""By the state in which an item ends, what the chain says of it."""


def settle(item: Item, report: Report, state: str, *, now: datetime, document: str = "") -> bool:
    """Sets the state that follows from a report. What ends or reopens an item, or moves its date, is appended to its
    chain.

    `document` is the ULID of the minutes in which every party said so; empty where a party did by itself. Returns
    whether the chain has grown.
    """
    before, item.state = item.state, state
    item.closed_at = now if state == rules.CLOSED else None
    item.lock_version += 1
    db.session.flush()
    kinds = _statements(report, before, state, document)
    for kind in kinds:
        body = {"item": item.code, **(_by_minutes(document) if document else _by_party(report))}
        ledger.append(item.register_id, item.register.code, kind, {**body, **_more(kind, item, report)}, now=now)
    audit.record(
        f"followup.{report.act}",
        item.reference,
        by=report.person_id,
        parties=item.event.party_ids,
        now=now,
        label=item.words("en")[:300],
        party=report.party.code if report.party else None,
        document=document or None,
    )
    if not document and report.act in TOLD:
        tell_of_report(item, report, now=now)
    item_changed.send(item, before=before)
    return bool(kinds)


def _statements(report: Report, before: str, state: str, document: str) -> list[str]:
    """The kinds of statement that this is in the chain; none where the chain does not hold it. What minutes withdraw
    that was agreed in none was no promise yet.
    """
    new_date = report.act == AGREE or bool(document and report.due)
    reopened = ["reopening"] if before == rules.CLOSED != state else []
    ended = [ENDINGS[state]] if state in ENDINGS and before != rules.PROPOSED else []
    return [*reopened, *(["due"] if new_date else []), *ended]


def _more(kind: str, item: Item, report: Report) -> dict[str, object]:
    """What is new of it; and what it took several parties to say: who of each said it, and what."""
    if kind == "cancellation":
        return {"parties": sorted(party.code for party in item.event.parties), "acts": _acts(item, CANCEL)}
    if kind == "due":
        acts = {"acts": [*_acts(item, PROPOSE)[-1:], _by_party(report)]} if report.party else {}
        return {"due": report.due, **acts}
    if kind == "supersession":
        named = {"split_into": report.split_into, "superseded_by": report.superseded_by}
        return {field: references for field, references in named.items() if references}
    return {}


def _acts(item: Item, act: str) -> list[dict[str, str]]:
    """What each party said last of this kind, in the order in which it was said."""
    last = {report.party_id: report for report in queries.said_of(item) if report.party and report.act == act}
    return [_by_party(report) for report in sorted(last.values(), key=lambda report: report.id)]


def _by_minutes(document: str) -> dict[str, str]:
    return {"document": document}


def _by_party(report: Report) -> dict[str, str]:
    assert report.party, "who closes without minutes does it for a party"
    person = db.session.get_one(Person, report.person_id)
    return {"party": report.party.code, "person": ledger.commit_to(person.id, person.ulid)}
