"""What follows when an item changes its state: the records in ledger and audit, the signal to later rooms."""

from datetime import datetime

from forumhub import audit, ledger
from forumhub.database import db
from forumhub.followup import rules
from forumhub.followup.models import Item, Report
from forumhub.followup.signals import item_changed
from forumhub.followup.wishes import AGREE
from forumhub.parties.models import Person


def settle(item: Item, report: Report, state: str, *, now: datetime, document: str = "") -> None:
    """Sets the state that follows from a report. What ends an item or moves its date is appended to its chain.

    `document` is the ULID of the minutes in which every party said so; empty where a party did by itself.
    """
    before, item.state = item.state, state
    item.closed_at = now if state == rules.CLOSED else None
    item.lock_version += 1
    db.session.flush()
    if kind := _statement(report.act, state):
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
    item_changed.send(item, before=before)


def _statement(act: str, state: str) -> str:
    """The kind of statement that this is in the chain; empty where the chain does not hold it."""
    if act == AGREE:
        return "due"
    return {rules.CLOSED: "closing", rules.CANCELLED: "cancellation"}.get(state, "")


def _more(kind: str, item: Item, report: Report) -> dict[str, object]:
    if kind == "cancellation":
        return {"parties": sorted(party.code for party in item.event.parties)}
    return {"due": report.due} if kind == "due" else {}


def _by_minutes(document: str) -> dict[str, str]:
    return {"document": document}


def _by_party(report: Report) -> dict[str, str]:
    assert report.party, "who closes without minutes does it for a party"
    person = db.session.get_one(Person, report.person_id)
    return {"party": report.party.code, "person": ledger.commit_to(person.id, person.ulid)}
