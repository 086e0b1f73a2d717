"""Writes of lists: kept, chosen and started. `entering` then enters their people."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert

from forumhub import audit
from forumhub.database import db, locked
from forumhub.errors import N_
from forumhub.events.entering import require_organizer
from forumhub.events.models import Event
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language
from forumhub.registration import rules as registration_rules
from forumhub.registration.lists import queries, rules
from forumhub.registration.lists.choices import Choices
from forumhub.registration.lists.judging import Report
from forumhub.registration.lists.models import DelegateList, DelegateListLine


def keep_list(
    event: Event, name: str, body: bytes, cells: bytes, choices: Choices, *, by: Reader, now: datetime
) -> DelegateList:
    """In place of what the same person read and did not import. Raises NotAllowed; RuleBroken where it is over."""
    require_organizer(by, event.party_ids)
    registration_rules.check_open(event.state, event.ends_at, now)
    assert by.person_id is not None
    own = (DelegateList.event_id == event.id) & (DelegateList.person_id == by.person_id)
    db.session.execute(delete(DelegateList).where(own, DelegateList.state == rules.DRAFT))
    kept = DelegateList(event=event, person_id=by.person_id, name=name[:200], body=body, cells=cells)
    kept.choices, kept.state, kept.uploaded_at = choices.as_json(), rules.DRAFT, now
    db.session.add(kept)
    db.session.flush()
    return kept


def under_lock(list_id: int) -> DelegateList:
    """With its event, which is locked first, as everywhere: else who holds the event and asks for the list, and who
    holds the list and asks for the event, would wait for each other."""
    locked(Event, db.session.get_one(DelegateList, list_id).event_id)
    return locked(DelegateList, list_id)


def choose(kept: DelegateList, choices: Choices, cells: bytes | None = None) -> None:
    """`cells`: its records, read otherwise. Raises RuleBroken for a list that is not a draft any more."""
    kept = locked(DelegateList, kept.id)
    rules.check_may_choose(kept.state)
    kept.choices = choices.as_json()
    if cells is not None:
        kept.cells = cells
    db.session.flush()


def start_import(kept: DelegateList, report: Report, choices: Choices, *, by: Reader, now: datetime) -> None:
    """Writes down what is to become of each line; nobody is entered yet. Raises NotAllowed, RuleBroken."""
    kept = under_lock(kept.id)
    event = kept.event
    require_organizer(by, event.party_ids)
    registration_rules.check_open(event.state, event.ends_at, now)
    rules.check_may_start(kept.state, len(report.to_enter))
    kept.choices = choices.as_json()
    assert by.person_id is not None
    kept.state, kept.started_at, kept.person_id, kept.reason = rules.RUNNING, now, by.person_id, ""
    db.session.execute(insert(DelegateListLine), list(_lines(kept, report)))
    record("list_start", kept, by=by, now=now, people=len(report.to_enter))


def _lines(kept: DelegateList, report: Report) -> Iterator[dict[str, Any]]:
    here = queries.registrations_of(kept.event_id, (row.judged.person.ulid for row in report.rows if row.judged.person))
    for row in report.rows:
        verdict, person = row.judged.verdict, row.judged.person
        outcome = rules.PENDING if verdict in (rules.NEW, rules.KNOWN) else verdict
        number = here.get(person.ulid) if person and verdict == rules.HERE else None
        reason = REASONS.get(verdict, "")
        yield _line(kept.id, row.delegate.number, row.delegate.name, outcome, reason, {}, number)
    for each in report.plan.remarks:
        yield _line(kept.id, each.number, each.name, each.outcome, each.reason.msgid, each.reason.values)


REASONS = {
    rules.DOUBTFUL: N_("May be somebody who is known here; nothing was chosen. Read the file again to choose."),
    rules.LEFT_OUT: N_("Left out, as you chose."),
    rules.HERE: N_("Registered for the event already; nothing was changed."),
}


def _line(
    list_id: int, number: int, name: str, outcome: str, reason: str, said: dict[str, Any], at: int | None = None
) -> dict[str, Any]:
    return {
        "list_id": list_id,
        "number": number,
        "name": name,
        "outcome": outcome,
        "reason": reason[:300],
        "said": said,
        "registration_id": at,
    }


def record(act: str, kept: DelegateList, *, by: Reader, now: datetime, **details: object) -> None:
    event, label = kept.event, in_language(kept.event.titles, "en")
    audit.record(
        f"registration.{act}", kept.ulid, by=by.person_id, parties=event.party_ids, now=now, label=label, **details
    )
